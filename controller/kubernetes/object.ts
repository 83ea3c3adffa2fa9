import { isPlainMap } from '../../engine/go/value.ts';
import { ControllerError } from '../errors.ts';
import { apiVersionOf, type Resource } from './resource.ts';

export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string | null;
  readonly deletionTimestamp?: string | null;
  readonly labels?: Readonly<Record<string, string>> | null;
  readonly annotations?: Readonly<Record<string, string>> | null;
  readonly finalizers?: readonly string[] | null;
  readonly [field: string]: unknown;
}

/** An object as the API server sent it: Go values of `engine/go`, fields and their types unchecked but for `metadata`. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

export interface ObjectRef {
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** `namespace/name`, or the name of a cluster-scoped object. */
export function keyOf({ namespace, name }: ObjectRef): string {
  return namespace ? `${namespace}/${name}` : name;
}

/** What tells an object from another one of its name: its uid, where it has one. */
export function idOf({ metadata }: KubernetesObject): string {
  return metadata.uid ?? keyOf(metadata);
}

const optionalStrings = ['namespace', 'uid', 'resourceVersion'] as const;
const optionalMaps = ['labels', 'annotations'] as const;

/**
 * The value as an object of `resource`, not copied; apiVersion and kind, which lists of built-in kinds omit, are filled in.
 * Throws BadResponse for anything else.
 */
export function toObject(value: unknown, resource: Resource, place: string): KubernetesObject {
  const wrong = (text: string) => new ControllerError('BadResponse', place, text);
  if (!isPlainMap(value)) throw wrong('the answer is not an object');
  const meta = value['metadata'];
  if (!isPlainMap(meta) || typeof meta['name'] !== 'string' || meta['name'] === '') throw wrong('no metadata.name');
  for (const field of optionalStrings) {
    if (meta[field] !== undefined && typeof meta[field] !== 'string') throw wrong(`metadata.${field} is not a string`);
  }
  for (const field of optionalMaps) {
    const map = meta[field];
    if (map === undefined || map === null) continue;
    if (!isPlainMap(map) || !Object.values(map).every((item) => typeof item === 'string')) {
      throw wrong(`metadata.${field} is not a map of strings`);
    }
  }
  value['apiVersion'] ??= apiVersionOf(resource);
  value['kind'] ??= resource.kind;
  if (value['kind'] !== resource.kind || value['apiVersion'] !== apiVersionOf(resource)) {
    throw wrong(`got a ${value['apiVersion']} ${value['kind']}, not a ${apiVersionOf(resource)} ${resource.kind}`);
  }
  return value as KubernetesObject;
}

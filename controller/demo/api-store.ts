import { randomBytes, randomUUID } from 'node:crypto';
import { isPlainMap } from '../../engine/go/value.ts';
import { defined, encode } from '../kubernetes/json.ts';
import { type KubernetesObject, keyOf, type ObjectMeta } from '../kubernetes/object.ts';
import { apiVersionOf, type Resource } from '../kubernetes/resource.ts';
import { ChangeLog } from './api-log.ts';
import type { Served } from './api-resources.ts';
import {
  alreadyExists,
  badRequest,
  conflict,
  deleted,
  invalid,
  notFound,
  qualifiedKind,
  StatusFailure,
  typeMeta,
} from './api-status.ts';
import { mergePatch } from './merge-patch.ts';

export interface Target {
  readonly resource: Served;
  readonly namespace: string;
  readonly name: string;
  readonly status: boolean;
}

export interface Preconditions {
  readonly uid?: unknown;
  readonly resourceVersion?: unknown;
}

/** The objects of the embedded API server. They are never changed in place; each write takes the next version. */
export class ApiStore {
  readonly log: ChangeLog;
  private readonly objects = new Map<string, Map<string, KubernetesObject>>();

  constructor(logLimit: number) {
    this.log = new ChangeLog(logLimit);
  }

  get({ resource, namespace, name }: Target): KubernetesObject {
    const object = this.table(resource).get(keyOf({ namespace, name }));
    if (object === undefined) throw notFound(resource, name);
    return object;
  }

  /** The objects of a namespace, or of all when it is empty, by namespace and name. */
  list(resource: Resource, namespace: string): KubernetesObject[] {
    const entries = [...this.table(resource)].filter(
      ([, { metadata }]) => !namespace || metadata.namespace === namespace,
    );
    return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  }

  create({ resource, namespace }: Pick<Target, 'resource' | 'namespace'>, body: unknown): KubernetesObject {
    const sent = checked(body, resource);
    const { generateName, ...given } = metaOf(sent);
    const name = given.name || (generateName ? `${generateName}${randomBytes(3).toString('hex').slice(0, 5)}` : '');
    if (name === '') throw invalid(resource, '', 'metadata.name', 'Required value: name or generateName is required');
    matchNamespace(given, namespace);
    if (this.table(resource).has(keyOf({ namespace, name }))) throw alreadyExists(resource, name);
    if (given.resourceVersion)
      throw new StatusFailure(500, 'InternalError', 'resourceVersion should not be set on objects to be created');
    const metadata = {
      ...given,
      ...(generateName ? { generateName } : {}),
      name,
      namespace,
      uid: randomUUID(),
      creationTimestamp: timestamp(),
      ...(resource.status && { generation: 1 }),
    };
    const { status, ...rest } = sent;
    const object = { ...(resource.status ? rest : sent), ...typeMeta(resource), metadata };
    return this.write(resource, encoded(resource, object), undefined);
  }

  update(target: Target, body: unknown): KubernetesObject {
    const sent = checked(body, target.resource);
    const old = this.get(target);
    const { resourceVersion, uid } = metaOf(sent);
    matchUrl(target, sent);
    if (!resourceVersion && !target.resource.unconditional) {
      const why = 'Invalid value: 0: must be specified for an update';
      throw invalid(target.resource, target.name, 'metadata.resourceVersion', why);
    }
    check(target, old, { uid, resourceVersion });
    return this.change(target, old, sent);
  }

  /** An RFC 7386 patch. */
  patch(target: Target, patch: unknown): KubernetesObject {
    if (!isPlainMap(patch)) {
      const text = 'json: cannot unmarshal array into Go value of type map[string]interface {}';
      throw badRequest(`error decoding patch: ${text}`);
    }
    const old = this.get(target);
    const meta = isPlainMap(patch['metadata']) ? patch['metadata'] : {};
    check(target, old, { uid: meta['uid'], resourceVersion: meta['resourceVersion'] });
    const sent = checked(mergePatch(old, patch), target.resource);
    matchUrl(target, sent);
    return this.change(target, old, sent);
  }

  /** The answer to a deletion: the object while finalizers keep it, else a Status. */
  delete(target: Target, preconditions: Preconditions): object {
    const { resource } = target;
    const old = this.get(target);
    checkDeletion(target, old, preconditions);
    if (!old.metadata.finalizers?.length) {
      this.remove(resource, old);
      return deleted(resource, target.name, old.metadata.uid);
    }
    if (old.metadata.deletionTimestamp) return old;
    const generation = old.metadata.generation === undefined ? {} : { generation: old.metadata.generation + 1 };
    const marks = { deletionTimestamp: timestamp(), deletionGracePeriodSeconds: 0, ...generation };
    return this.write(resource, { ...old, metadata: { ...old.metadata, ...marks } }, old);
  }

  private change(target: Target, old: KubernetesObject, sent: Record<string, unknown>): KubernetesObject {
    const { resource } = target;
    const object = target.status ? withStatus(old, sent) : merged(resource, old, sent);
    if (old.metadata.deletionTimestamp) refuseFinalizers(resource, old, object);
    if (encode(object) === encode(old)) return old;
    if (old.metadata.deletionTimestamp && !object.metadata.finalizers?.length)
      return this.remove(resource, object, old);
    return this.write(resource, object, old);
  }

  private write(
    resource: Resource,
    object: KubernetesObject,
    previous: KubernetesObject | undefined,
  ): KubernetesObject {
    const written = this.versioned(object);
    this.table(resource).set(keyOf(object.metadata), written);
    this.log.append({ version: this.log.next(), resource, object: written, previous, deleted: false });
    return written;
  }

  private remove(resource: Resource, object: KubernetesObject, previous = object): KubernetesObject {
    const last = this.versioned(object);
    this.table(resource).delete(keyOf(object.metadata));
    this.log.append({ version: this.log.next(), resource, object: last, previous, deleted: true });
    return last;
  }

  private versioned(object: KubernetesObject): KubernetesObject {
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(this.log.next()) } };
  }

  private table(resource: Resource): Map<string, KubernetesObject> {
    const key = `${apiVersionOf(resource)} ${resource.plural}`;
    const table = this.objects.get(key) ?? new Map<string, KubernetesObject>();
    this.objects.set(key, table);
    return table;
  }
}

type Sent = Record<string, unknown>;

function checked(body: unknown, resource: Served): Sent {
  const { kind, apiVersion } = typeMeta(resource);
  const recognised = isPlainMap(body) && (resource.unconditional || (body['kind'] && body['apiVersion']));
  if (!recognised) throw badRequest(`the object provided is unrecognized (must be of type ${kind})`);
  const sent = { kind: body['kind'] || kind, apiVersion: body['apiVersion'] || apiVersion };
  if (sent.kind === kind && sent.apiVersion === apiVersion) return body;
  throw badRequest(`${sent.kind} in version "${sent.apiVersion}" cannot be handled as a ${kind}`);
}

function metaOf(object: Sent): Partial<ObjectMeta> & { generateName?: string } {
  return isPlainMap(object['metadata']) ? object['metadata'] : {};
}

function matchNamespace({ namespace }: { namespace?: string | undefined }, wanted: string): void {
  if (namespace === undefined || namespace === wanted) return;
  throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
}

function matchUrl(target: Target, sent: Sent): void {
  const { name = '', namespace } = metaOf(sent);
  if (name !== target.name) {
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${target.name})`);
  }
  matchNamespace({ namespace }, target.namespace);
}

function check(
  { resource, name }: Target,
  { metadata }: KubernetesObject,
  { uid, resourceVersion }: Preconditions,
): void {
  if (uid && uid !== metadata.uid) {
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`;
    throw conflict(resource, name, why);
  }
  if (resourceVersion && resourceVersion !== metadata.resourceVersion) throw conflict(resource, name);
}

function checkDeletion(
  { resource, name }: Target,
  { metadata }: KubernetesObject,
  { uid, resourceVersion }: Preconditions,
): void {
  const refuse = (field: string, wanted: unknown, is: unknown, why: string) => {
    const text = `the ${field} in the precondition (${wanted}) does not match the ${field} in record (${is}). The object might have been ${why}`;
    return conflict(resource, name, text, qualifiedKind(resource));
  };
  if (uid && uid !== metadata.uid) throw refuse('UID', uid, metadata.uid, 'deleted and then recreated');
  const known = metadata.resourceVersion;
  if (resourceVersion && resourceVersion !== known) throw refuse('ResourceVersion', resourceVersion, known, 'modified');
}

function withStatus(old: KubernetesObject, sent: Sent): KubernetesObject {
  const { status, ...rest } = old;
  return sent['status'] === undefined ? (rest as KubernetesObject) : { ...old, status: sent['status'] };
}

function merged(resource: Served, old: KubernetesObject, sent: Sent): KubernetesObject {
  const { uid, name, namespace, creationTimestamp, resourceVersion, generation, deletionTimestamp } = old.metadata;
  const kept = { uid, name, namespace, creationTimestamp, resourceVersion, generation, deletionTimestamp };
  const metadata = defined({ ...metaOf(sent), ...kept }) as ObjectMeta;
  const body = { ...sent, ...typeMeta(resource), metadata };
  if (!resource.status) return encoded(resource, body);
  const object = withStatus(body, old);
  if (encode({ ...object, metadata: null, status: null }) === encode({ ...old, metadata: null, status: null }))
    return object;
  return { ...object, metadata: { ...metadata, generation: (generation ?? 0) + 1 } };
}

/** A Secret's stringData moves into data. */
function encoded(resource: Resource, object: KubernetesObject): KubernetesObject {
  const { stringData, ...rest } = object;
  if (resource.kind !== 'Secret') return object;
  const texts = isPlainMap(stringData) ? Object.entries(stringData) : [];
  const data = Object.fromEntries(texts.map(([key, text]) => [key, Buffer.from(String(text)).toString('base64')]));
  const given = isPlainMap(rest['data']) ? rest['data'] : {};
  return { type: 'Opaque', ...rest, data: { ...given, ...data } } as KubernetesObject;
}

function refuseFinalizers(resource: Resource, old: KubernetesObject, object: KubernetesObject): void {
  const known = old.metadata.finalizers ?? [];
  const added = (object.metadata.finalizers ?? []).filter((finalizer) => !known.includes(finalizer));
  if (added.length === 0) return;
  const list = added.map((finalizer) => JSON.stringify(finalizer)).join(', ');
  const why = `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
  throw invalid(resource, old.metadata.name, 'metadata.finalizers', why);
}

function timestamp(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}

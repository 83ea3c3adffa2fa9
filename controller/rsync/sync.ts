import { isPlainMap } from '../../engine/go/value.ts';
import type { KubernetesObject } from '../kubernetes/index.ts';

/** An RSync as triggers and templates see it: `status.source`, `.rendering` and `.sync` are always objects. Not a deep copy. */
export function syncView(rsync: KubernetesObject): Record<string, unknown> {
  const status = mapAt(rsync, 'status');
  const stages = Object.fromEntries(['source', 'rendering', 'sync'].map((stage) => [stage, mapAt(status, stage)]));
  return { ...rsync, status: { ...status, ...stages } };
}

/** The condition of a type, undefined when the RSync has none. */
export function conditionOf(rsync: KubernetesObject, type: string): Record<string, unknown> | undefined {
  return listAt(mapAt(rsync, 'status'), 'conditions').find((condition) => condition['type'] === type);
}

/** The commit of the Syncing condition, empty when there is none: `utils.LastCommit`. */
export function lastCommit(rsync: KubernetesObject): string {
  const commit = conditionOf(rsync, 'Syncing')?.['commit'];
  return typeof commit === 'string' ? commit : '';
}

/** The errors of source, rendering and sync, in this order. */
export function errorsOf(rsync: KubernetesObject): Record<string, unknown>[] {
  const status = mapAt(rsync, 'status');
  return ['source', 'rendering', 'sync'].flatMap((stage) => listAt(mapAt(status, stage), 'errors'));
}

/** The map under a key of a map, an empty one when there is none. */
export function mapAt(parent: unknown, key: string): Record<string, unknown> {
  const value = isPlainMap(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
  return isPlainMap(value) ? value : {};
}

/** The maps of the list under a key, none when there is no list. */
export function listAt(parent: Record<string, unknown>, key: string): Record<string, unknown>[] {
  const value = Object.hasOwn(parent, key) ? parent[key] : undefined;
  return Array.isArray(value) ? value.filter(isPlainMap) : [];
}

/** The text under a key, empty when it is none. */
export function textAt(parent: Record<string, unknown>, key: string): string {
  const value = Object.hasOwn(parent, key) ? parent[key] : undefined;
  return typeof value === 'string' ? value : '';
}

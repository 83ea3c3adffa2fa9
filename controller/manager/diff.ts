import { isPlainMap } from '../../engine/go/value.ts';
import type { KubernetesObject } from '../kubernetes/index.ts';
import { encode } from '../kubernetes/json.ts';
import { listAt } from '../rsync/sync.ts';
import { sameAmount } from './quantity.ts';

/** The fields of a kind that are ours as a whole, beside labels, annotations and owner references. */
const owned: Readonly<Record<string, readonly string[]>> = {
  ConfigMap: ['data', 'binaryData'],
  Secret: ['data', 'type'],
  Role: ['rules'],
  RoleBinding: ['subjects', 'roleRef'],
};

/** Fields that cannot be changed once the object is there. */
const immutable: Readonly<Record<string, readonly string[]>> = { Secret: ['type'], RoleBinding: ['roleRef'] };

/** What has to be done so that `live` is as desired. */
export type Difference = 'none' | 'update' | 'replace';

/** How an object differs from what it should be in those of its fields that are ours. */
export function differenceOf(live: KubernetesObject, desired: KubernetesObject): Difference {
  const fixed = (immutable[desired.kind] ?? []).every((field) => same(live[field], desired[field]));
  if (!fixed || isOwnedByAnother(live, desired) || isImmutable(live)) return 'replace';
  const { labels, annotations, ownerReferences } = desired.metadata;
  const meta = covers(live.metadata, { labels, annotations });
  const references = ownerReferences === undefined || same(live.metadata['ownerReferences'], ownerReferences);
  const fields = (owned[desired.kind] ?? []).every((field) => same(live[field], desired[field]));
  const spec = desired.kind !== 'Deployment' || covers(live['spec'], desired['spec']);
  return meta && references && fields && spec ? 'none' : 'update';
}

/** A ConfigMap or Secret that somebody has made immutable. */
function isImmutable(live: KubernetesObject): boolean {
  return live['immutable'] === true;
}

/** Whether `live` was made for an RSync of the same name that is no more, and so waits to be collected. */
function isOwnedByAnother(live: KubernetesObject, desired: KubernetesObject): boolean {
  const uidOf = ({ metadata }: KubernetesObject) => listAt(metadata, 'ownerReferences')[0]?.['uid'];
  const uid = uidOf(live);
  return uid !== undefined && uidOf(desired) !== undefined && uid !== uidOf(desired);
}

/** `live` with those fields that are ours as desired, to be written back. */
export function corrected(live: KubernetesObject, desired: KubernetesObject): KubernetesObject {
  const { labels, annotations, ownerReferences } = desired.metadata;
  const metadata = {
    ...live.metadata,
    labels: { ...live.metadata.labels, ...labels },
    ...(annotations && { annotations: { ...live.metadata.annotations, ...annotations } }),
    ...(ownerReferences !== undefined && { ownerReferences }),
  };
  const fields = (owned[desired.kind] ?? []).map((field) => [field, desired[field]]);
  return { ...live, metadata, ...Object.fromEntries(fields) };
}

/** Where the API server writes amounts in its own way. */
const amounts: ReadonlySet<string> = new Set(['requests', 'limits']);

/** Whether every field of `desired` is in `live`; lists have to be of the same length. */
export function covers(live: unknown, desired: unknown, equals: typeof sameAmount = Object.is): boolean {
  if (desired === undefined) return true;
  if (Array.isArray(desired)) {
    return Array.isArray(live) && live.length === desired.length && desired.every((item, i) => covers(live[i], item));
  }
  if (!isPlainMap(desired)) return equals(live, desired);
  return Object.entries(desired).every(([key, value]) => {
    const own = isPlainMap(live) && Object.hasOwn(live, key) ? live[key] : undefined;
    return covers(own, value, amounts.has(key) ? sameAmount : equals);
  });
}

function same(a: unknown, b: unknown): boolean {
  return encode(filled(a)) === encode(filled(b));
}

function filled(value: unknown): unknown {
  return isPlainMap(value) && Object.keys(value).length === 0 ? null : (value ?? null);
}

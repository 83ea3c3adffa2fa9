import { createHash } from 'node:crypto';
import type { Owner } from './owner.ts';

/** The name of the reconciler's Deployment and ServiceAccount (Config Sync's core.RootReconcilerName and NsReconcilerName). */
export function reconcilerName({ kind, namespace, name }: Owner): string {
  if (kind === 'RootSync') return name === 'root-sync' ? 'root-reconciler' : `root-reconciler-${name}`;
  return name === 'repo-sync' ? `ns-reconciler-${namespace}` : `ns-reconciler-${namespace}-${name}-${name.length}`;
}

/** The name of what is ours beside a reconciler: its Role, and with `--mode=deployment` its Deployment and ServiceAccount. */
export function processName(owner: Owner): string {
  return `notification-${reconcilerName(owner)}`;
}

/**
 * The name of the copy of a RepoSync's ConfigMap or Secret. It does not begin as a reconciler's name does, since Config Sync
 * deletes what does and is not its own.
 */
export function copyName({ kind, namespace, name }: Owner, type: 'cm' | 'secret', source: string): string {
  const hash = createHash('sha1').update([kind, namespace, name, type, source].join(':')).digest('hex');
  return `notification-${hash}`;
}

/** Whether an object can have this name (DNS subdomain, RFC 1123). The API server takes others for paths below the resource. */
export function isObjectName(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name);
}

/** The Lease that the processes of one RSync hold in turns. */
export function leaseName({ kind, name }: Owner): string {
  return `notification-${kind.toLowerCase()}-${name}`;
}

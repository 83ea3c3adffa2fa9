import type { KubernetesObject } from '../kubernetes/index.ts';
import { conditionOf } from '../rsync/sync.ts';
import { workloadState } from './readiness.ts';
import { hasSubscriptions, isSubscribed } from './settings.ts';
import { runsProcess, type Wanted } from './wanted.ts';

/** How long a reconciler may be missing without a reason before the manager stands in for its sidecar, in milliseconds. */
const missingMs = 10_000;

/**
 * For how long the pod of an RSync must have been missing before the manager evaluates the RSync itself, in milliseconds: at once when
 * Config Sync says that there will be none, or that there will be none any more. Undefined when the sidecar does it.
 */
export function hostedAfter(wanted: Wanted, reconciler: KubernetesObject | undefined): number | undefined {
  if (!hasListeners(wanted)) return undefined;
  if (wanted.rsync.metadata.deletionTimestamp) return 0;
  const stalled = conditionOf(wanted.rsync, 'Stalled')?.['status'] === 'True';
  if (!reconciler || reconciler.metadata.deletionTimestamp) return stalled ? 0 : missingMs;
  return stalled && workloadState(reconciler) !== 'Running' ? 0 : undefined;
}

/** Whether a sidecar of the RSync would have somebody to tell. */
export function hasListeners(wanted: Wanted): boolean {
  const { options, rsync, sources } = wanted;
  if (options.mode !== 'sidecar' || !runsProcess(wanted) || !sources.configMap) return false;
  return isSubscribed(rsync) || hasSubscriptions(sources.configMap);
}

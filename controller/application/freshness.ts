import { layouts, parseTime } from '../../engine/go/time/index.ts';
import type { KubernetesObject } from '../kubernetes/index.ts';
import { at } from './fields.ts';

const finished: ReadonlySet<unknown> = new Set(['Failed', 'Error', 'Succeeded']);

/**
 * Whether the sync status was computed after the last operation ended; while it was not, it tells of the time before (argo-cd
 * `isAppSyncStatusRefreshed`).
 */
export function isSyncStatusFresh(application: KubernetesObject): boolean {
  if (!finished.has(at(application, 'status', 'operationState', 'phase'))) return true;
  const end = nanosecondsOf(at(application, 'status', 'operationState', 'finishedAt'));
  if (end === undefined) return false;
  const looks = ['reconciledAt', 'observedAt'].map((field) => nanosecondsOf(at(application, 'status', field)));
  return looks.some((look) => look !== undefined && end <= look);
}

/** Nanoseconds since the epoch of an RFC 3339 text, undefined for anything else. */
function nanosecondsOf(value: unknown): bigint | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return parseTime(layouts.rfc3339, value).unixNano;
  } catch {
    return undefined;
  }
}

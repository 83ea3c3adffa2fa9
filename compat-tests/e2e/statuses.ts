/** Statuses as Config Sync's processes write them: its reconciler's Syncing, its manager's Reconciling and Stalled. */

/** One error of a stage. */
export interface SyncError {
  readonly code: string;
  readonly errorMessage: string;
}

const time = '2025-11-20T09:00:30Z';
const git = {
  repo: 'https://git.example.com/platform/clusters',
  revision: 'HEAD',
  branch: 'main',
  dir: 'clusters/one',
};
const reconciling = { type: 'Reconciling', status: 'False', lastUpdateTime: time, lastTransitionTime: time };
const blank = { lastUpdate: null };

function stage(commit: string, errors: readonly SyncError[] = []): object {
  const errorSummary = summary(errors.length);
  return { commit, gitStatus: git, lastUpdate: time, errorSummary, ...(errors.length > 0 ? { errors } : {}) };
}

function summary(count: number): object {
  return count === 0 ? {} : { totalCount: count, errorCountAfterTruncation: count };
}

function syncing(fields: object): object {
  return { type: 'Syncing', status: 'False', lastUpdateTime: time, lastTransitionTime: time, ...fields };
}

/** A commit has been applied. */
export function synced(commit: string): object {
  const condition = syncing({ reason: 'Sync', message: 'Sync Completed', commit, errorSummary: {} });
  return {
    observedGeneration: 1,
    lastSyncedCommit: commit,
    conditions: [reconciling, condition],
    source: stage(commit),
    rendering: { ...stage(commit), message: 'Rendering skipped' },
    sync: stage(commit),
  };
}

/** A commit has been applied with errors; the one before it is the last that was synced. */
export function failed(commit: string, errors: readonly SyncError[], lastSyncedCommit?: string): object {
  const refs = { errorSourceRefs: ['status.sync.errors'], errorSummary: summary(errors.length) };
  const condition = syncing({ reason: 'Sync', message: 'Sync Completed', commit, ...refs });
  return {
    observedGeneration: 1,
    ...(lastSyncedCommit === undefined ? {} : { lastSyncedCommit }),
    conditions: [reconciling, condition],
    source: stage(commit),
    rendering: { ...stage(commit), message: 'Rendering skipped' },
    sync: stage(commit, errors),
  };
}

/** The source cannot be fetched, and no commit is known. */
export function unfetched(error: SyncError): object {
  const refs = { errorSourceRefs: ['status.source.errors'], errorSummary: summary(1) };
  return {
    observedGeneration: 1,
    conditions: [reconciling, syncing({ reason: 'Source', message: 'Source', ...refs })],
    source: { gitStatus: git, lastUpdate: time, errors: [error], errorSummary: summary(1) },
    rendering: blank,
    sync: blank,
  };
}

/** A commit has been fetched and is on its way. */
export function pending(commit: string): object {
  const condition = syncing({ status: 'True', reason: 'Rendering', message: 'Rendering skipped', commit });
  return {
    observedGeneration: 1,
    conditions: [reconciling, condition],
    source: stage(commit),
    rendering: { ...stage(commit), message: 'Rendering skipped' },
    sync: blank,
  };
}

/** The reconciler is being rolled out. */
export function rollingOut(): object {
  const condition = { ...reconciling, status: 'True', reason: 'Deployment', message: 'Available: 0/1' };
  return { observedGeneration: 1, conditions: [condition], source: blank, rendering: blank, sync: blank };
}

/** The manager has found the spec, or what it needs, to be amiss. */
export function stalled(message: string): object {
  const condition = {
    type: 'Stalled',
    status: 'True',
    reason: 'Validation',
    message,
    errorSummary: summary(1),
    lastUpdateTime: time,
    lastTransitionTime: time,
  };
  return { observedGeneration: 1, conditions: [condition], source: blank, rendering: blank, sync: blank };
}

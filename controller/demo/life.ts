/** One change of the demo's RootSync. */
export interface Step {
  /** What the timeline calls the state. */
  readonly state: string;
  /** `status` from now on; undefined leaves it as it is. */
  readonly status?: Readonly<Record<string, unknown>>;
  readonly deleted?: boolean;
}

export const repo = 'https://git.example.com/platform/fleet';

type Fields = Readonly<Record<string, unknown>>;

const commits = ['3f6b1c2d9e804a57b1d2c3e4f5061728394a5b6c', '8c41d7e0b25f4963a7e8f90112233445566778a9'] as const;
const deployment = 'config-management-system/root-reconciler';

function condition(type: string, status: 'True' | 'False', more: Fields = {}): Fields {
  return { type, status, ...more };
}

function stage(commit: string, errors: readonly Fields[] = []): Fields {
  const summary = errors.length === 0 ? {} : { totalCount: errors.length, errorCountAfterTruncation: errors.length };
  const gitStatus = { repo, branch: 'main', dir: 'clusters/prod', revision: 'HEAD' };
  return { commit, gitStatus, errorSummary: summary, ...(errors.length === 0 ? {} : { errors }) };
}

const settled = condition('Reconciling', 'False');

function syncing(commit: string, reason: string, message: string, lastSyncedCommit?: string): Fields {
  return {
    observedGeneration: 1,
    ...(lastSyncedCommit === undefined ? {} : { lastSyncedCommit }),
    source: stage(commit),
    conditions: [settled, condition('Syncing', 'True', { reason, message, commit })],
  };
}

function synced(commit: string): Fields {
  return {
    observedGeneration: 1,
    lastSyncedCommit: commit,
    source: stage(commit),
    rendering: { ...stage(commit), message: 'Rendering skipped' },
    sync: stage(commit),
    conditions: [settled, condition('Syncing', 'False', { reason: 'Sync', message: 'Sync Completed', commit })],
  };
}

const sourceError: Fields = {
  code: '2004',
  errorMessage: `KNV2004: error in the git-sync container: authentication failed for ${repo}`,
};

const failed: Fields = {
  ...synced(commits[0]),
  source: stage(commits[0], [sourceError]),
  conditions: [
    settled,
    condition('Syncing', 'False', {
      reason: 'Source',
      message: 'Source',
      commit: commits[0],
      errorSourceRefs: ['status.source.errors'],
      errorSummary: { totalCount: 1, errorCountAfterTruncation: 1 },
    }),
  ],
};

const stalled: Fields = {
  ...synced(commits[1]),
  conditions: [
    condition('Reconciling', 'True', { reason: 'Setup', message: 'Setup stalled' }),
    condition('Stalled', 'True', {
      reason: 'Deployment',
      message: `Deployment (${deployment}) Failed: Progress deadline exceeded`,
    }),
  ],
};

const reconciling: Fields = {
  observedGeneration: 1,
  conditions: [
    condition('Reconciling', 'True', {
      reason: 'Deployment',
      message: `Deployment (${deployment}) InProgress: Replicas: 0/1`,
    }),
  ],
};

/** The life of a RootSync, from its creation to its deletion, as Config Sync writes it. */
export const life: readonly Step[] = [
  { state: 'created' },
  { state: 'reconciling', status: reconciling },
  { state: 'syncing', status: syncing(commits[0], 'Source', 'Source') },
  { state: 'synced', status: synced(commits[0]) },
  { state: 'source error', status: failed },
  { state: 'syncing a new commit', status: syncing(commits[1], 'Sync', 'Syncing', commits[0]) },
  { state: 'synced again', status: synced(commits[1]) },
  { state: 'stalled', status: stalled },
  { state: 'deleted', deleted: true },
];

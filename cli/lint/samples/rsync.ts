import type { Sample } from './objects.ts';

type Fields = Readonly<Record<string, unknown>>;

const commit = '1b7e0a9c33d4';
const git = { repo: 'https://git.example/fleet', branch: 'main', dir: 'clusters/one', auth: 'none' };
const time = '2024-03-01T10:00:00Z';

function rsync(status?: Fields, metadata: Fields = {}): Fields {
  return {
    apiVersion: 'configsync.gke.io/v1beta1',
    kind: 'RootSync',
    metadata: {
      name: 'root-sync',
      namespace: 'config-management-system',
      uid: '2c5a1b0e-7d6f-4a0c-8f10-9b7a3f1d2e44',
      generation: 2,
      resourceVersion: '77',
      creationTimestamp: time,
      labels: {},
      annotations: {},
      ...metadata,
    },
    spec: { sourceType: 'git', sourceFormat: 'unstructured', git },
    ...(status && { status }),
  };
}

function condition(type: string, holds: boolean, more: Fields = {}): Fields {
  return {
    type,
    status: holds ? 'True' : 'False',
    reason: 'Sync',
    lastUpdateTime: time,
    lastTransitionTime: time,
    ...more,
  };
}

function stage(errors: readonly Fields[] = []): Fields {
  const count = errors.length;
  return {
    commit,
    lastUpdate: time,
    gitStatus: { repo: git.repo, branch: git.branch, dir: git.dir, revision: 'HEAD' },
    errorSummary: count === 0 ? {} : { totalCount: count, errorCountAfterTruncation: count, truncated: false },
    ...(count > 0 && { errors }),
  };
}

function status(conditions: readonly Fields[], stages: Fields = {}): Fields {
  return {
    observedGeneration: 2,
    reconciler: 'root-reconciler',
    lastSyncedCommit: commit,
    conditions,
    source: stage(),
    rendering: stage(),
    sync: stage(),
    ...stages,
  };
}

const settled = [condition('Reconciling', false), condition('Stalled', false)];
const errors = ['1021', '2009'].map((code) => ({ code, errorMessage: `KNV${code}: it cannot be applied` }));

/** RSyncs in the states that catalogs ask about. */
export const rsyncSamples: readonly Sample[] = [
  { title: 'an RSync without status', object: rsync(), complete: false },
  {
    title: 'an RSync whose reconciler is being set up',
    object: rsync({ observedGeneration: 1, conditions: [condition('Reconciling', true, { reason: 'Deployment' })] }),
    complete: false,
  },
  {
    title: 'an RSync that is stalled',
    object: rsync({ conditions: [condition('Stalled', true, { message: 'there is no such Secret' })] }),
    complete: false,
  },
  {
    title: 'an RSync that is syncing',
    object: rsync(status([...settled, condition('Syncing', true, { commit, message: 'Syncing' })])),
    complete: true,
  },
  {
    title: 'an RSync that is synced',
    object: rsync(status([...settled, condition('Syncing', false, { commit, message: 'Sync Completed' })])),
    complete: true,
  },
  {
    title: 'an RSync that failed to sync',
    object: rsync(
      status(
        [
          ...settled,
          condition('Syncing', false, {
            commit,
            message: 'Sync Completed With Errors',
            errorSourceRefs: ['SyncError'],
            errorSummary: { totalCount: 2 },
            errors,
          }),
        ],
        { sync: stage(errors) },
      ),
    ),
    complete: true,
  },
  {
    title: 'an RSync that is being deleted',
    object: rsync(
      status([
        ...settled,
        condition('ReconcilerFinalizerFailure', true, { errors }),
        condition('Syncing', false, { commit, message: 'Sync Completed' }),
      ]),
      { deletionTimestamp: time },
    ),
    complete: true,
  },
];

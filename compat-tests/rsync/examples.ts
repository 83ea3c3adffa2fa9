import type { KubernetesObject } from '../../controller/kubernetes/index.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Hours of one day, by which examples tell what came first. */
const at = (hour: number, minute = 0) =>
  `2026-03-04T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00Z`;

const [first, second] = ['5d1f0a9c3b7e42688a90b1c2d3e4f50617283940', 'c0ffee1234567890abcdef1234567890abcdef12'];
const digest = '7f'.repeat(32);
const git = { repo: 'https://git.example.com/shop/fleet', branch: 'main', dir: '/clusters/eu/', auth: 'none' };
const gitStatus = { repo: git.repo, branch: 'main', revision: 'HEAD', dir: 'clusters/eu' };

/** An RSync: a RootSync from Git, unless the rest says otherwise. */
function rsync(status: Fields | undefined, rest: Fields = {}, metadata: Fields = {}): KubernetesObject {
  return {
    apiVersion: 'configsync.gke.io/v1beta1',
    kind: 'RootSync',
    metadata: {
      name: 'fleet',
      namespace: 'config-management-system',
      uid: 'uid-fleet',
      generation: 1,
      creationTimestamp: at(8),
      managedFields: [{ manager: 'kubectl' }],
      ...metadata,
    },
    spec: { sourceFormat: 'unstructured', sourceType: 'git', git },
    ...rest,
    ...(status && { status: { observedGeneration: 1, reconciler: 'root-reconciler-fleet', ...status } }),
  };
}

/** What a stage says of a commit. */
function stage(
  commit: string,
  lastUpdate: string,
  errors: readonly string[] = [],
  more: Fields = { gitStatus },
): Fields {
  const listed = errors.map((errorMessage, i) => ({ code: `${1000 + i}`, errorMessage }));
  const errorSummary =
    errors.length === 0 ? {} : { totalCount: errors.length, errorCountAfterTruncation: errors.length };
  return { ...(commit && { commit }), lastUpdate, errorSummary, ...(errors.length > 0 && { errors: listed }), ...more };
}

function condition(type: string, status: 'True' | 'False', time: string, more: Fields = {}): Fields {
  return { type, status, lastUpdateTime: time, lastTransitionTime: time, ...more };
}

const settled = condition('Reconciling', 'False', at(8, 5));
const completed = (commit: string, time: string) =>
  condition('Syncing', 'False', time, { reason: 'Sync', message: 'Sync Completed', commit });

/** A status in which all three stages have come to a commit. */
function synced(commit: string, time: string, more: Fields = { gitStatus }): Fields {
  const same = stage(commit, time, [], more);
  const conditions = [settled, completed(commit, time)];
  return { lastSyncedCommit: commit, source: same, rendering: same, sync: same, conditions };
}

const tail = '\n\nFor more information, see https://g.co/cloud/acm-errors#knv2010';
const quoted = `KNV2010: unable to apply "Service \\"web\\"":\n\tthe path C:\\charts is\u0007 bad${tail}`;
const finalizing = { deletionTimestamp: at(12), finalizers: ['configsync.gke.io/reconciler'] };

/** RSyncs in the states that Config Sync brings them into, by what distinguishes them. */
export const examples: Readonly<Record<string, KubernetesObject>> = {
  'without a status': rsync(undefined),
  'of which only the name is known': {
    apiVersion: 'configsync.gke.io/v1beta1',
    kind: 'RootSync',
    metadata: { name: 'bare' },
  },
  'whose reconciler is being set up': rsync({
    conditions: [condition('Reconciling', 'True', at(8, 1), { reason: 'Deployment', message: 'Replicas: 0/1' })],
  }),
  'that syncs its first commit': rsync({
    source: stage(first, at(9)),
    conditions: [settled, condition('Syncing', 'True', at(9), { reason: 'Sync', message: 'Syncing', commit: first })],
  }),
  'that waits for its reconciler': rsync({ source: stage(first, at(9)), conditions: [settled] }),
  'synced from Git': rsync(synced(first, at(9)), {}, { labels: { team: 'shop' } }),
  'synced from Git at a tag, rendered': rsync(
    synced(first, at(9), { gitStatus: { ...gitStatus, revision: 'v1.2.3', dir: '.' } }),
    { spec: { git: { repo: git.repo, branch: 'main', revision: 'v1.2.3', auth: 'none' } } },
    { annotations: { 'configsync.gke.io/requires-rendering': 'true' } },
  ),
  'synced from an image': rsync(synced(digest, at(9), { ociStatus: { image: 'registry:5000/fleet:v3', dir: '.' } }), {
    spec: { sourceType: 'oci', oci: { image: 'registry:5000/fleet:v3', auth: 'none' } },
  }),
  'from an image by its digest': rsync(undefined, {
    spec: { sourceType: 'oci', oci: { image: `registry.example.com/fleet:v3@sha256:${digest}`, dir: 'eu' } },
  }),
  'synced from a chart': rsync(
    synced('ingress:4.1.0', at(9), { helmStatus: { repo: 'https://charts.example.com', chart: 'ingress' } }),
    {
      spec: {
        sourceType: 'helm',
        helm: {
          repo: 'https://charts.example.com',
          chart: 'ingress',
          version: '4.1.0',
          releaseName: 'edge',
          namespace: 'ingress',
          values: { replicas: 2, hosts: ['a.example.com'], tls: { on: true } },
        },
      },
    },
  ),
  'a RepoSync, synced': rsync(synced(first, at(9)), { kind: 'RepoSync' }, { name: 'repo-sync', namespace: 'shop' }),
  'whose source cannot be fetched': rsync({
    source: stage('', at(9), ['KNV2004: no such branch', 'KNV2004: tried twice']),
    conditions: [settled, condition('Syncing', 'False', at(9, 1), { reason: 'Source', message: 'Source' })],
  }),
  'whose source cannot be fetched any more': rsync({
    ...synced(first, at(9)),
    source: stage(second, at(10), ['KNV1021: no kind']),
    conditions: [
      settled,
      condition('Syncing', 'False', at(10, 1), { reason: 'Source', message: 'Source', commit: second }),
    ],
  }),
  'that cannot be rendered': rsync({
    source: stage(first, at(9)),
    rendering: stage(first, at(9, 2), ['KNV1068: kustomize build failed']),
    conditions: [settled, condition('Syncing', 'False', at(9, 3), { reason: 'Rendering', commit: first })],
  }),
  'that cannot be applied': rsync({
    ...synced(first, at(9)),
    source: stage(second, at(10)),
    rendering: stage(second, at(10)),
    sync: stage(second, at(10, 5), [quoted, 'KNV2009: another']),
    conditions: [settled, completed(second, at(10, 5))],
  }),
  'whose errors are left out': rsync({
    ...synced(first, at(9)),
    sync: { ...stage(first, at(9)), errorSummary: { totalCount: 7, truncated: true } },
  }),
  'whose apply error is of a former commit': rsync({
    source: stage(second, at(10)),
    rendering: stage(second, at(10)),
    sync: stage(first, at(9), ['KNV2009: former']),
    conditions: [settled, condition('Syncing', 'True', at(10), { reason: 'Sync', message: 'Syncing', commit: second })],
  }),
  'stalled by what its spec says': rsync({
    conditions: [
      condition('Stalled', 'True', at(8, 3), { reason: 'Validation', message: `KNV1061: "auth"\nis missing${tail}` }),
    ],
  }),
  'stalled by its Deployment': rsync({
    ...synced(first, at(9)),
    conditions: [
      condition('Reconciling', 'True', at(10), { reason: 'Setup', message: 'Setup stalled' }),
      condition('Stalled', 'True', at(10, 10), { reason: 'Deployment', message: 'Progress deadline exceeded' }),
    ],
  }),
  'whose spec has changed': rsync(
    {
      ...synced(first, at(9)),
      conditions: [condition('Reconciling', 'True', at(10), { reason: 'Deployment', message: 'Available: 0/1' })],
    },
    { spec: { git: { ...git, branch: 'next' } } },
    { generation: 2 },
  ),
  'whose reconciler restarts': rsync({
    ...synced(first, at(9)),
    conditions: [condition('Reconciling', 'True', at(10), { reason: 'Deployment', message: 'Available: 0/1' })],
  }),
  'being deleted': rsync(
    {
      ...synced(first, at(9)),
      conditions: [
        ...(synced(first, at(9))['conditions'] as Fields[]),
        condition('ReconcilerFinalizing', 'True', at(12), { message: 'deleting' }),
      ],
    },
    {},
    finalizing,
  ),
  'that cannot be deleted': rsync(
    {
      ...synced(first, at(9)),
      conditions: [
        settled,
        completed(first, at(9)),
        condition('ReconcilerFinalizing', 'True', at(12)),
        condition('ReconcilerFinalizerFailure', 'True', at(12, 5), {
          message: 'Failed to delete managed resource objects',
          errors: [{ code: '2015', errorMessage: 'KNV2015: "ns/web" is still there' }],
        }),
      ],
    },
    {},
    finalizing,
  ),
  'of values that are no such values': rsync({
    lastSyncedCommit: 7,
    source: { commit: null, lastUpdate: null, errorSummary: 'x', errors: 'none', gitStatus: [] },
    sync: 'fine',
    conditions: [null, 'x', { type: 'Syncing' }, { type: 'Stalled', status: true }],
  }),
};

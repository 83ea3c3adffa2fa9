import type { Sample } from './objects.ts';

type Fields = Readonly<Record<string, unknown>>;

const revision = '4f9d1c07be2a';
const source = { repoURL: 'https://git.example/shop/deploy.git', path: 'web', targetRevision: 'main' };

const conditions = ['SyncError', 'ComparisonError'].map((type) => ({
  type,
  message: 'it does not apply',
  lastTransitionTime: '2024-03-01T10:02:00Z',
}));
const resources = ['Service', 'Deployment'].map((kind) => ({ kind, name: 'web', status: 'Synced', message: 'fine' }));

function application(fields: { status?: Fields; metadata?: Fields; spec?: Fields }): Fields {
  const { status, metadata = {}, spec = { source } } = fields;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: 'web',
      namespace: 'argocd',
      uid: '6d0c9e2e-3c1f-4f4e-9d55-0f9f6a1f5a11',
      generation: 3,
      resourceVersion: '1042',
      creationTimestamp: '2024-03-01T09:00:00Z',
      labels: {},
      annotations: {},
      ...metadata,
    },
    spec: { project: 'default', destination: { server: 'https://kubernetes.default.svc', namespace: 'web' }, ...spec },
    ...(status && { status }),
  };
}

function operation(phase: string, more: Fields = {}): Fields {
  return {
    phase,
    message: 'all went as planned',
    startedAt: '2024-03-01T10:00:00Z',
    retryCount: 0,
    operation: { initiatedBy: { username: 'ana' }, sync: { revision } },
    syncResult: { revision, source, resources },
    ...(phase === 'Running' ? {} : { finishedAt: '2024-03-01T10:02:00Z' }),
    ...more,
  };
}

function status(fields: {
  sync?: string;
  health?: string;
  operationState?: Fields | undefined;
  more?: Fields;
}): Fields {
  const { sync = 'Synced', health = 'Healthy', operationState, more = {} } = fields;
  return {
    sync: { status: sync, revision, comparedTo: { source } },
    health: { status: health, message: 'as it should be', lastTransitionTime: '2024-03-01T10:03:00Z' },
    reconciledAt: '2024-03-01T10:05:00Z',
    observedAt: '2024-03-01T10:05:00Z',
    sourceType: 'Directory',
    summary: { images: ['registry.example/web:2'], externalURLs: ['https://web.example'] },
    resources: [{ kind: 'Service', name: 'web', status: sync, health: { status: health, message: 'fine' } }],
    history: [{ id: 1, revision, deployedAt: '2024-03-01T10:02:00Z', source }],
    ...(operationState && { operationState }),
    ...more,
  };
}

const fresh = { sync: { status: 'OutOfSync', revision }, health: { status: 'Missing' } };

/** Applications in the states that catalogs ask about. */
export const applicationSamples: readonly Sample[] = [
  { title: 'an Application without status', object: application({}), complete: false },
  { title: 'an Application that was never synced', object: application({ status: fresh }), complete: false },
  {
    title: 'an Application that is synced and healthy',
    object: application({ status: status({ operationState: operation('Succeeded') }) }),
    complete: true,
  },
  {
    title: 'an Application of several sources',
    object: application({
      spec: { sources: [source] },
      status: status({
        operationState: operation('Succeeded', { syncResult: { revisions: [revision], sources: [source], resources } }),
        more: { sync: { status: 'Synced', revisions: [revision], comparedTo: { sources: [source] } } },
      }),
    }),
    complete: true,
    rare: true,
  },
  {
    title: 'an Application that is being synced',
    object: application({
      status: status({ sync: 'OutOfSync', health: 'Progressing', operationState: operation('Running') }),
    }),
    complete: true,
  },
  ...['Failed', 'Error'].map((phase) => ({
    title: `an Application whose sync ended as ${phase}`,
    object: application({
      status: status({ sync: 'OutOfSync', operationState: operation(phase), more: { conditions } }),
    }),
    complete: true,
  })),
  {
    title: 'an Application that has degraded',
    object: application({ status: status({ health: 'Degraded', operationState: operation('Succeeded') }) }),
    complete: true,
  },
  {
    title: 'an Application of unknown state',
    object: application({
      status: status({
        sync: 'Unknown',
        health: 'Unknown',
        operationState: operation('Succeeded'),
        more: { conditions },
      }),
    }),
    complete: true,
  },
  {
    title: 'an Application that is being deleted',
    object: application({
      metadata: { deletionTimestamp: '2024-03-02T09:00:00Z' },
      status: status({ operationState: operation('Succeeded') }),
    }),
    complete: true,
  },
];

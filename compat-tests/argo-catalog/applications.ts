/** An Argo CD Application in one state, and what distinguishes it. */
export interface ApplicationState {
  readonly name: string;
  readonly object: Readonly<Record<string, unknown>>;
}

const phases = [undefined, 'Running', 'Terminating', 'Succeeded', 'Failed', 'Error'] as const;
const healths = [undefined, 'Healthy', 'Progressing', 'Degraded', 'Suspended', 'Missing', 'Unknown'] as const;
const syncs = [undefined, 'Synced', 'OutOfSync', 'Unknown'] as const;

const sources: Readonly<Record<string, object>> = {
  source: { source: { repoURL: 'https://git.example/shop/deploy.git', path: 'prod', targetRevision: 'main' } },
  sources: {
    sources: [
      { repoURL: 'git@git.example:shop/deploy.git', path: 'prod' },
      { repoURL: 'https://charts.example', chart: 'web' },
    ],
  },
  'no source': {},
};

const conditions: Readonly<Record<string, object>> = {
  'no conditions': {},
  conditions: {
    conditions: [
      { type: 'SyncError', message: 'one or more objects failed: "web" <b>\nand more' },
      { type: 'OrphanedResourceWarning', message: 'größe' },
    ],
  },
  'null conditions': { conditions: null },
};

const [started, finished] = ['2024-05-06T07:00:00Z', '2024-05-06T07:05:00Z'];
/** Since when the health is what it is: around what on-deployed compares it with. */
const transitions = [
  '2024-05-06T06:59:59Z',
  '2024-05-06T07:00:00Z',
  '2024-05-06T07:03:59Z',
  '2024-05-06T07:04:00Z',
  '2024-05-06T07:06:00Z',
  'soon',
  undefined,
] as const;

/** Applications in every combination of phase, health and sync status, and with every form of the rest. */
export function applicationStates(): ApplicationState[] {
  let turn = 0;
  const next = <T>(items: readonly T[]): T => items[turn++ % items.length] as T;
  const states = phases.flatMap((phase) =>
    healths.flatMap((health) =>
      syncs.map((sync) => {
        const transition = next(transitions);
        const [[source, spec], [condition, more]] = [
          next(Object.entries(sources)),
          next(Object.entries(conditions)),
        ] as [[string, object], [string, object]];
        const revision = next(['4f2a9c1', '', undefined]);
        const status = {
          ...(sync && { sync: { status: sync, ...(revision !== undefined && { revision }) } }),
          ...(health && { health: { status: health, ...(transition && { lastTransitionTime: transition }) } }),
          ...(phase && { operationState: operation(phase, next([0, 1, 2])) }),
          ...more,
        };
        const name = [
          phase ?? 'never synced',
          health ?? 'no health',
          sync ?? 'no sync',
          source,
          condition,
          transition ?? 'no transition',
        ].join(', ');
        return { name, object: application(spec, { status }) };
      }),
    ),
  );
  return [...states, ...transitions.map((transition) => deployed(transition)), ...oddStates()];
}

function operation(phase: string, form: number): object {
  const ended = phase === 'Running' ? {} : { finishedAt: finished };
  const syncResult = [{ syncResult: { revision: '4f2a9c1' } }, { syncResult: null }, {}][form];
  return { phase, startedAt: started, message: `the operation is ${phase}`, ...ended, ...syncResult };
}

function application(spec: object, rest: object, metadata: object = {}): Record<string, unknown> {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'guestbook', namespace: 'argocd', ...metadata },
    spec: { project: 'default', destination: { namespace: 'shop', server: 'https://kubernetes.default.svc' }, ...spec },
    ...rest,
  };
}

function deployed(transition: string | undefined): ApplicationState {
  const status = {
    sync: { status: 'Synced', revision: 'a1' },
    health: { status: 'Healthy', ...(transition && { lastTransitionTime: transition }) },
    operationState: operation('Succeeded', 0),
  };
  return { name: `deployed, healthy since ${transition}`, object: application(sources['source'] ?? {}, { status }) };
}

function oddStates(): ApplicationState[] {
  const deletionTimestamp = '2024-05-06T07:08:00Z';
  return [
    { name: 'new', object: application(sources['source'] ?? {}, {}) },
    { name: 'being deleted', object: application({}, {}, { deletionTimestamp }) },
    { name: 'null status', object: application({}, { status: null }) },
    { name: 'empty status', object: application({ source: null }, { status: {} }) },
    { name: 'text for a status', object: application({}, { status: 'fine' }) },
    { name: 'nulls', object: application({}, { status: { sync: null, health: null, operationState: null } }) },
    { name: 'numbers', object: application({}, { status: { operationState: { phase: 1 }, health: { status: 2.5 } } }) },
    { name: 'quotes', object: application({}, {}, { name: '"a"\\b\n' }) },
  ];
}

/** What is measured: every source over every environment, in turn. */
export interface Row {
  readonly name: string;
  readonly kind: 'expr' | 'compile' | 'template' | 'parse';
  readonly sources: readonly string[];
  readonly envs: readonly Readonly<Record<string, unknown>>[];
  /** How many times as fast as Go it has to be. */
  readonly least: number;
  /** What keeps it below the aim, for the report. */
  readonly note?: string;
}

const application = {
  metadata: { name: 'guestbook', namespace: 'argocd', labels: { team: 'shop' }, generation: 7 },
  spec: {
    project: 'default',
    source: { repoURL: 'https://git.example/shop/config.git', path: 'prod', targetRevision: 'HEAD' },
    destination: { namespace: 'shop', server: 'https://kubernetes.default.svc' },
  },
  status: {
    sync: { status: 'Synced', revision: '4f2a9c1' },
    health: { status: 'Healthy', lastTransitionTime: '2024-05-06T07:06:09Z' },
    operationState: {
      phase: 'Succeeded',
      startedAt: '2024-05-06T07:00:00Z',
      finishedAt: '2024-05-06T07:05:00Z',
      retryCount: 0,
      syncResult: { revision: '4f2a9c1', resources: [{ kind: 'Service', name: 'web', status: 'Synced' }] },
    },
    conditions: [
      { type: 'SyncError', message: 'one of the hooks failed', status: 'True' },
      { type: 'OrphanedResourceWarning', message: 'there is one orphan', status: 'False' },
      { type: 'Stalled', message: 'no progress', status: 'True' },
    ],
  },
};

const context = { argocdUrl: 'https://argocd.example', environment: 'production' };
const one = [{ app: application, context, serviceType: 'slack', recipient: 'shop-alerts' }];

const succeeded = `app.status.operationState.phase in ['Succeeded'] and app.status.health.status == 'Healthy'`;

const deployed = `app.status.operationState != nil and app.status.operationState.phase in ['Succeeded']
 and app.status.health.status == 'Healthy'
 and (!time.Parse(app.status.health.lastTransitionTime).Add(1 * time.Minute).Before(time.Parse(app.status.operationState.finishedAt))
  or time.Parse(app.status.health.lastTransitionTime).Before(time.Parse(app.status.operationState.startedAt)))`;

const overLists = `any(app.status.conditions, {.type contains 'Sync' and .status == 'True'}) and len(filter(app.status.conditions, {.status == 'True'})) == 2`;

const catalog = [
  succeeded,
  `app.status?.health?.status == 'Degraded'`,
  `app.status?.operationState?.phase in ['Error', 'Failed']`,
  `app.status?.operationState?.phase in ['Running']`,
  `app.status?.sync?.status == 'Unknown'`,
  `app.status?.operationState?.syncResult?.revision`,
  `app.status?.conditions != nil and any(app.status.conditions, {.type == 'Stalled'})`,
  `app.metadata?.labels?.team ?? 'nobody'`,
  `app.spec?.source != nil ? app.spec.source.repoURL : 'several'`,
  `(app.status?.operationState?.retryCount ?? 0) > 2`,
];

/** Objects that differ in which fields they have and in the order of these. */
function shapes(): Record<string, unknown>[] {
  return Array.from({ length: 64 }, (_, bits) => {
    const { metadata, spec, status } = application;
    const { operationState, conditions, ...rest } = status;
    const has = (bit: number) => (bits >> bit) % 2 === 1;
    const parts = {
      ...(has(0) ? { metadata: { ...metadata, annotations: { [`a${bits}`]: '1' } } } : { metadata: { name: 'bare' } }),
      ...(has(1) ? { spec } : { spec: { ...spec, source: null, sources: [] } }),
      status: {
        ...(has(2) ? { conditions } : {}),
        ...(has(3) ? { observed: bits } : {}),
        ...rest,
        operationState: has(4) ? operationState : { ...operationState, phase: 'Failed', retryCount: bits },
      },
      [`field${bits}`]: bits,
    };
    return { app: has(5) ? parts : Object.fromEntries(Object.entries(parts).reverse()), context };
  });
}

const message = `{{if eq .serviceType "slack"}}:rocket: {{end}}{{.app.metadata.name}} was rolled out at {{.app.status.operationState.finishedAt}}.
Details: {{.context.argocdUrl}}/applications/{{.app.metadata.name}}?operation=true
`;

const attachment = `[{
  "title": "{{.app.metadata.name}}",
  "title_link": "{{.context.argocdUrl}}/applications/{{.app.metadata.name}}",
  "color": "#2eb886",
  "fields": [
  {
    "title": "State",
    "value": "{{.app.status.sync.status}}",
    "short": true
  },
  {
    "title": {{- if .app.spec.source}} "Source"{{- else if .app.spec.sources}} "Sources"{{- end}},
    "value": {{- if .app.spec.source}} ":package: {{.app.spec.source.repoURL}}"{{- else if .app.spec.sources}} "{{- range $i, $source := .app.spec.sources}}{{if $i}}\\n{{end}}:package: {{$source.repoURL}}{{- end}}"{{- end}},
    "short": true
  }
  {{range $i, $condition := .app.status.conditions}}
  ,
  {
    "title": "{{$condition.type}}",
    "value": "{{$condition.message}}",
    "short": true
  }
  {{end}}
  ]
}]`;

export const rows: readonly Row[] = [
  { name: 'condition: `phase in [...] and status == ...`', kind: 'expr', sources: [succeeded], envs: one, least: 2 },
  {
    name: 'condition like on-deployed, with times',
    kind: 'expr',
    sources: [deployed],
    envs: one,
    least: 2,
    note: 'at least 2: times take most of it, read from texts and compared by their methods; tried: a reader for RFC 3339 alone, which is in',
  },
  { name: 'predicates over a list', kind: 'expr', sources: [overLists], envs: one, least: 2 },
  {
    name: '10 expressions in turn, 64 shapes',
    kind: 'expr',
    sources: catalog,
    envs: shapes(),
    least: 2,
    note:
      'at least 2: every object has a hidden class of its own, so reads miss the inline caches; tried: one closure for a ' +
      '`?.` chain, plain reads of names that no object inherits, run state only when a loop or variable needs it, telling ' +
      'plain objects by their constructor',
  },
  { name: 'message template', kind: 'template', sources: [message], envs: one, least: 2 },
  { name: 'Slack attachment template', kind: 'template', sources: [attachment], envs: one, least: 2 },
  { name: 'compiling the first condition', kind: 'compile', sources: [succeeded], envs: [{}], least: 1.5 },
  { name: 'parsing the attachment template', kind: 'parse', sources: [attachment], envs: [{}], least: 1.5 },
];

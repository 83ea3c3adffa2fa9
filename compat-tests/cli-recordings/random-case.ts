import type { Random } from '../fuzz/random.ts';

/** A ConfigMap and a command line about it. */
export interface RandomCase {
  readonly configMap: string;
  readonly args: readonly string[];
}

const names = ['a', 'on-x', 'é', '9', '10', 'X', 'a.b', '', 'yes', '1.5', '-'];
const expressions = [
  'true',
  '',
  'nil',
  '1',
  '"true"',
  'app.metadata.name == "shop"',
  'app.status.x.y',
  'len(app.metadata.name) > 2',
  'any(app.list, # > 1)',
  'app.n > 3 and\n  app.f < 2.5',
  'app.metadata.labels?.a ?? "d"',
  'app["metadata"]["name"] matches "^s"',
  'app.n in [3, 4, 5]',
  'app.metadata',
  'nope',
  'nope.x',
];
const messages = [
  'hi',
  '{{.app.metadata.name}}',
  '{{.app}}',
  '{{.app.f}} {{.app.n}} {{.app.big}} {{.app.t}} {{.app.nothing}}',
  '{{range .app.list}}{{.}},{{end}}',
  '{{.app.metadata | toJson}}',
  '{{.nope}}{{.nope.x.y}}',
  '{{upper .app.metadata.name}}\nline two 😀',
  '{{printf "%v %T" .app.f .app.f}}',
  'long '.repeat(40),
  '"quoted" \'single\' : #',
  '\ttab',
  '{{.recipient}}/{{.serviceType}}',
  '{{fail "x"}}',
  '{{index .app.list 9}}',
  ' lead',
  'trail ',
  '- list',
  'multi\n\nline\n',
  'a\u2028b',
];
const sections = [
  {},
  { email: { subject: '{{.app.metadata.name}}' } },
  { slack: { attachments: '[{"a": "{{.app.n}}"}]', groupingKey: 'x' } },
  { webhook: { w: { method: 'POST', body: '{"x": "{{.app.metadata.name}}"}', path: '/p' } } },
  { teams: { title: 't', facts: '[{"name": "a", "value": "{{.app.n}}"}]' } },
  { github: { status: { state: 'success', label: 'l', targetURL: 'u' } } },
  { opsgenie: { description: 'd' } },
  { pagerduty: { title: '{{.app.metadata.name}}', body: 'b' } },
];

/** What the command lines are about, in a file `app.json`. */
export const application = JSON.stringify({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'shop', labels: { a: 'b' } },
  n: 3,
  f: 1.5,
  big: 1_000_000,
  list: [1, 'x', null, 2.5],
  t: true,
  nothing: null,
  status: {},
});

function condition(random: Random): object {
  return {
    when: random.pick(expressions),
    ...(random.chance(0.7) && { send: Array.from({ length: random.below(3) }, () => random.pick(names)) }),
    ...(random.chance(0.5) && { oncePer: random.pick(expressions) }),
    ...(random.chance(0.2) && { description: random.pick(messages) }),
  };
}

function template(random: Random): object {
  return { ...(random.chance(0.8) && { message: random.pick(messages) }), ...random.pick(sections) };
}

function dataOf(random: Random): Record<string, string> {
  const data: Record<string, string> = {};
  for (let i = random.below(4); i > 0; i--) {
    const conditions = Array.from({ length: random.below(4) }, () => condition(random));
    data[`trigger.${random.pick(names)}`] = JSON.stringify(conditions);
  }
  for (let i = random.below(4); i > 0; i--) {
    data[`template.${random.pick(names)}`] = JSON.stringify(template(random));
  }
  return data;
}

/** A ConfigMap for a file `cm.yaml`, and something to do with it. */
export function randomCase(random: Random): RandomCase {
  const data = dataOf(random);
  const metadata = { name: 'argocd-notifications-cm' };
  const what = random.pick(['trigger', 'template'] as const);
  const keys = Object.keys(data).filter((key) => key.startsWith(`${what}.`));
  const key = keys.length > 0 && random.chance(0.9) ? random.pick(keys) : `${what}.${random.pick(names)}`;
  const flags = ['--config-map', 'cm.yaml', '--secret', ':empty'];
  const work = [what === 'trigger' ? 'run' : 'notify', ...flags, '--', key.slice(what.length + 1), 'app.json'];
  const get = ['get', '-o', random.pick(['json', 'yaml', 'wide', 'name']), ...flags];
  return {
    configMap: JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data }),
    args: [what, ...(random.chance(0.5) ? get : work)],
  };
}

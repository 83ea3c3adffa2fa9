import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createApi } from './api.ts';
import { type ParsedConfig, parseConfig } from './config.ts';
import { EngineError } from './errors.ts';
import { legacyDestinations } from './legacy.ts';
import { formatProblem } from './problem.ts';
import { HttpClient } from './services/http.ts';

function read(data: Record<string, string>, notifiers = ''): ParsedConfig {
  return parseConfig({ data }, { 'notifiers.yaml': notifiers }, { argo: true });
}

const deprecated = "config.yaml: Key 'config.yaml' in ConfigMap is deprecated, please migrate to new settings";
const deprecatedSecret = "notifiers.yaml: Key 'notifiers.yaml' in Secret is deprecated, please migrate to new settings";

describe('config.yaml', () => {
  it.each<[string, Record<string, string>, string, object]>([
    [
      'makes a trigger of its own',
      {},
      'triggers: [{name: t, condition: a == b, description: d, template: x}]',
      { t: [{ oncePer: '', when: 'a == b', description: 'd', send: ['x'] }] },
    ],
    [
      'changes the first condition of a trigger, and only what it says',
      { 'trigger.t': '- {when: w, oncePer: o, send: [s], description: d}\n- {when: second}' },
      'triggers: [{name: t, template: x, enabled: false}]',
      {
        t: [
          { oncePer: 'o', when: 'w', description: 'd', send: ['x'] },
          { oncePer: '', when: 'second', description: '', send: null },
        ],
      },
    ],
    [
      'fills a trigger without conditions',
      { 'trigger.t': '' },
      'triggers: [{name: t, condition: yes}]',
      { t: [{ oncePer: '', when: 'true', description: '', send: null }] },
    ],
  ])('%s', (_title, data, yaml, want) => {
    const { config, problems } = read({ ...data, 'config.yaml': yaml });
    expect(problems.map(formatProblem)).toEqual([deprecated]);
    expect(Object.fromEntries([...config.triggers].map(([name, { value }]) => [name, value]))).toEqual(want);
  });

  it('replaces a template of the same name entirely, subject and body in their new places', () => {
    const yaml =
      'templates: [{name: t, subject: s, body: b}, {name: u, message: m, email: {subject: x, body: b}, subject: z}]';
    const { config } = read({ 'template.t': 'message: old\nslack: {attachments: "[]"}', 'config.yaml': yaml });
    expect(config.templates.get('t')?.value).toMatchObject({
      message: 'b',
      email: { subject: 's', body: '' },
      slack: null,
    });
    expect(config.templates.get('u')?.value).toMatchObject({ message: 'm', email: { subject: 'z', body: 'b' } });
  });

  it.each<[string, string | undefined, (string[] | null)[] | undefined]>([
    ['absent subscriptions leave those there are', 'context: {}', [['slack:old']]],
    ['others replace them', 'subscriptions: [{recipients: [slack:new]}]', [['slack:new']]],
    ['so do none', 'subscriptions: []', []],
  ])('%s', (_title, yaml = '', want) => {
    const { config } = read({ subscriptions: '[{recipients: [slack:old]}]', 'config.yaml': yaml });
    expect(config.subscriptions?.map(({ recipients }) => recipients)).toEqual(want);
  });

  it('adds enabled triggers to the default ones, and its context to that of the ConfigMap', () => {
    const data = { defaultTriggers: '[a]', context: 'k: v\nl: old\no: 1', 'config.yaml': 'context: {l: new, m: null}' };
    const yaml = `${data['config.yaml']}\ntriggers: [{name: b, enabled: true}, {name: c}]`;
    const { config, context } = read({ ...data, 'config.yaml': yaml });
    expect(config.defaultTriggers).toEqual(['a', 'b']);
    expect({ ...context }).toEqual({ k: 'v', l: 'new', m: '', o: '1' });
  });

  it('that cannot be read is reported and leaves the rest', () => {
    const { config, problems } = read({ 'trigger.t': '', 'config.yaml': 'triggers: {}' });
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('is deprecated'),
      expect.stringMatching(/^error in unmarshaling legacy config: .*cannot unmarshal object into Go struct field /),
    ]);
    expect([...config.triggers.keys()]).toEqual(['t']);
  });
});

describe('notifiers.yaml', () => {
  it('replaces the services of its names', () => {
    const yaml =
      'slack: {token: legacy-token, username: argo}\nwebhook: [{name: hook, url: http://legacy}, {name: slack2}]';
    const { config, problems } = read({ 'service.slack': 'token: new', 'service.teams': '' }, yaml);
    expect(problems.map(formatProblem)).toEqual([deprecatedSecret]);
    expect([...config.services].map(([name, { type, options }]) => [name, type, options.value])).toEqual([
      ['slack', 'slack', { token: 'legacy-token', username: 'argo' }],
      ['teams', 'teams', null],
      ['hook', 'webhook', { name: 'hook', url: 'http://legacy' }],
      ['slack2', 'webhook', { name: 'slack2' }],
    ]);
    const { problems: unusable, api } = createApi(config, {
      getVariables: () => ({}),
      host: { http: new HttpClient() },
    });
    expect(unusable).toEqual([]);
    expect(api.serviceNames.sort()).toEqual(['hook', 'slack', 'slack2', 'teams']);
  });

  it('keeps its values out of errors and logs', () => {
    const { config } = read({}, 'slack: {token: legacy-token, username: argo}');
    expect(config.services.get('slack')?.options.secrets).toEqual(['legacy-token']);
  });

  it.each([
    ['slack: {token: [s3cr3t]}', 'cannot unmarshal array into Go struct field SlackOptions.slack.token of type string'],
    ['webhook: [{name: a, url: 5}]', 'cannot unmarshal number into Go struct field WebhookOptions.url of type string'],
    ['email: [s3cr3t', 'yaml: '],
  ])('that says %s is reported without what stands in it, and the others are used', (yaml, message) => {
    const { config, problems } = read({}, `${yaml}\ngrafana: {apiUrl: http://x}`);
    const texts = problems.map(formatProblem);
    expect(texts).toEqual([deprecatedSecret, expect.stringContaining(message)]);
    expect(texts[1]).toContain('error unmarshaling legacy services config: ');
    expect(texts.join()).not.toContain('s3cr3t');
    expect([...config.services.keys()]).toEqual(yaml.startsWith('email') ? [] : ['grafana']);
  });

  it('strictly, throws', () => {
    const parse = () => parseConfig({}, { 'notifiers.yaml': 'slack: []' }, { argo: true, strict: true });
    expect(parse).toThrow(EngineError);
    expect(parse).toThrow(/^error unmarshaling legacy services config: error unmarshaling JSON: /);
  });
});

it('are read on demand only: the engine itself knows no legacy keys', () => {
  const data = { 'config.yaml': 'triggers: [{name: t}]', context: '[' };
  const { config, problems, context } = parseConfig({ data }, { 'notifiers.yaml': 'slack: {}' });
  expect([config.triggers.size, config.services.size, problems, { ...context }]).toEqual([0, 0, [], {}]);
});

it('throw nothing but errors of the engine, whatever they say', () => {
  const item = fc.record(
    {
      name: fc.jsonValue(),
      template: fc.jsonValue(),
      condition: fc.string(),
      email: fc.jsonValue(),
      body: fc.string(),
    },
    { requiredKeys: [] },
  );
  const items = fc.oneof(fc.array(item, { maxLength: 2 }), fc.jsonValue());
  const legacy = fc.record(
    { triggers: items, templates: items, context: fc.jsonValue(), subscriptions: items, slack: item, webhook: items },
    { requiredKeys: [] },
  );
  const text = fc.oneof(legacy.map(JSON.stringify), fc.string());
  fc.assert(
    fc.property(text, text, (config, notifiers) => {
      const parsed = read({ 'config.yaml': config }, notifiers);
      createApi(parsed.config, { getVariables: () => ({}), host: { http: new HttpClient() } });
      try {
        parseConfig({ data: { 'config.yaml': config } }, { 'notifiers.yaml': notifiers }, { argo: true, strict: true });
      } catch (error) {
        expect(error).toBeInstanceOf(EngineError);
      }
    }),
    { numRuns: 300 },
  );
});

describe('legacyDestinations', () => {
  const key = 'recipients.argocd-notifications.argoproj.io';
  const slack = (recipient: string) => ({ service: 'slack', recipient });
  const defaults = { defaultTriggers: ['d1', 'd2'], serviceDefaultTriggers: new Map([['svc', ['s1']]]) };

  it.each([
    [
      { [`x.${key}`]: 'slack:a, email:b@c ,,grafana,slack:x:y' },
      {
        x: [slack('a'), { service: 'email', recipient: 'b@c' }, { service: 'grafana', recipient: '' }, slack('x')],
      },
    ],
    [{ [`a.b.${key}`]: 'slack:a' }, { 'a.b': [slack('a')] }],
    [{ [`...${key}`]: 'slack:a' }, { d1: [slack('a')], d2: [slack('a')] }],
    [{ [key]: 'slack:a,svc:b' }, { d1: [slack('a')], d2: [slack('a')], s1: [{ service: 'svc', recipient: 'b' }] }],
    [{ [`t.${key}`]: 'svc:b' }, { s1: [{ service: 'svc', recipient: 'b' }] }],
    [{ [`foo${key}`]: 'slack:b' }, { foo: [slack('b')] }],
    [{ [`${key}x`]: 'slack:b', [`t.${key}`]: ' , ' }, {}],
  ])('%j', (annotations, want) => {
    expect(Object.fromEntries(legacyDestinations(annotations, defaults))).toEqual(want);
  });
});

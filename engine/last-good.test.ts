import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Api, updateApi } from './api.ts';
import { parseConfig } from './config.ts';
import { EngineError } from './errors.ts';
import { formatProblem } from './problem.ts';
import { HttpClient } from './services/http.ts';

type Data = Readonly<Record<string, string>>;

const context = {
  signal: new AbortController().signal,
  log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
};

interface State {
  readonly api: Api | undefined;
  readonly problems: readonly string[];
}

function update(previous: Api | undefined, data: Data, secret: Data = {}, strict = false): State {
  const parsed = parseConfig({ data }, secret, { argo: true, strict });
  const options = { getVariables: () => ({}), host: { http: new HttpClient() }, strict };
  const { api, problems } = updateApi(previous, parsed, options);
  return { api, problems: problems.map((each) => formatProblem(each).split('\n')[0] ?? '') };
}

function after(...updates: readonly Data[]): State {
  return updates.reduce<State>(({ api }, data) => update(api, data), { api: undefined, problems: [] });
}

const good = {
  'trigger.t': '- {when: "true", send: [good]}',
  'template.t': 'message: good',
  'service.webhook.w': 'url: http://good',
  subscriptions: '[{recipients: [w:good]}]',
  defaultTriggers: '[good]',
  'defaultTriggers.w': '[good]',
};

const kept = /; the version of before stays in force$/;

/** What is in force of each item. */
async function inForce({ api }: State): Promise<Record<string, unknown>> {
  if (!api) return {};
  const failing = (run: Promise<unknown>) => run.catch((error: unknown) => (error as EngineError).message);
  const destination = { service: 'w', recipient: '' };
  return {
    'trigger.t': await failing(api.runTrigger('t', {}).then(([result]) => result?.templates)),
    'template.t': await failing(api.render({}, ['t'], destination).then(({ message }) => message)),
    'service.webhook.w': api.serviceNames.includes('w') && api.config.services.get('w')?.options.value,
    subscriptions: api.config.subscriptions?.map(({ recipients }) => recipients),
    defaultTriggers: api.config.defaultTriggers,
    'defaultTriggers.w': api.config.serviceDefaultTriggers.get('w'),
  };
}

describe('an update that breaks an item', () => {
  it.each([
    ['trigger.t', '- when: a ==', 'expression that does not compile'],
    ['trigger.t', 'when: true', 'a map instead of a list'],
    ['template.t', 'message: "{{.a"', 'template that does not compile'],
    ['template.t', 'message: "', 'no YAML'],
    ['service.webhook.w', 'url: [a]', 'options of another type'],
    ['service.webhook.w', 'a: b: c', 'no YAML'],
    ['subscriptions', '[{selector: a in b}]', 'no selector'],
    ['defaultTriggers', 'a: b', 'no list'],
    ['defaultTriggers.w', 'a: b', 'no list'],
  ])('leaves %s as it was and says so: %s (%s)', async (key, text) => {
    const before = await inForce(after(good));
    const broken = after(good, { ...good, [key]: text });
    expect(broken.problems).toEqual([expect.stringMatching(kept)]);
    expect(broken.problems[0]).toContain(key);
    expect(await inForce(broken)).toEqual(before);
  });

  it('leaves it so over further updates, while the others change', async () => {
    const broken = { ...good, 'trigger.t': '- when: a ==', 'template.t': 'message: changed' };
    const state = after(good, broken, { ...broken, 'trigger.t': '- when: b ==' });
    expect(state.problems).toEqual([expect.stringMatching(kept)]);
    expect(await inForce(state)).toMatchObject({ 'trigger.t': ['good'], 'template.t': 'changed' });
  });

  it('and is mended counts again', async () => {
    const mended = { ...good, 'trigger.t': '- {when: "true", send: [new]}' };
    const state = after(good, { ...good, 'trigger.t': '- when: a ==' }, mended);
    expect(state.problems).toEqual([]);
    expect(await inForce(state)).toMatchObject({ 'trigger.t': ['new'] });
  });

  it('brings no item back that is gone', async () => {
    const { 'trigger.t': _, ...without } = good;
    expect(await inForce(after(good, without))).toMatchObject({ 'trigger.t': "trigger 't' is not configured" });
    const state = after(good, without, { ...good, 'trigger.t': '- when: a ==' });
    expect(state.problems).toEqual([expect.not.stringMatching(kept)]);
  });

  it('says nothing of the kind about an item that never was usable', () => {
    expect(after({ 'trigger.t': '- when: a ==' }).problems).toEqual([expect.not.stringMatching(kept)]);
    expect(after(good, { ...good, 'trigger.u': '- when: a ==' }).problems).toEqual([expect.not.stringMatching(kept)]);
  });

  it('does not outdo another item of the same name', () => {
    const state = after(
      { 'service.webhook.w': 'url: http://old' },
      { 'service.slack.w': 'token: new', 'service.webhook.w': 'a: b: c' },
    );
    expect(state.api?.config.services.get('w')?.type).toBe('slack');
  });

  it('may be a Secret that a service cannot use', () => {
    const data = { 'service.github': 'appID: 1\ninstallationID: 2\nprivateKey: $key' };
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    const first = update(undefined, data, { key });
    const second = update(first.api, data, { key: 'nonsense' });
    expect([first.problems, second.api?.serviceNames]).toEqual([[], ['github']]);
    expect(second.problems).toEqual([expect.stringMatching(kept)]);
  });

  it('is not a key that the Secret lacks: that is a warning, and the service is used', () => {
    const { api, problems } = update(undefined, { 'service.slack': 'token: $tok\nusername: $tok' });
    expect(problems).toEqual(["service.slack: config referenced '$tok', but key does not exist in secret"]);
    expect(api?.serviceNames).toEqual(['slack']);
  });

  it('keeps what config.yaml gave', async () => {
    const legacy = { 'config.yaml': 'triggers: [{name: t, condition: "true", template: old, enabled: true}]' };
    const state = after(legacy, { 'config.yaml': 'triggers: [{name: t, condition: "a =="}]' });
    expect(state.problems).toEqual([expect.stringContaining('deprecated'), expect.stringMatching(kept)]);
    expect(await inForce(state)).toMatchObject({ 'trigger.t': ['old'], defaultTriggers: ['old'].map(() => 't') });
  });

  it('makes everything unusable when strict, as upstream has it', () => {
    const { api } = after(good);
    expect(() => update(api, { ...good, 'trigger.t': '- when: a ==' }, {}, true)).toThrow(EngineError);
  });
});

it('the text of several lines says it in the first', async () => {
  const state = after(good, { ...good, 'template.t': 'message: "{{.a"' });
  expect(state.problems).toEqual([
    expect.stringMatching(/^template\.t:1:\d+: template: t:1: unclosed action; the version of before stays in force$/),
  ]);
  const destination = { service: 'w', recipient: '' };
  await expect(state.api?.send({}, ['t'], { ...destination, service: 'x' }, context)).rejects.toThrow('not supported');
});

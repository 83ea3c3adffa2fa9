import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configMaps } from '../../controller/kubernetes/index.ts';
import { eventually, World } from './world.ts';

const prefix = 'notifications.configsync.gke.io';
let world: World;

beforeEach(async () => {
  world = await World.open();
});

afterEach(async () => {
  await world.close();
});

const kept = 'the version of before stays in force';

async function set(more: Readonly<Record<string, string>> = {}): Promise<void> {
  await world.secret({ token: 's3cr3t' });
  await world.configMap({
    'service.webhook.inbox': `url: ${world.receiver.url}\nheaders: [{name: Authorization, value: "Bearer $token"}]`,
    'trigger.t': '- {when: sync.status.lastSyncedCommit != nil, oncePer: sync.status.lastSyncedCommit, send: [t]}',
    'template.t': 'webhook: {inbox: {method: POST, body: good}}',
    ...more,
  });
  await world.rootSync({ [`${prefix}/subscribe.t.inbox`]: '' });
}

function problems(): string[] {
  return world.log.filter(({ fields }) => fields['event'] === 'problem').map(({ fields }) => String(fields['err']));
}

describe('an update of the ConfigMap that breaks an item', () => {
  it.each([
    ['template.t', 'webhook: {inbox: {method: POST, body: "{{.a"}}'],
    ['trigger.t', '- when: a =='],
    ['service.webhook.inbox', 'url: [a]'],
  ])('leaves %s in force as it was, says so, and takes it up again when mended', async (key, text) => {
    await set();
    await world.process();
    await world.synced('abc');
    await world.receiver.exactly(1);
    await world.configMap({ [key]: text });
    const { notificationError } = await world.notification((status) => status['notificationError'] !== undefined);
    expect(JSON.stringify(notificationError)).toContain(kept);
    expect(problems()).toEqual([expect.stringContaining(kept)]);
    await world.synced('def');
    const records = await world.receiver.exactly(2);
    expect(records.map(({ body, headers }) => [body, headers['authorization']])).toEqual([
      ['good', 'Bearer s3cr3t'],
      ['good', 'Bearer s3cr3t'],
    ]);
    await set({ 'template.t': 'webhook: {inbox: {method: POST, body: new}}' }).catch(() => undefined);
    await world.notification((status) => status['notificationError'] === undefined);
    await world.synced('ghi');
    expect((await world.receiver.exactly(3))[2]?.body).toBe('new');
  });

  it('makes all of it unusable under --strict-config', async () => {
    await set();
    await world.process('--strict-config');
    await world.synced('abc');
    await world.receiver.exactly(1);
    await world.configMap({ 'template.unused': 'message: "{{.a"' });
    const { notificationError } = await world.notification((status) => status['notificationError'] !== undefined);
    expect(JSON.stringify(notificationError)).not.toContain(kept);
    await world.synced('def');
    await world.receiver.exactly(1);
  });
});

describe('the keys of Argo CD', () => {
  it('that are deprecated count, and the warnings say that they are', async () => {
    await set({
      'config.yaml':
        'templates: [{name: t, webhook: {inbox: {method: POST, body: "{{.context.k}}"}}}]\ncontext: {k: legacy}',
    });
    await world.process();
    await world.synced('abc');
    expect((await world.receiver.exactly(1))[0]?.body).toBe('legacy');
    const { warnings } = await world.notification((status) => status['warnings'] !== undefined);
    expect(JSON.stringify(warnings)).toContain("Key 'config.yaml' in ConfigMap is deprecated");
  });

  it('context keeps its last good version', async () => {
    await set({ 'template.t': 'webhook: {inbox: {method: POST, body: "{{.context.k}}"}}', context: 'k: v' });
    await world.process();
    await world.synced('abc');
    await world.receiver.exactly(1);
    await world.configMap({ context: '[' });
    await eventually('the problem', () => problems().find((text) => text.startsWith('context') && text.includes(kept)));
    await world.synced('def');
    expect((await world.receiver.exactly(2))[1]?.body).toBe('v');
  });
});

it('a reference to a key that the Secret lacks is a warning, and the service is used as it is', async () => {
  await set({ 'service.webhook.inbox': `url: ${world.receiver.url}\nheaders: [{name: Authorization, value: $tok}]` });
  await world.process();
  await world.synced('abc');
  expect((await world.receiver.exactly(1))[0]?.headers['authorization']).toBe('$tok');
  const status = await world.notification(({ warnings }) => warnings !== undefined);
  expect(status['notificationError']).toBeUndefined();
  expect(JSON.stringify(status['warnings'])).toContain(
    "service.webhook.inbox: config referenced '$tok', but key does not exist in secret",
  );
});

it('a ConfigMap that is deleted takes its items with it', async () => {
  await set();
  await world.process();
  await world.synced('abc');
  await world.receiver.exactly(1);
  await world.client.delete(configMaps, { namespace: 'config-management-system', name: 'cm' });
  await world.notification((status) => JSON.stringify(status['notificationError'] ?? '').includes('not found'));
  await world.synced('def');
  await world.notification((status) => JSON.stringify(status['warnings'] ?? '').includes('is not configured'));
  await world.receiver.exactly(1);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually, rootSyncs, World } from './world.ts';

const prefix = 'notifications.configsync.gke.io';
const toInbox = { [`${prefix}/subscribe.on-synced.inbox`]: '' };
const stateKey = `notified.${prefix}`;

let world: World;

beforeEach(async () => {
  world = await World.open();
});

afterEach(async () => {
  await world.close();
});

function config(more: Readonly<Record<string, string | undefined>> = {}): Record<string, string | undefined> {
  return {
    'service.webhook.inbox': `
      url: ${world.receiver.url}
      headers: [{name: Authorization, value: "Bearer $token"}]
      retryWaitMin: 1000000
      retryWaitMax: 1000000
      retryMax: -1`,
    'trigger.on-synced': `
      - when: any(sync.status.conditions ?? [], {.type == 'Syncing' && .status == 'False'})
        oncePer: sync.status.lastSyncedCommit
        send: [synced]`,
    'template.synced': `
      message: "{{.sync.metadata.name}} is at {{call .utils.LastCommit}}"
      webhook: {inbox: {method: POST, path: hook, body: '{"text": "{{.sync.metadata.name}} {{.sync.status.lastSyncedCommit}}"}'}}`,
    ...more,
  };
}

async function set(more: Readonly<Record<string, string | undefined>> = {}): Promise<void> {
  await world.secret({ token: 's3cr3t' });
  await world.configMap(config(more));
  await world.rootSync(toInbox);
}

describe('delivery', () => {
  it('sends one request a commit, with the exact body, and remembers it over a restart', async () => {
    await set();
    const first = await world.process();
    await world.synced('abc');
    await world.receiver.exactly(1);
    await world.status({ observedGeneration: 2 });
    await world.synced('abc');
    await first.stop();
    await world.process();
    await world.receiver.exactly(1);
    await world.synced('def');
    const records = await world.receiver.exactly(2);
    expect(records.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
      { method: 'POST', path: '/hook', body: '{"text": "root-sync abc"}' },
      { method: 'POST', path: '/hook', body: '{"text": "root-sync def"}' },
    ]);
    expect(records[0]?.headers['authorization']).toBe('Bearer s3cr3t');
  });

  it('keeps the state in the annotation as Argo does, and touches no other annotation', async () => {
    await set();
    await world.process();
    await world.synced('abc');
    const state = await eventually(
      'the state annotation',
      async () => (await world.rsync()).metadata.annotations?.[stateKey],
    );
    expect(state).toMatch(/^\{"abc:on-synced:\[0\]\.[\w-]{27}:inbox:":\d{10}\}$/);
    expect((await world.rsync()).metadata.annotations).toEqual({ ...toInbox, [stateKey]: state });
  });

  it('merges its state into what another writer has changed meanwhile', async () => {
    await set();
    await world.process();
    world.server.faults.fail({
      method: 'PATCH',
      path: '/rootsyncs/root-sync?',
      status: 409,
      reason: 'Conflict',
      times: 2,
    });
    await world.synced('abc');
    await eventually('the state annotation', async () => (await world.rsync()).metadata.annotations?.[stateKey]);
    await world.receiver.exactly(1);
  });

  it('tries a failed receiver until it answers, and one that hangs up as well', async () => {
    await set();
    world.receiver.reply([500, 'close', 503]);
    await world.process();
    await world.synced('abc');
    const status = await world.notification(({ notificationError }) => Array.isArray(notificationError));
    expect(status['notificationError']).toEqual([
      {
        trigger: 'on-synced',
        service: 'inbox',
        message: 'root-sync is at abc',
        errorMessage: expect.stringMatching(/^failed to deliver notification on-synced to \{inbox \}: /),
        attempts: expect.any(Number),
        lastAttempt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        nextAttempt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      },
    ]);
    const records = await world.receiver.exactly(4);
    expect(new Set(records.map(({ body }) => body)).size).toBe(1);
    const healed = await world.notification(
      ({ notificationError, deliveries }) => !notificationError && deliveries !== undefined,
    );
    expect(healed['deliveries']).toEqual([
      {
        trigger: 'on-synced',
        service: 'inbox',
        alreadyNotified: true,
        deliveredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      },
    ]);
    expect(JSON.stringify(world.log)).not.toContain('s3cr3t');
  });

  it('does not lose the notification of a commit that the next one has overtaken', async () => {
    await set();
    world.receiver.reply([500]);
    await world.process();
    await world.synced('abc');
    await eventually('the first try', () => world.receiver.records[0]);
    await world.synced('def');
    const records = await world.receiver.exactly(3);
    expect(records.map(({ body }) => body).sort()).toEqual([
      '{"text": "root-sync abc"}',
      '{"text": "root-sync abc"}',
      '{"text": "root-sync def"}',
    ]);
  });

  it('notifies again when a condition without oncePer has cleared in between', async () => {
    await set({ 'trigger.on-synced': "- {when: sync.status.lastSyncedCommit == 'abc', send: [synced]}" });
    await world.process();
    await world.synced('abc');
    await world.receiver.exactly(1);
    await world.synced('def');
    await eventually('the cleared state', async () =>
      (await world.rsync()).metadata.annotations?.[stateKey] ? undefined : true,
    );
    await world.synced('abc');
    await world.receiver.exactly(2);
  });

  it('notifies again when such a condition has cleared while its notification was being sent', async () => {
    await set({ 'trigger.on-synced': "- {when: sync.status.lastSyncedCommit == 'abc', send: [synced]}" });
    await world.process();
    world.receiver.reply([{ status: 201, afterMs: 600 }]);
    await world.synced('abc');
    await eventually('a request', () => world.receiver.records[0]);
    await world.synced('def');
    await eventually('the delivery', () => world.log.find(({ fields }) => fields['event'] === 'delivered'));
    await world.synced('abc');
    await world.receiver.exactly(2);
  });

  it('does not try again what is no longer called for when it fails', async () => {
    await set({ 'trigger.on-synced': "- {when: sync.status.lastSyncedCommit == 'abc', send: [synced]}" });
    await world.process();
    world.receiver.reply([{ status: 500, afterMs: 600 }]);
    await world.synced('abc');
    await eventually('a request', () => world.receiver.records[0]);
    await world.synced('def');
    await eventually('the failure', () => world.log.find(({ fields }) => fields['event'] === 'failed'));
    await sleep(1_500);
    await world.receiver.exactly(1);
  });

  it('tells several recipients, each once, also under the prefix of Argo', async () => {
    await set();
    await world.annotate({
      [`${prefix}/subscribe.on-synced.inbox`]: 'a;b',
      'notifications.argoproj.io/subscribe.on-synced.inbox': 'b;c',
    });
    await world.process();
    await world.synced('abc');
    await world.receiver.exactly(3);
    const { deliveries } = await world.notification(
      (status) => (status['deliveries'] as unknown[] | undefined)?.length === 3,
    );
    expect((deliveries as { recipient: string }[]).map(({ recipient }) => recipient).sort()).toEqual(['a', 'b', 'c']);
  });
});

describe('deletion', () => {
  const deleted = {
    'trigger.on-synced':
      '- {when: sync.metadata.deletionTimestamp != nil, oncePer: sync.metadata.name, send: [synced]}',
  };

  it('is told once when a finalizer holds the object', async () => {
    await set(deleted);
    await world.process();
    await world.client.mergePatch(rootSyncs, (await world.rsync()).metadata, {
      metadata: { finalizers: ['example.com/hold'] },
    });
    await world.deleteRootSync();
    await world.receiver.exactly(1);
    await world.client.mergePatch(rootSyncs, (await world.rsync()).metadata, {
      metadata: { finalizers: null },
    });
    await world.receiver.exactly(1);
  });

  it('is told once when the object vanishes at once', async () => {
    await set(deleted);
    await world.process();
    await world.deleteRootSync();
    await world.receiver.exactly(1);
  });
});

describe('configuration', () => {
  it('takes effect at once when the ConfigMap appears, changes, or the Secret is rotated', async () => {
    await world.rootSync(toInbox);
    await world.process();
    await world.synced('abc');
    const { warnings, notificationError } = await world.notification((status) => status['warnings'] !== undefined);
    expect(JSON.stringify(warnings)).toContain("trigger 'on-synced' is not configured");
    expect(JSON.stringify(notificationError)).toContain('ConfigMap config-management-system/cm not found');
    await world.secret({ token: 'one' });
    await world.configMap(config());
    await world.receiver.exactly(1);
    await world.secret({ token: 'two' });
    await world.configMap({ 'template.synced': 'webhook: {inbox: {method: POST, body: changed}}' });
    await world.synced('def');
    const records = await world.receiver.exactly(2);
    expect(records.map(({ headers }) => headers['authorization'])).toEqual(['Bearer one', 'Bearer two']);
    expect(records[1]?.body).toBe('changed');
  });

  it('uses the good items beside a bad one, which it reports with its place', async () => {
    await set({ 'template.bad': 'message: "{{.a"', 'trigger.worse': '- when: a ==', 'service.nosuch': '' });
    await world.process();
    await world.synced('abc');
    await world.receiver.exactly(1);
    const { notificationError } = await world.notification((status) => status['notificationError'] !== undefined);
    const texts = (notificationError as { errorMessage: string }[]).map(
      ({ errorMessage }) => errorMessage.split('\n')[0],
    );
    expect(texts).toEqual([
      expect.stringMatching(/^service\.nosuch.*service type 'nosuch' is not supported/),
      expect.stringMatching(/^template\.bad:1:\d+: template: bad:1: unclosed action/),
      expect.stringMatching(/^trigger\.worse:1:\d+: unexpected token EOF/),
    ]);
  });

  it('uses nothing of it under --strict-config', async () => {
    await set({ 'template.bad': 'message: "{{.a"' });
    await world.process('--strict-config');
    await world.synced('abc');
    await world.notification((status) => JSON.stringify(status['notificationError'] ?? '').includes('unclosed action'));
    expect(world.receiver.records).toEqual([]);
    await world.configMap({ 'template.bad': undefined });
    await world.receiver.exactly(1);
  });

  it('reports unknown triggers, templates and services, and recovers', async () => {
    await set({ 'trigger.on-synced': '- {when: "true", oncePer: "1", send: [sinced]}' });
    await world.annotate({ [`${prefix}/subscribe.on-synced.outbox`]: '', [`${prefix}/subscribe.on-sinced.inbox`]: '' });
    await world.process();
    const status = await world.notification(
      ({ notificationError }) => (notificationError as unknown[] | undefined)?.length === 2,
    );
    expect(JSON.stringify(status['notificationError'])).toContain("template 'sinced' is not supported");
    expect(JSON.stringify(status['notificationError'])).toContain("did you mean 'synced'?");
    expect(JSON.stringify(status['warnings'])).toContain("trigger 'on-sinced' is not configured");
    await world.annotate({ [`${prefix}/subscribe.on-synced.outbox`]: null });
    await world.configMap({ 'trigger.on-synced': '- {when: "true", oncePer: "1", send: [synced]}' });
    await world.receiver.exactly(1);
  });
});

describe('the API server', () => {
  it('may refuse, break off and restart; the process goes on by itself', async () => {
    await set();
    world.server.faults.fail({ status: 401, reason: 'Unauthorized', message: 'Unauthorized', times: 3 });
    await world.process();
    expect(world.log.filter(({ level }) => level === 'warn').map(({ fields }) => fields['code'])).toContain(
      'Unauthorized',
    );
    await world.synced('abc');
    await world.receiver.exactly(1);
    await world.server.stop();
    await world.server.start();
    await world.synced('def');
    await world.receiver.exactly(2);
  });

  it('may refuse to save the state: nothing is sent twice meanwhile, and it is saved later', async () => {
    await set();
    await world.process('--resync-period=1s');
    world.server.faults.fail({
      method: 'PATCH',
      path: '/rootsyncs/root-sync?',
      status: 403,
      reason: 'Forbidden',
      message: 'no',
      times: 3,
    });
    await world.synced('abc').catch(() => undefined);
    await world.synced('abc').catch(() => undefined);
    await world.receiver.exactly(1);
    await eventually('the state annotation', async () => (await world.rsync()).metadata.annotations?.[stateKey]);
    await world.receiver.exactly(1);
  });
});

it('finishes the delivery under way when it is stopped', async () => {
  await set();
  const notification = await world.process();
  await world.synced('abc');
  await eventually('the request', () => world.receiver.records[0]);
  await notification.stop();
  expect((await world.rsync()).metadata.annotations?.[stateKey]).toContain('abc:on-synced');
});

import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coreEvents, leases } from '../../controller/kubernetes/index.ts';
import { eventually, World } from './world.ts';

const prefix = 'notifications.configsync.gke.io';
const stateKey = `notified.${prefix}`;
const namespace = 'config-management-system';

let world: World;

beforeEach(async () => {
  world = await World.open();
  await world.secret({ token: 's3cr3t' });
  await world.configMap({
    'service.webhook.inbox': `{url: "${world.receiver.url}", retryMax: -1}`,
    'trigger.on-synced':
      '- {when: sync.status.lastSyncedCommit != nil, oncePer: sync.status.lastSyncedCommit, send: [synced]}',
    'template.synced': 'message: "{{.sync.status.lastSyncedCommit}}"',
  });
  await world.rootSync({ [`${prefix}/subscribe.on-synced.inbox`]: '' });
});

afterEach(async () => {
  await world.close();
});

function events(reason: string): Promise<readonly Record<string, unknown>[]> {
  return eventually(`an Event ${reason}`, async () => {
    const { items } = await world.client.list(coreEvents, { namespace });
    const found = items.filter((event) => event['reason'] === reason);
    return found.length > 0 ? found : undefined;
  });
}

function fetchText(url: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    get(url, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    }).on('error', reject);
  });
}

describe('a notification that is given up', () => {
  it.each([
    'resource',
    'notification',
  ])('is in the status and an Event, and one annotation tries it again, with the state on the %s', async (store) => {
    world.receiver.reply([500, 500]);
    await world.process('--max-attempts=2', `--state-store=${store}`);
    await world.synced('abc');
    const { notificationError } = await world.notification((status) => JSON.stringify(status).includes('given up'));
    expect(JSON.stringify(notificationError)).toContain(
      'given up after 2 tries: failed to deliver notification on-synced to {inbox }',
    );
    expect(notificationError).toMatchObject([{ trigger: 'on-synced', service: 'inbox', attempts: 2, givenUp: true }]);
    await events('NotificationGivenUp');
    await world.receiver.exactly(2);
    await world.annotate({ [`${prefix}/retry`]: '1' });
    await world.receiver.exactly(3);
    await world.notification(({ notificationError: errors, deliveries }) => !errors && deliveries !== undefined);
  });

  it('is told when it recovers', async () => {
    world.receiver.reply([500]);
    await world.process();
    await world.synced('abc');
    const [failed] = await events('NotificationFailed');
    expect(failed?.['involvedObject']).toMatchObject({ kind: 'RootSync', name: 'root-sync' });
    await events('NotificationRecovered');
  });
});

describe('two processes', () => {
  it('send each notification once, and one follows the other', async () => {
    const first = await world.process();
    const second = await world.process();
    await world.synced('abc');
    await world.receiver.exactly(1);
    await first.stop();
    await world.synced('def');
    await world.receiver.exactly(2);
    await second.stop();
    const lease = await world.client.get(leases, { namespace, name: 'notification-rootsync-root-sync' });
    expect(lease['spec']).toMatchObject({ holderIdentity: '', leaseTransitions: 1 });
  });

  it('both send without the election, as upstream does', async () => {
    await world.process('--leader-elect=false');
    await world.process('--leader-elect=false');
    await world.synced('abc');
    await eventually('both requests', () => (world.receiver.records.length === 2 ? true : undefined));
  });
});

it('keeps the state on the Notification when told to, and leaves the RSync alone', async () => {
  const first = await world.process('--state-store=notification');
  await world.synced('abc');
  await world.receiver.exactly(1);
  await world.notification(({ deliveries }) => deliveries !== undefined);
  await first.stop();
  await world.process('--state-store=notification');
  await world.receiver.exactly(1);
  expect((await world.rsync()).metadata.annotations).not.toHaveProperty(stateKey);
});

it('serves metrics and health, which hold no secret', async () => {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  world.receiver.reply([500]);
  await world.process(`--metrics-port=${port}`);
  await world.synced('abc');
  await world.receiver.exactly(2);
  const { text } = await fetchText(`http://127.0.0.1:${port}/metrics`);
  const lines = text.split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      '# HELP configsync_notifications_deliveries_total Number of delivered notifications.',
      'configsync_notifications_deliveries_total{trigger="on-synced",service="inbox",succeeded="false"} 1',
      'configsync_notifications_deliveries_total{trigger="on-synced",service="inbox",succeeded="true"} 1',
      'configsync_notifications_delivery_failures_total{service="inbox",reason="send"} 1',
      'configsync_notifications_config_valid 1',
      'configsync_notifications_leader 1',
    ]),
  );
  expect(
    lines.find((line) =>
      line.startsWith('configsync_notifications_trigger_eval_total{name="on-synced",triggered="true"}'),
    ),
  ).toBeDefined();
  expect(text).not.toContain('s3cr3t');
  expect(await fetchText(`http://127.0.0.1:${port}/healthz`)).toEqual({ status: 200, text: 'ok\n' });
  expect(await fetchText(`http://127.0.0.1:${port}/readyz`)).toEqual({ status: 200, text: 'ok\n' });
  expect((await fetchText(`http://127.0.0.1:${port}/nope`)).status).toBe(404);
});

it('evaluates an unchanged RSync no more, and logs nothing about it', async () => {
  await world.process('--resync-period=100ms');
  await world.synced('abc');
  await world.receiver.exactly(1);
  await eventually('the state', async () => (await world.rsync()).metadata.annotations?.[stateKey]);
  const before = world.log.length;
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(world.log.slice(before)).toEqual([]);
});

describe('a process that ended without having saved what it sent', () => {
  const lease = { namespace, name: 'notification-rootsync-root-sync' };
  let journal: string;

  beforeEach(async () => {
    journal = join(mkdtempSync(join(tmpdir(), 'operation-')), 'journal');
    world.server.faults.fail({
      method: 'PATCH',
      path: '/rootsyncs/root-sync?',
      status: 500,
      reason: 'InternalError',
      message: 'no',
    });
    const first = await world.process(`--journal=${journal}`);
    await world.synced('abc');
    await eventually('a state that is not saved', () => world.log.find(({ fields }) => fields['event'] === 'unsaved'));
    world.server.faults.fail({ method: 'PUT', path: '/leases/', status: 500, reason: 'InternalError', message: 'no' });
    await first.stop();
    world.server.faults.clear();
    await world.receiver.exactly(1);
  });

  afterEach(() => rmSync(dirname(journal), { recursive: true }));

  it('is followed at once by one with its journal, which repeats nothing', async () => {
    const second = await world.process(`--journal=${journal}`);
    expect(second.idle || (await eventually('leading', () => (second.idle ? true : undefined)))).toBe(true);
    await eventually('the state', async () => (await world.rsync()).metadata.annotations?.[stateKey]);
    await world.receiver.exactly(1);
    const { spec } = await world.client.get(leases, lease);
    expect(spec).toMatchObject({ leaseTransitions: 0 });
  });

  it('is followed by one that does not believe its journal when another has led meanwhile', async () => {
    const { metadata, spec } = await world.client.get(leases, lease);
    await world.client.update(leases, { metadata, spec: { ...(spec as object), holderIdentity: '' } });
    await world.process(`--journal=${journal}`);
    await world.receiver.exactly(2);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conditionKey } from '../../engine/triggers.ts';
import { eventually, World } from './world.ts';

const prefix = 'notifications.configsync.gke.io';
const namespace = 'config-management-system';
const central = { namespace: 'central', name: 'cm' };
const when = 'sync.status.lastSyncedCommit != nil';
const condition = conditionKey(0, when);
const enabled = ['--config-namespace=central', '--self-service-notification-enabled'];

let world: World;

beforeEach(async () => {
  world = await World.open();
  await world.secret({ token: 'central' }, { namespace: 'central', name: 'secret' });
  await world.secret({ token: 'own' });
});

afterEach(async () => {
  await world.close();
});

function config(name: string): Record<string, string> {
  return {
    'service.webhook.inbox': `{url: "${world.receiver.url}/${name}", retryMax: -1, headers: [{name: Token, value: $token}]}`,
    'trigger.on-synced': `- {when: ${when}, oncePer: sync.status.lastSyncedCommit, send: [synced]}`,
    'template.synced': `webhook: {inbox: {method: POST, body: '${name} {{.secrets}}'}}`,
  };
}

async function stateKeys(count: number): Promise<string[]> {
  return await eventually('the state', async () => {
    const keys = Object.keys(JSON.parse((await world.rsync()).metadata.annotations?.[`notified.${prefix}`] ?? '{}'));
    return keys.length === count ? keys.sort() : undefined;
  });
}

const subscribed = { [`${prefix}/subscribe.on-synced.inbox`]: '' };

describe("with self-service, the configuration of an object's own namespace", () => {
  it('and the central one both notify, each with its services and Secret, under state keys of its own, and withhold the variable secrets', async () => {
    await world.configMap(config('central'), central);
    await world.configMap(config('own'));
    await world.rootSync(subscribed);
    await world.process(...enabled);
    await world.synced('abc');
    const records = await world.receiver.exactly(2);
    expect(records.map(({ path, body, headers }) => `${path} ${body} ${headers['token']}`).sort()).toEqual([
      '/central central <no value> central',
      '/own own <no value> own',
    ]);
    expect(await stateKeys(2)).toEqual([
      `abc:${namespace}:on-synced:${condition}:inbox:`,
      `abc:on-synced:${condition}:inbox:`,
    ]);
    const { deliveries } = await world.notification(
      (status) => JSON.stringify(status['deliveries'] ?? '').length > 100,
    );
    expect(deliveries).toHaveLength(2);
  });

  it('and the central one need not have the same triggers: only one that both lack is worth a warning', async () => {
    const { 'trigger.on-synced': _, ...rest } = config('central');
    await world.configMap(rest, central);
    await world.configMap(config('own'));
    await world.rootSync({ ...subscribed, [`${prefix}/subscribe.on-nothing.inbox`]: '' });
    await world.process(...enabled);
    await world.synced('abc');
    await world.receiver.exactly(1);
    const { warnings } = await world.notification((status) => status['warnings'] !== undefined);
    expect(warnings).toEqual([{ trigger: 'on-nothing', errorMessage: expect.stringContaining('is not configured') }]);
    expect(world.log.filter(({ fields }) => fields['event'] === 'warning')).toHaveLength(1);
  });

  it('and the central one need not have the same services: one that only one has is tried by that one alone', async () => {
    const { 'service.webhook.inbox': _, ...rest } = config('central');
    await world.configMap(rest, central);
    await world.configMap(config('own'));
    await world.rootSync({ ...subscribed, [`${prefix}/subscribe.on-synced.nowhere`]: '' });
    await world.process(...enabled);
    await world.synced('abc');
    await world.receiver.exactly(1);
    const { notificationError } = await world.notification((status) => status['notificationError'] !== undefined);
    const failed = (notificationError as { service?: string }[]).flatMap(({ service = [] }) => service);
    expect(new Set(failed)).toEqual(new Set(['nowhere']));
  });

  it('takes effect as it appears, changes and goes; what is wrong with it names its namespace', async () => {
    await world.configMap({}, central);
    await world.rootSync(subscribed);
    await world.process(...enabled);
    await world.synced('abc');
    world.receiver.reply([500]);
    await world.configMap(config('own'));
    await world.notification((status) =>
      JSON.stringify(status['notificationError'] ?? '').includes(
        `{inbox } using the configuration in namespace ${namespace}: `,
      ),
    );
    await world.receiver.exactly(2);
    await world.configMap({ 'template.bad': 'message: "{{.a"' });
    await world.notification((status) =>
      JSON.stringify(status['notificationError'] ?? '').includes(`namespace ${namespace}: template.bad:1:`),
    );
    await world.deleteConfigMap();
    await world.notification(({ notificationError }) => notificationError === undefined);
    await world.synced('def');
    await world.receiver.exactly(2);
  });

  it('is read before any object is looked at, however long that takes', async () => {
    await world.configMap({}, central);
    await world.configMap(config('own'));
    await world.rootSync(subscribed);
    await world.synced('abc');
    const path = `/namespaces/${namespace}/configmaps?`;
    world.server.faults.fail({ path, status: 500, reason: 'InternalError', message: 'not yet', times: 2 });
    await world.process(...enabled);
    await world.receiver.exactly(1);
    const events = world.log.map(({ fields }) => fields['event']);
    expect(events.filter((event) => event === 'api')).not.toEqual([]);
    expect(events).not.toContain('warning');
    expect(events.lastIndexOf('configured')).toBeLessThan(events.indexOf('holds'));
  });

  it('is not read without it', async () => {
    await world.configMap(config('central'), central);
    await world.configMap(config('own'));
    await world.rootSync(subscribed);
    await world.process('--config-namespace=central');
    await world.synced('abc');
    const [record] = await world.receiver.exactly(1);
    expect(record?.body).toBe('central map[token:[99 101 110 116 114 97 108]]');
    expect(await stateKeys(1)).toEqual([`abc:on-synced:${condition}:inbox:`]);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conditionKey } from '../../engine/triggers.ts';
import { eventually, World } from './world.ts';

const prefix = 'notifications.configsync.gke.io';

let world: World;

beforeEach(async () => {
  world = await World.open();
  await world.secret({});
});

afterEach(async () => {
  await world.close();
});

async function set(trigger: string, recipients = ''): Promise<void> {
  await world.configMap({
    'service.webhook.inbox': `{url: "${world.receiver.url}", retryMax: -1}`,
    'trigger.on-synced': trigger,
    'template.synced': "webhook: {inbox: {method: POST, body: '{{.sync.metadata.name}} {{.recipient}}'}}",
  });
  await world.rootSync({ [`${prefix}/subscribe.on-synced.inbox`]: recipients });
}

async function keys(): Promise<string[]> {
  return Object.keys(JSON.parse((await world.rsync()).metadata.annotations?.[`notified.${prefix}`] ?? '{}'));
}

const hasWarned = () => eventually('a warning', () => world.log.find(({ fields }) => fields['event'] === 'warning'));

describe('a failed send of a condition with oncePer', () => {
  const trigger =
    '- {when: sync.status.lastSyncedCommit != nil, oncePer: sync.status.lastSyncedCommit, send: [synced]}';

  it('is lost with --as-upstream=failed-sends, which its log, an Event and the state say', async () => {
    await set(trigger);
    world.receiver.reply([500]);
    await world.process('--as-upstream=failed-sends');
    await world.synced('abc');
    await eventually('the state', async () => (await keys()).length === 1 || undefined);
    expect(world.log.filter(({ fields }) => fields['event'] === 'lost')).toHaveLength(1);
    await sleep(1_500);
    await world.receiver.exactly(1);
  });
});

describe('more than 100 notifications that hold', () => {
  const recipients = Array.from({ length: 120 }, (_, i) => `r${i}`).join(';');
  const trigger = '- {when: sync.status.lastSyncedCommit != nil, send: [synced]}';

  it('are sent again and again with --as-upstream=state-limit', async () => {
    await set(trigger, recipients);
    await world.process('--as-upstream=state-limit');
    await world.synced('abc');
    await eventually('repetitions', () => world.receiver.records.length > 140 || undefined);
    expect(new Set(world.receiver.bodies).size).toBe(120);
    expect((await keys()).length).toBeLessThanOrEqual(100);
  });

  it('are sent once otherwise, and all are in the state', async () => {
    await set(trigger, recipients);
    await world.process();
    await world.synced('abc');
    await world.receiver.exactly(120);
    expect(await keys()).toHaveLength(120);
  });
});

describe('a when that cannot be evaluated for a while', () => {
  const trigger = "- {when: sync.status.phase.name == 'done', send: [synced]}";

  it.each([
    ['notifies again with --as-upstream=failed-conditions', ['--as-upstream=failed-conditions'], 2],
    ['changes nothing otherwise, and is told of once', [], 1],
  ])('%s', async (_what, flags, count) => {
    await set(trigger);
    await world.process(...flags, '--resync-period=100ms');
    await world.status({ phase: { name: 'done' } });
    await world.receiver.exactly(1);
    await world.status({ phase: null, seen: 1 });
    await hasWarned();
    await world.status({ seen: 2 });
    await eventually('its end', async () => (count === 1 || (await keys()).length === 0 ? true : undefined));
    await world.status({ phase: { name: 'done' } });
    await world.receiver.exactly(count);
    await world.notification((status) => status['warnings'] === undefined);
    await world.status({ phase: null, seen: 3 });
    await world.notification((status) => status['warnings'] !== undefined);
    expect(world.log.filter(({ fields }) => fields['event'] === 'warning')).toHaveLength(1);
  });
});

describe('a oncePer that cannot be evaluated', () => {
  const when = "sync.status.phase == 'done'";
  const trigger = `- {when: ${when}, oncePer: sync.status.result.revision, send: [synced]}`;

  it('is sent without one with --as-upstream=failed-once-per', async () => {
    await set(trigger);
    await world.process('--as-upstream=failed-once-per');
    await world.status({ phase: 'done' });
    await world.receiver.exactly(1);
    expect(await keys()).toEqual([`on-synced:${conditionKey(0, when)}:inbox:`]);
  });

  it('is told of and not sent otherwise, until it can', async () => {
    await set(trigger);
    await world.process('--resync-period=100ms');
    await world.status({ phase: 'done' });
    const { fields } = await hasWarned();
    expect(fields['err']).toContain('failed to execute oncePer condition: cannot fetch revision from <nil>');
    const { warnings } = await world.notification((status) => status['warnings'] !== undefined);
    expect(warnings).toMatchObject([{ trigger: 'on-synced' }]);
    expect(await keys()).toEqual([]);
    await world.status({ result: { revision: 'abc' } });
    await world.receiver.exactly(1);
    expect(await keys()).toEqual([`abc:on-synced:${conditionKey(0, when)}:inbox:`]);
    expect(world.log.filter(({ fields: { event } }) => event === 'warning')).toHaveLength(1);
  });
});

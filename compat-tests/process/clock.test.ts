import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../controller/kubernetes/index.ts';
import { ManualClock } from '../../controller/kubernetes/manual-clock.ts';
import { freePort } from '../free-port.ts';
import { eventually, World } from './world.ts';

const prefix = 'notifications.configsync.gke.io';

let world: World;

beforeEach(async () => {
  world = await World.open();
  await world.secret({});
  await world.configMap({
    'service.webhook.inbox': `{url: "${world.receiver.url}", retryMax: -1}`,
    'trigger.on-synced':
      '- {when: sync.status.lastSyncedCommit != nil, oncePer: sync.status.lastSyncedCommit, send: [synced]}',
    'template.synced':
      '{webhook: {inbox: {method: POST, body: "{{.sync.status.lastSyncedCommit}}"}}, message: "{{.sync.status.lastSyncedCommit}}"}',
  });
  await world.rootSync({ [`${prefix}/subscribe.on-synced.inbox`]: '' });
});

afterEach(async () => {
  await world.close();
});

describe('a clock that jumps', () => {
  const hour = 3_600_000;

  it.each([
    ['a day forward', 24 * hour],
    ['a day back', -24 * hour],
    ['to the epoch', -Date.now()],
  ])('%s neither loses nor doubles', async (_name, jump) => {
    let offset = 0;
    const clock: Clock = { ...systemClock, now: () => Date.now() + offset };
    world.clock = clock;
    await world.process();
    await world.synced('before');
    await world.receiver.exactly(1);
    world.receiver.reply([500, 500]);
    await world.synced('during');
    await eventually('a failed try', () => (world.receiver.records.length > 1 ? true : undefined));
    offset = jump;
    await world.synced('after');
    await eventually('all of it', () => {
      const bodies = new Set(world.receiver.bodies);
      return ['before', 'during', 'after'].every((commit) => bodies.has(commit)) || undefined;
    });
    const records = await world.receiver.exactly(5);
    expect(records.filter(({ body }) => body === 'before')).toHaveLength(1);
  });
});

describe('an hour in which nothing changes', () => {
  it('logs nothing at info and makes no evaluation', async () => {
    const clock = new ManualClock();
    world.clock = clock;
    const port = await freePort();
    await world.process('--leader-elect=false', `--metrics-port=${port}`);
    await world.synced('abc');
    await world.receiver.exactly(1);
    await world.notification((status) => JSON.stringify(status).includes('deliveries'));
    await passing(clock, 2);
    const lines = world.log.length;
    const evaluations = await evaluationsOf(port);
    await passing(clock, 60);
    expect(world.log.slice(lines).filter(({ level }) => level !== 'debug')).toEqual([]);
    expect(await evaluationsOf(port)).toBe(evaluations);
    expect(evaluations).toBeGreaterThan(0);
    await world.receiver.exactly(1);
  });
});

/** Lets minutes pass, with time for what goes over the network in each. */
async function passing(clock: ManualClock, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    await clock.pass(60_000);
    await sleep(20);
  }
}

async function evaluationsOf(port: number): Promise<number> {
  const text = await new Promise<string>((resolve, reject) => {
    get(`http://127.0.0.1:${port}/metrics`, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve(body));
    }).on('error', reject);
  });
  const counts = text.matchAll(/^configsync_notifications_trigger_eval_total\{.*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

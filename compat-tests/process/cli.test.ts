import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../cli/program.ts';
import { testIo } from '../../cli/test-io.ts';
import { eventually, World } from './world.ts';

let world: World;
const prefix = 'notifications.configsync.gke.io';

beforeEach(async () => {
  world = await World.open();
  await world.configMap({
    'service.webhook.inbox': `{url: "${world.receiver.url}", retryMax: -1}`,
    'trigger.on-created': '[{when: "true", oncePer: sync.metadata.name, send: [created]}]',
    'template.created': 'webhook: {inbox: {method: POST, body: "created for {{.recipient}}"}}',
  });
  await world.secret({});
  await world.rootSync({ [`${prefix}/subscribe.on-created.inbox`]: 'a;b' });
});

afterEach(async () => {
  await world.close();
});

/** What a command prints, against the embedded API server. */
async function cli(...args: readonly string[]) {
  const io = testIo({ files: { '/kubeconfig': world.server.kubeconfig() } });
  const code = await run([...args, '--kubeconfig', '/kubeconfig'], io);
  return { code, out: io.out(), err: io.err() };
}

describe('deliveries and retry', () => {
  it('show what was sent and what was given up, and have one of them tried again', async () => {
    world.receiver.reply([500, 500, 500, 500], 201);
    await world.process('--max-attempts=2');
    await world.notification((status) => JSON.stringify(status).match(/given up/g)?.length === 2);
    const { code, out } = await cli('deliveries', 'root-sync');
    expect(code).toBe(0);
    expect(out).toMatch(/^RSYNC +STATE +TRIGGER +DESTINATION +TIME +DETAIL\n/);
    expect(out).toMatch(
      /config-management-system\/root-sync +DEAD +on-created +inbox:a +\S+Z +2 tries, given up after 2 tries/,
    );
    expect(out).toMatch(/DEAD +on-created +inbox:b /);

    expect(await cli('retry', 'root-sync', 'on-created', 'inbox:b')).toMatchObject({ code: 0 });
    const body = await eventually('the second message', () => world.receiver.bodies.slice(4)[0]);
    expect(body).toBe('created for b');
    const json = await eventually('the delivery in the status', async () => {
      const lines = JSON.parse((await cli('deliveries', '-o', 'json')).out) as { state: string; destination: string }[];
      return lines.some(({ state }) => state === 'sent') ? lines : undefined;
    });
    expect(json.map(({ state, destination }) => `${state} ${destination}`)).toEqual(['dead inbox:a', 'sent inbox:b']);

    expect(await cli('retry', 'root-sync')).toMatchObject({ code: 0 });
    await eventually('the first message', () => world.receiver.bodies.find((_, i) => i === 5));
    expect(world.receiver.bodies[5]).toBe('created for a');
  });

  it('say what is not there', async () => {
    expect(await cli('deliveries', 'other')).toMatchObject({ code: 1, err: expect.stringContaining('other') });
    expect(await cli('retry', 'root-sync', 'on-created')).toMatchObject({ code: 2 });
  });
});

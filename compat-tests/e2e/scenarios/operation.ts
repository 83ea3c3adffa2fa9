import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { World } from '../harness.ts';
import type { Scenario } from '../scenario.ts';
import { synced } from '../statuses.ts';
import { waitFor } from '../wait.ts';

const updatedAt = '2025-11-20T09:00:30Z';
const commit = '9f3c1e7b0a4d5c6e8f901234567890abcdef1234';

async function printed(world: World): Promise<void> {
  const receiver = await world.receiver();
  receiver.reply([], 500);
  await world.configMap();
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-sync-synced'] });
  await world.process(rsync);
  await world.client.setStatus(rsync, synced(commit));
  await world.notification(rsync, 'an error', ({ notificationError }) => notificationError?.length === 1);
  const reference = world.notificationOf(rsync);
  const ready = { type: 'Ready', status: 'False', reason: 'Starting', message: 'x', lastTransitionTime: updatedAt };
  await world.client.patch(reference, { status: { conditions: [ready] } }, 'status');
  for (const version of ['v1beta1', 'v1alpha1']) {
    const table = await world.client.table({ ...reference, apiVersion: `configsync.gke.io/${version}` });
    deepEqual(
      table.columnDefinitions.map(({ name }) => name),
      ['Name', 'Ready', 'Reason', 'Commit', 'LastUpdate', 'Errors', 'Age'],
    );
    const [name, status, reason, shown, updated, errors, age] = table.rows[0]?.cells ?? [];
    deepEqual([name, status, reason, shown], ['root-sync', 'False', 'Starting', commit]);
    match(String(updated), /^\d+s$/);
    match(String(errors), /500|giving up/);
    match(String(age), /^\d+s$/);
  }
}

async function drains(world: World): Promise<void> {
  const receiver = await world.receiver();
  receiver.reply([{ status: 201, afterMs: 3000 }]);
  await world.configMap();
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-sync-synced'] });
  const process = await world.process(rsync);
  await world.client.setStatus(rsync, synced(commit));
  await waitFor('request', () => receiver.records[0]);
  const asked = Date.now();
  equal(await process.stop('SIGTERM'), 0);
  const took = Date.now() - asked;
  ok(took > 1500 && took < 15_000, `it ended after ${took} ms`);
  await world.state(rsync);
  await world.process(rsync);
  await world.notification(rsync, 'a delivery', ({ deliveries }) => deliveries?.length === 1);
  await receiver.exactly(1);
}

async function ends(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap();
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-created'] });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const process = await world.process(rsync);
    await process.logged('its start', ({ msg }) => /start/i.test(msg));
    await receiver.exactly(1);
    const asked = Date.now();
    equal(await process.stop(signal), 0);
    ok(Date.now() - asked < 5000, `${signal} takes ${Date.now() - asked} ms`);
    deepEqual(process.noise, []);
  }
}

async function refusesFlags(world: World): Promise<void> {
  const rsync = await world.rsync({ name: 'root-sync', triggers: [] });
  const process = await world.process({ ...rsync, kind: 'RootSnyc' });
  equal(await waitFor('exit', () => (process.running ? undefined : true)), true);
  ok((await process.stop()) !== 0, 'it takes any kind');
  match([...process.noise, ...process.log.map((line) => JSON.stringify(line))].join('\n'), /RootSync/);
}

export const operationScenarios: readonly Scenario[] = [
  { name: 'kubectl get notifications shows commit, time and errors', run: printed },
  { name: 'SIGTERM waits for the delivery under way', run: drains },
  { name: 'SIGTERM and SIGINT end an idle process', run: ends },
  { name: 'a wrong flag ends the process with a message', run: refusesFlags },
];

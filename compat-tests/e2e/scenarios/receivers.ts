import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { stateAnnotation, subscription, type World } from '../harness.ts';
import type { Scenario } from '../scenario.ts';
import { rollingOut, synced } from '../statuses.ts';
import { waitFor } from '../wait.ts';

const commit = '9f3c1e7b0a4d5c6e8f901234567890abcdef1234';

async function refuses(world: World): Promise<void> {
  const receiver = await world.receiver();
  receiver.reply([], 500);
  await world.configMap();
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-sync-synced'] });
  await world.process(rsync);
  await world.client.setStatus(rsync, synced(commit));
  const told = await world.notification(rsync, 'an error', ({ notificationError }) => notificationError?.length === 1);
  const error = told.notificationError?.[0];
  equal(error?.['trigger'], 'on-sync-synced');
  equal(error?.['service'], 'local');
  match(error?.['errorMessage'] ?? '', /500|giving up/);
  ok(!(error?.['errorMessage'] ?? '').includes('pass123'), 'the error shows the password');
  equal(told.deliveries, undefined);
  equal((await world.client.get(rsync)).metadata.annotations?.[stateAnnotation], undefined);
  await waitFor('second round of attempts', () => (receiver.records.length >= 5 ? true : undefined));

  receiver.reply([], 201);
  await world.notification(
    rsync,
    'a delivery and no error',
    ({ notificationError, deliveries }) => notificationError === undefined && deliveries?.length === 1,
  );
  const arrived = receiver.records.length;
  await receiver.exactly(arrived);
  equal(new Set(receiver.bodies).size, 1);
}

async function cuts(world: World): Promise<void> {
  const receiver = await world.receiver();
  receiver.reply(['close', 503, 'close', 500, 'close']);
  await world.configMap();
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-sync-synced'] });
  await world.process(rsync);
  await world.client.setStatus(rsync, synced(commit));
  await receiver.exactly(6);
  await world.state(rsync);
}

async function isDown(world: World): Promise<void> {
  const former = await world.receiver();
  const { port } = former;
  await world.configMap();
  await world.secret(former);
  await former.stop();
  const triggers = ['on-sync-synced', 'on-reconciler-reconciling'];
  const rsync = await world.rsync({ name: 'root-sync', triggers });
  await world.process(rsync);
  const bodies = [`${rsync.kind} root-sync is synced!`, 'Available: 0/1, Deployment'];
  for (const [i, status] of [synced(commit), rollingOut()].entries()) {
    await world.client.setStatus(rsync, status);
    const told = await world.notification(rsync, 'an error', (each) => each.notificationError?.length === 1);
    equal(told.notificationError?.[0]?.['trigger'], triggers[i]);
    match(told.notificationError?.[0]?.['errorMessage'] ?? '', /refused/i);
    const receiver = await world.receiver(port);
    await receiver.exactly(1);
    ok(receiver.bodies[0]?.includes(bodies[i] ?? ''), receiver.bodies[0]);
    await world.notification(rsync, 'no error', ({ notificationError }) => notificationError === undefined);
    await receiver.stop();
  }
}

async function hangs(world: World): Promise<void> {
  const slow = await world.receiver();
  slow.reply([], 'hang');
  const quick = await world.receiver();
  await world.secret(slow, { quick: quick.url });
  await world.configMap({
    'service.webhook.quick': 'url: $quick',
    'template.sync-synced':
      'message: told\nwebhook: {local: {method: POST, body: slow}, quick: {method: POST, body: quick}}',
  });
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-sync-synced'] });
  const quickly = subscription('on-sync-synced').replace(/local$/, 'quick');
  await world.client.patch(rsync, { metadata: { annotations: { [quickly]: '' } } });
  const process = await world.process(rsync, { more: ['--grace-period', '1s'] });
  await world.client.setStatus(rsync, synced(commit));
  await waitFor('request to the slow receiver', () => slow.records[0]);
  await quick.exactly(1);
  await world.client.setStatus(rsync, synced('0b7d2a9c4e1f60718293a4b5c6d7e8f901234567'));
  await quick.exactly(2);
  deepEqual(quick.bodies, ['quick', 'quick']);
  const before = Date.now();
  equal(await process.stop(), 0);
  ok(Date.now() - before < 10_000, 'a hanging receiver holds up the end of the process');
}

export const receiverScenarios: readonly Scenario[] = [
  { name: 'a receiver that answers 500 is asked again until it takes the notification', run: refuses },
  { name: 'a receiver that cuts connections gets the notification', run: cuts },
  { name: 'a receiver that was down gets the notification', run: isDown, managed: ['RepoSync'] },
  { name: 'a receiver that hangs holds up no other', run: hangs },
];

import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { subscription, type World } from '../harness.ts';
import { both, type Scenario } from '../scenario.ts';
import { synced } from '../statuses.ts';

const first = '9f3c1e7b0a4d5c6e8f901234567890abcdef1234';
const second = '0b7d2a9c4e1f60718293a4b5c6d7e8f901234567';

/** Well below the minute after which everything is read anew anyway. */
const atOnce = 10_000;

async function changes(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap();
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-extra'] });
  const process = await world.process(rsync);
  const unknown = await world.notification(rsync, 'a warning', ({ warnings }) => warnings?.length === 1);
  match(unknown.warnings?.[0]?.['errorMessage'] ?? '', /trigger 'on-extra' is not configured/);
  const trigger = { 'trigger.on-extra': '[{when: "true", oncePer: sync.metadata.name, send: [extra]}]' };
  await world.configMap({ ...trigger, 'template.extra': 'webhook: {local: {method: POST, body: extra}}' });
  await receiver.exactly(1, atOnce);
  await world.notification(rsync, 'no warning', ({ warnings }) => warnings === undefined, atOnce);

  await world.client.patch(rsync, { metadata: { annotations: { [subscription('on-sync-synced')]: '' } } });
  await world.client.setStatus(rsync, synced(first));
  await receiver.exactly(2);
  await world.configMap({
    ...trigger,
    'template.sync-synced': 'webhook: {local: {method: PUT, body: "{{.recipient}}changed"}}',
  });
  await world.client.setStatus(rsync, synced(second));
  await receiver.exactly(3);
  deepEqual([receiver.records[2]?.method, receiver.bodies[2]], ['PUT', 'changed']);
  equal(process.running, true);
}

async function secretRotates(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap();
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-sync-synced'] });
  const process = await world.process(rsync);
  await world.client.setStatus(rsync, synced(first));
  await receiver.exactly(1);
  receiver.reply([], 401);
  await world.client.setStatus(rsync, synced(second));
  await world.notification(rsync, 'an error', ({ notificationError }) => notificationError?.length === 1);
  receiver.reply([], 201);
  await world.secret(receiver, { password: 'pass789' });
  await world.notification(rsync, 'no error', ({ notificationError }) => notificationError === undefined, atOnce);
  const last = receiver.records.at(-1);
  equal(last?.headers['authorization'], `Basic ${Buffer.from('user:pass789').toString('base64')}`);
  const logged = JSON.stringify(process.log);
  ok(!logged.includes('pass123') && !logged.includes('pass789'), 'the log shows a password');
}

async function badTemplate(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap({ 'template.sync-synced': 'webhook: {local: {method: POST, body: "{{.sync.kind"}}' });
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-sync-synced', 'on-created'] });
  const process = await world.process(rsync);
  await world.client.setStatus(rsync, synced(first));
  await receiver.exactly(1);
  deepEqual(receiver.bodies, [`${world.kind} root-sync created`]);
  const broken = await world.notification(
    rsync,
    'an error that names the template',
    ({ notificationError }) =>
      notificationError?.some(({ errorMessage }) => /sync-synced/.test(errorMessage ?? '')) === true,
  );
  match(JSON.stringify(broken.notificationError), /unclosed action/);
  await process.logged(
    'the broken template',
    ({ level, ...rest }) => ['warn', 'error'].includes(level) && /unclosed action/.test(JSON.stringify(rest)),
  );
  await world.configMap();
  await receiver.exactly(2, atOnce);
  match(receiver.bodies[1] ?? '', /is synced!/);
  await world.notification(rsync, 'no error', ({ notificationError }) => notificationError === undefined, atOnce);
}

async function badTrigger(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap({ 'trigger.on-sync-failed': '[{when: "any(", send: [sync-failed]}]' });
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-sync-failed', 'on-created'] });
  await world.process(rsync);
  await receiver.exactly(1);
  await world.notification(rsync, 'an error with its place', ({ notificationError }) =>
    /unexpected token EOF \(1:4\)/.test(JSON.stringify(notificationError ?? [])),
  );
}

async function missingConfigMap(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-created'] });
  const process = await world.process(rsync);
  await world.notification(rsync, 'a mention of the ConfigMap', (status) =>
    /sync-notifications|on-created/.test(JSON.stringify([status.notificationError, status.warnings])),
  );
  equal(process.running, true);
  await world.configMap();
  await receiver.exactly(1, atOnce);
  await world.client.delete({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'sync-notifications', namespace: world.namespace },
  });
  await world.notification(rsync, 'a mention of the ConfigMap', (status) =>
    /sync-notifications|on-created/.test(JSON.stringify([status.notificationError, status.warnings])),
  );
  await world.configMap();
  await world.notification(rsync, 'a delivery', ({ deliveries }) => deliveries?.length === 1);
  await receiver.exactly(1);
}

async function missingSecret(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap();
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-created'] });
  const process = await world.process(rsync);
  await world.notification(rsync, 'an error', ({ notificationError }) => notificationError !== undefined);
  equal(process.running, true);
  await world.secret(receiver);
  await receiver.exactly(1, atOnce);
}

export const configScenarios: readonly Scenario[] = [
  { name: 'a changed ConfigMap takes effect at once', run: changes },
  { name: 'a rotated Secret is used at once, and no password is logged', run: secretRotates, managed: both },
  { name: 'a broken template is reported, the others work, and mending it is enough', run: badTemplate },
  { name: 'a broken trigger is reported, the others work', run: badTrigger },
  { name: 'a missing ConfigMap is waited for', run: missingConfigMap, managed: both },
  { name: 'a missing Secret is waited for', run: missingSecret },
];

import { deepEqual, equal, match } from 'node:assert/strict';
import { join } from 'node:path';
import { objectsOf } from '../fixtures.ts';
import type { World } from '../harness.ts';
import { both, type Scenario } from '../scenario.ts';
import { failed, rollingOut, stalled, synced } from '../statuses.ts';

const first = '9f3c1e7b0a4d5c6e8f901234567890abcdef1234';
const second = '0b7d2a9c4e1f60718293a4b5c6d7e8f901234567';
const catalog = join(import.meta.dirname, '../../../deploy/catalog/configmap.yaml');

async function twoRecipients(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap({ 'template.created': 'webhook: {local: {method: POST, body: "told {{.recipient}}"}}' });
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: [] });
  const annotations = { 'notifications.configsync.gke.io/subscribe.on-created.local': 'ann; bob' };
  await world.client.patch(rsync, { metadata: { annotations } });
  await world.process(rsync);
  await receiver.exactly(2);
  deepEqual([...receiver.bodies].sort(), ['told ann', 'told bob']);
  const { deliveries } = await world.notification(rsync, 'both', (status) => status.deliveries?.length === 2);
  deepEqual(deliveries?.map(({ recipient }) => recipient).sort(), ['ann', 'bob']);
  equal(Object.keys(await world.state(rsync)).length, 2);
}

async function noSecret(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap({ 'service.webhook.local': `url: ${receiver.url}` });
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-created'], secret: false });
  const process = await world.process(rsync);
  await receiver.exactly(1);
  equal(receiver.records[0]?.headers['authorization'], undefined);
  const { notificationError } = await world.notification(rsync, 'a delivery', (each) => each.deliveries?.length === 1);
  equal(notificationError, undefined);
  deepEqual(
    process.log.filter(({ level }) => level === 'warn' || level === 'error'),
    [],
  );
}

/** The Notification tells of the commit and of deliveries also when Config Sync has taken the Syncing condition away. */
async function withoutSyncing(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap();
  await world.secret(receiver);
  const triggers = ['on-sync-synced', 'on-reconciler-stalled', 'on-reconciler-reconciling', 'on-sync-failed'];
  const rsync = await world.rsync({ name: 'root-sync', triggers });
  await world.process(rsync);
  const told = (trigger: string, commit: string) =>
    world.notification(
      rsync,
      `${trigger} and commit '${commit}'`,
      (status) =>
        (status.commit ?? '') === commit && status.deliveries?.map((each) => each['trigger']).join() === trigger,
    );
  await world.client.setStatus(rsync, synced(first));
  await told('on-sync-synced', first);
  await world.client.setStatus(rsync, rollingOut());
  await told('on-reconciler-reconciling', '');
  await world.client.setStatus(rsync, stalled('KNV1061: Secret git-key not found'));
  await told('on-reconciler-stalled', '');
  await world.client.setStatus(rsync, failed(second, [{ code: '2009', errorMessage: 'KNV2009: no' }], first));
  await told('on-sync-failed', second);
  await receiver.exactly(4);
}

/** By the catalog that is installed, a changed spec which syncs the commit of before is news. */
async function sameCommit(world: World): Promise<void> {
  const receiver = await world.receiver();
  const [installed] = objectsOf(catalog);
  await world.configMap({
    'trigger.on-sync-synced': (installed?.['data'] as Record<string, string>)['trigger.on-sync-synced'],
    'template.sync-synced':
      'webhook: {local: {method: POST, body: "{{.sync.status.lastSyncedCommit}} at {{.sync.status.observedGeneration}}"}}',
  });
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-sync-synced'] });
  await world.process(rsync);
  await world.client.setStatus(rsync, synced(first));
  await receiver.exactly(1);
  await world.client.patch(rsync, { spec: { git: { dir: 'clusters/two' } } });
  await receiver.exactly(1);
  await world.client.setStatus(rsync, { ...synced(first), observedGeneration: 2 });
  await receiver.exactly(2);
  deepEqual(receiver.bodies, [`${first} at 1`, `${first} at 2`]);
  const { observedGeneration } = await world.notification(rsync, 'generation', (each) => each.observedGeneration === 2);
  match(String(observedGeneration), /^2$/);
}

export const furtherScenarios: readonly Scenario[] = [
  { name: 'two recipients of one service are both told', run: twoRecipients, managed: ['RepoSync'] },
  { name: 'no Secret is needed', run: noSecret, managed: both },
  { name: 'the status is right while an RSync is stalled or reconciling', run: withoutSyncing, managed: both },
  { name: 'a changed spec with the commit of before is news by the catalog', run: sameCommit, managed: both },
];

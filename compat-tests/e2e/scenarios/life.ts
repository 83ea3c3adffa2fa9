import { deepEqual } from 'node:assert/strict';
import type { World } from '../harness.ts';
import { both, type Scenario } from '../scenario.ts';
import { pending, rollingOut, stalled, synced } from '../statuses.ts';
import { waitFor } from '../wait.ts';

const commit = '9f3c1e7b0a4d5c6e8f901234567890abcdef1234';

async function created(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap();
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync-2', triggers: ['on-created'] });
  await world.process(rsync);
  await receiver.exactly(1);
  await world.client.setStatus(rsync, synced(commit));
  await receiver.exactly(1);
  await world.client.delete(rsync);
  await waitFor('end of the RSync', async () => ((await world.client.find(rsync)) ? undefined : true));
  await world.rsync({ name: 'root-sync-2', triggers: ['on-created'] });
  await receiver.exactly(2);
  deepEqual(receiver.bodies, [`${world.kind} root-sync-2 created`, `${world.kind} root-sync-2 created`]);
}

async function deletedWithFinalizer(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap();
  await world.secret(receiver);
  const finalizers = ['configsync.gke.io/reconciler-manager'];
  const rsync = await world.rsync({ name: 'root-sync-3', triggers: ['on-deleted'], finalizers });
  await world.process(rsync);
  await world.client.setStatus(rsync, synced(commit));
  await receiver.exactly(0, 2000);
  await world.client.delete(rsync);
  await receiver.exactly(1);
  await world.client.patch(rsync, { metadata: { finalizers: null } });
  await waitFor('end of the RSync', async () => ((await world.client.find(rsync)) ? undefined : true));
  await receiver.exactly(1);
  deepEqual(receiver.bodies, [`${world.kind} root-sync-3 has been deleted`]);
}

async function deletedAtOnce(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap();
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'repo-sync', triggers: ['on-deleted', 'on-sync-synced'] });
  await world.process(rsync);
  await world.client.setStatus(rsync, synced(commit));
  await receiver.exactly(1);
  await world.client.delete(rsync);
  await receiver.exactly(2);
  deepEqual(receiver.bodies[1], `${world.kind} repo-sync has been deleted`);
}

async function isStalled(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap();
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-reconciler-stalled'] });
  await world.process(rsync);
  const message = 'KNV1061: Secret git-key not found: create one to allow client authentication';
  await world.client.setStatus(rsync, stalled(message));
  await receiver.exactly(1);
  await world.client.setStatus(rsync, synced(commit));
  await world.client.setStatus(rsync, stalled(`${message}, again`));
  await receiver.exactly(1);
  deepEqual(receiver.bodies, [`${world.kind} root-sync is stalled`]);
  const status = await world.notification(rsync, 'a delivery', ({ deliveries }) => deliveries?.length === 1);
  deepEqual(status.deliveries?.[0]?.['trigger'], 'on-reconciler-stalled');
}

async function isPending(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap();
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-sync-pending'] });
  await world.process(rsync);
  await world.client.setStatus(rsync, pending(commit));
  const [arrived] = await receiver.exactly(1);
  deepEqual([arrived?.path, arrived?.body], ['/pending/root-sync', `Rendering, Rendering skipped, ${commit}`]);
}

async function isReconciling(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap();
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-reconciler-reconciling'] });
  await world.process(rsync);
  await world.client.setStatus(rsync, rollingOut());
  await receiver.exactly(1);
  await world.state(rsync);
  await world.client.setStatus(rsync, synced(commit));
  await waitFor('state without an entry', async () => {
    const { annotations = {} } = (await world.client.get(rsync)).metadata;
    return Object.keys(annotations).some((key) => key.startsWith('notified.')) ? undefined : true;
  });
  await world.client.setStatus(rsync, rollingOut());
  await receiver.exactly(2);
  deepEqual(receiver.bodies, ['Available: 0/1, Deployment', 'Available: 0/1, Deployment']);
}

export const lifeScenarios: readonly Scenario[] = [
  { name: 'a new RSync is told once, and its successor too', run: created, upstream: true, managed: both },
  {
    name: 'a deletion that waits for a finalizer is told once',
    run: deletedWithFinalizer,
    upstream: true,
    managed: both,
  },
  { name: 'a deletion without a finalizer is told', run: deletedAtOnce, managed: both },
  { name: 'a stalled RSync is told once', run: isStalled, upstream: true, managed: both },
  { name: 'a pending commit is told', run: isPending, upstream: true, managed: both },
  {
    name: 'a condition without oncePer is told each time it begins',
    run: isReconciling,
    upstream: true,
    managed: both,
  },
];

import { deepEqual, equal, ok } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeObject, Reference } from '../../kube/client.ts';
import type { Receiver } from '../../receiver.ts';
import { subscription, type World } from '../harness.ts';
import { reconcilerOf } from '../managed-world.ts';
import { ManagerWorld } from '../manager-world.ts';
import type { LoggedProcess } from '../process.ts';
import type { RSyncKind, Scenario } from '../scenario.ts';
import { stalled, synced } from '../statuses.ts';
import { waitFor } from '../wait.ts';

const commit = '9f3c1e7b0a4d5c6e8f901234567890abcdef1234';
const upstreams = 'configsync.gke.io/reconciler-manager';

/** A manager's world with the fixtures' ConfigMap and Secret beside the RSyncs of a kind. */
interface Story {
  readonly world: World;
  readonly managers: ManagerWorld;
  readonly receiver: Receiver;
}

async function begin(world: World, kind: RSyncKind): Promise<Story> {
  const managers = await ManagerWorld.open(world);
  const receiver = await world.receiver();
  const sources = [await world.secret(receiver), await world.configMap()];
  if (kind === 'RootSync') return { world, managers, receiver };
  for (const { apiVersion, kind: type, metadata, data } of sources) {
    const there = { name: metadata.name, namespace: managers.tenant };
    await world.client.apply({ apiVersion, kind: type, metadata: there, data });
  }
  return { world, managers, receiver };
}

function subscribed(...triggers: readonly string[]): Record<string, string> {
  return Object.fromEntries(triggers.map((trigger) => [subscription(trigger), '']));
}

const nameOf: Readonly<Record<RSyncKind, string>> = { RootSync: 'root-sync', RepoSync: 'repo-sync' };

/** The process that runs in the pod of an RSync's reconciler, once it leads. */
async function sidecarOf(managers: ManagerWorld, rsync: KubeObject): Promise<LoggedProcess> {
  const reconciler = reconcilerOf(rsync);
  await managers.upstream.apply(reconciler);
  const container = await waitFor('the sidecar', async () =>
    (await managers.upstream.containers(reconciler)).get('notification'),
  );
  const sidecar = await managers.runContainer(container, reconciler);
  await sidecar.logged('that it leads', ({ event }) => event === 'leading');
  return sidecar;
}

async function gone(world: World, rsync: Reference): Promise<void> {
  await waitFor('end of the RSync', async () => ((await world.client.find(rsync)) ? undefined : true));
}

function neverSynced(kind: RSyncKind): Scenario['run'] {
  return async (world) => {
    const { managers, receiver } = await begin(world, kind);
    await managers.manager();
    const annotations = subscribed('on-reconciler-stalled', 'on-deleted');
    const rsync = await managers.rsync({ kind, name: nameOf[kind], annotations });
    await managers.ready(rsync, 'NoDeployment');
    await world.client.setStatus(rsync, stalled('KNV1061: Secret git-key not found'));
    await receiver.exactly(1);
    const ready = await managers.ready(rsync, 'Hosted');
    equal(ready['status'], 'True');
    const { finalizers = [] } = (await world.client.get(rsync)).metadata as { finalizers?: string[] };
    deepEqual(finalizers, [], 'a finalizer could keep it from being deleted');
    deepEqual(
      (await managers.made()).filter((made) => made.startsWith('Deployment')),
      [],
    );
    await world.client.delete(rsync);
    equal(await world.client.find(rsync), undefined, 'its deletion waits');
    await receiver.exactly(2);
    const name = `${kind} ${nameOf[kind]}`;
    deepEqual(receiver.bodies, [`${name} is stalled`, `${name} has been deleted`]);
    await managers.nothingLeft();
    await receiver.exactly(2);
  };
}

async function handsOver(world: World): Promise<void> {
  const { managers, receiver } = await begin(world, 'RootSync');
  const manager = await managers.manager();
  const annotations = subscribed('on-reconciler-stalled', 'on-sync-synced', 'on-deleted');
  const rsync = await managers.rsync({ name: 'root-sync', annotations, finalizers: [upstreams] });
  await world.client.setStatus(rsync, stalled('KNV1061: Secret git-key not found'));
  await receiver.exactly(1);
  await world.client.setStatus(rsync, { ...synced(commit), lastSyncedCommit: undefined, conditions: [] });
  const sidecar = await sidecarOf(managers, rsync);
  await managers.upstream.available('root-reconciler');
  await managers.ready(rsync, 'Running');
  await world.client.setStatus(rsync, synced(commit));
  await receiver.exactly(2);
  await world.client.delete(managers.upstream.reference('root-reconciler'));
  equal(await sidecar.stop('SIGTERM'), 0);
  await world.client.setStatus(rsync, stalled('KNV1061: Secret git-key not found'));
  await managers.ready(rsync, 'Hosted');
  await receiver.exactly(2, 3000);
  await world.client.delete(rsync);
  await receiver.exactly(3);
  await world.client.patch(rsync, { metadata: { finalizers: null } });
  await gone(world, rsync);
  await managers.nothingLeft();
  await receiver.exactly(3);
  deepEqual(receiver.bodies[2], 'RootSync root-sync has been deleted');
  const problems = manager.log.filter(({ level }) => level === 'error');
  deepEqual(problems, []);
}

/** The pod is on its way out and the RSync gone before the receiver has answered. */
async function partsWhileSending(world: World): Promise<void> {
  const { managers, receiver } = await begin(world, 'RepoSync');
  await managers.manager();
  const annotations = subscribed('on-deleted');
  const rsync = await managers.rsync({ kind: 'RepoSync', name: 'repo-sync', annotations, finalizers: [upstreams] });
  const sidecar = await sidecarOf(managers, rsync);
  receiver.reply([{ status: 201, afterMs: 3000 }]);
  await world.client.delete(rsync);
  await waitFor('request', () => receiver.records[0]);
  const stopped = sidecar.stop('SIGTERM');
  await world.client.patch(rsync, { metadata: { finalizers: null } });
  await gone(world, rsync);
  equal(await stopped, 0);
  await managers.nothingLeft();
  await receiver.exactly(1);
}

/** The pod has gone without giving its Lease back. */
async function killedBefore(world: World): Promise<void> {
  const { managers, receiver } = await begin(world, 'RootSync');
  await managers.manager();
  const rsync = await managers.rsync({ name: 'root-sync', annotations: subscribed('on-created', 'on-deleted') });
  const sidecar = await sidecarOf(managers, rsync);
  await receiver.exactly(1);
  await sidecar.stop('SIGKILL');
  await world.client.delete(rsync);
  await receiver.exactly(2, 30_000);
  await managers.nothingLeft();
  await receiver.exactly(2);
  deepEqual(receiver.bodies[1], 'RootSync root-sync has been deleted');
}

/** A healthy pod tells of the deletion itself; the manager, which waits for it, does not. */
async function sidecarTells(world: World): Promise<void> {
  const { managers, receiver } = await begin(world, 'RootSync');
  await managers.manager('--state-store=notification');
  const annotations = subscribed('on-sync-synced', 'on-deleted');
  const rsync = await managers.rsync({ name: 'root-sync', annotations });
  const sidecar = await sidecarOf(managers, rsync);
  await world.client.setStatus(rsync, synced(commit));
  await receiver.exactly(1);
  await world.client.delete(rsync);
  await receiver.exactly(2);
  await sleep(500);
  equal(await sidecar.stop('SIGTERM'), 0);
  await managers.nothingLeft();
  await receiver.exactly(2);
}

async function deletedMeanwhile(world: World): Promise<void> {
  const { managers, receiver } = await begin(world, 'RootSync');
  const first = await managers.manager();
  const annotations = subscribed('on-sync-synced', 'on-deleted');
  const rsync = await managers.rsync({ name: 'root-sync', annotations, finalizers: [upstreams] });
  await managers.ready(rsync, 'NoDeployment');
  await first.stop('SIGKILL');
  await world.client.setStatus(rsync, synced(commit));
  await world.client.delete(rsync);
  const second = await managers.manager('--leader-elect=false');
  await receiver.exactly(2);
  deepEqual([...receiver.bodies].sort()[0], 'RootSync root-sync has been deleted');
  ok(second.log.some(({ event }) => event === 'hosting'));
  await world.client.patch(rsync, { metadata: { finalizers: null } });
  await managers.nothingLeft();
  await receiver.exactly(2);
}

export const managerHostingScenarios: readonly Scenario[] = [
  { name: 'a RootSync that never gets a reconciler is told of, and its deletion', run: neverSynced('RootSync') },
  { name: 'a RepoSync that never gets a reconciler is told of, and its deletion', run: neverSynced('RepoSync') },
  { name: 'manager and sidecar hand an RSync over and repeat nothing', run: handsOver },
  { name: 'a deletion that is being told when the pod goes is told once', run: partsWhileSending },
  { name: 'a deletion is told though the pod was killed', run: killedBefore },
  { name: 'a deletion that the sidecar has told is not told by the manager', run: sidecarTells },
  { name: 'a deletion is told by the manager that comes after', run: deletedMeanwhile },
];

import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../harness.ts';
import { ManagerWorld } from '../manager-world.ts';
import type { Scenario } from '../scenario.ts';
import type { Container } from '../upstream.ts';
import { waitFor } from '../wait.ts';

const reconciler = 'root-reconciler';

function envOf(container: Container | undefined): Record<string, string | undefined> {
  return Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));
}

/** The notification container of a reconciler, once it is as wanted. */
function injected(managers: ManagerWorld, name: string, fits: (container: Container) => boolean = () => true) {
  return waitFor(`notification container in ${name}`, async () => {
    const container = (await managers.upstream.containers(name)).get('notification');
    return container && fits(container) ? container : undefined;
  });
}

function ejected(managers: ManagerWorld, name: string): Promise<true> {
  return waitFor(`${name} without a notification container`, async () =>
    (await managers.upstream.containers(name)).has('notification') ? undefined : true,
  );
}

function nothingLeft(managers: ManagerWorld, deadline = 20_000): Promise<true> {
  let last: readonly string[] = [];
  const look = async () => {
    last = await managers.made();
    return last.length === 0 ? (true as const) : undefined;
  };
  return waitFor('end of all that is the manager’s', look, { deadline, state: () => last });
}

async function enabledAndDisabled(world: World): Promise<void> {
  const managers = await ManagerWorld.open(world);
  await managers.sources('RootSync');
  const before = (await managers.upstream.apply(reconciler))['spec'];
  await managers.manager();
  const rsync = await managers.rsync({ name: 'root-sync' });
  const container = await injected(managers, reconciler);
  deepEqual(envOf(container), {
    NOTIFICATION_API_KIND: 'RootSync',
    NOTIFICATION_CONFIGMAP_NAME: 'sync-notifications',
    NOTIFICATION_RESOURCE_NAME: 'root-sync',
    NOTIFICATION_RESOURCE_NAMESPACE: managers.system,
    NOTIFICATION_SECRET_NAME: 'sync-notifications',
  });
  await managers.ready(rsync, 'Starting');
  await managers.upstream.available(reconciler);
  const ready = await managers.ready(rsync, 'Running');
  equal(ready['status'], 'True');
  const { metadata } = await world.client.get(world.notificationOf(rsync));
  const [owner] = metadata['ownerReferences'] as { uid: string }[];
  equal(owner?.uid, rsync.metadata['uid']);
  await world.client.patch(rsync, { spec: { notificationConfig: { secretRef: null } } });
  await injected(managers, reconciler, (each) => !Object.hasOwn(envOf(each), 'NOTIFICATION_SECRET_NAME'));
  await world.client.patch(rsync, { spec: { notificationConfig: null } });
  await ejected(managers, reconciler);
  await nothingLeft(managers);
  const deployment = await world.client.get(managers.upstream.reference(reconciler));
  deepEqual(deployment['spec'], before);
  const { annotations, managedFields } = deployment.metadata;
  equal(annotations, undefined);
  deepEqual(
    (managedFields as { manager: string }[]).filter(({ manager }) => manager === 'notification-manager'),
    [],
  );
  const key = 'notifications.configsync.gke.io/configmap';
  await world.client.patch(rsync, { metadata: { annotations: { [key]: 'sync-notifications' } } });
  await injected(managers, reconciler);
  await world.client.patch(rsync, { metadata: { annotations: { [key]: null } } });
  await ejected(managers, reconciler);
  await nothingLeft(managers);
}

async function neverFights(world: World): Promise<void> {
  const managers = await ManagerWorld.open(world);
  const { upstream } = managers;
  await managers.sources('RootSync');
  const rsync = await managers.rsync({ name: 'root-sync' });
  await managers.misplacedRootSync('root-sync');
  const manager = await managers.manager();
  upstream.keepApplying(reconciler, 200);
  await injected(managers, reconciler);
  await sleep(1000);
  const versions = new Set<string | undefined>();
  for (let i = 0; i < 20; i++, await sleep(100)) {
    versions.add((await world.client.get(upstream.reference(reconciler))).metadata.resourceVersion);
  }
  equal(versions.size, 1, `${versions.size} versions in 2 s: the Deployment is applied in a loop`);
  for (let round = 2; round <= 4; round++) {
    upstream.changeImage(`reconciler:${round}`);
    await waitFor('the changed image beside our container', async () => {
      const containers = await upstream.containers(reconciler);
      return containers.get('reconciler')?.image === `reconciler:${round}` && containers.has('notification')
        ? true
        : undefined;
    });
    const { metadata } = await world.client.get(upstream.reference(reconciler));
    await world.client.delete(upstream.reference(reconciler));
    await waitFor('our container in the Deployment created anew', async () => {
      const found = await world.client.find(upstream.reference(reconciler));
      const anew = found && found.metadata['uid'] !== metadata['uid'];
      return anew && (await upstream.containers(reconciler)).has('notification') ? true : undefined;
    });
  }
  const drift = [{ name: 'notification', image: 'somebody:else' }];
  await world.client.apply(
    {
      ...upstream.reference(reconciler),
      spec: { template: { spec: { containers: drift } } },
    },
    'somebody',
  );
  await injected(managers, reconciler, ({ image }) => image === 'notification:e2e');
  deepEqual([...(await upstream.containers(reconciler)).keys()].sort(), [
    'git-sync',
    'notification',
    'otel-agent',
    'reconciler',
  ]);
  const applied = manager.log.filter(({ event }) => event === 'injected').length;
  ok(applied >= 4 && applied <= 8, `${applied} applies for one container, three new Deployments and one drift`);
  await world.client.patch(rsync, { spec: { notificationConfig: null } });
  await ejected(managers, reconciler);
}

async function brokenReferences(world: World): Promise<void> {
  const managers = await ManagerWorld.open(world);
  await managers.upstream.apply(reconciler);
  await managers.manager();
  const rsync = await managers.rsync({ name: 'root-sync' });
  await managers.ready(rsync, 'ConfigMapNotFound');
  await injected(managers, reconciler);
  const place = { name: 'sync-notifications', namespace: managers.system };
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: place };
  await world.client.apply(configMap);
  await managers.ready(rsync, 'SecretNotFound');
  await world.client.apply({ apiVersion: 'v1', kind: 'Secret', metadata: place });
  await managers.ready(rsync, 'NoSubscriptions');
  await world.client.apply({ ...configMap, data: { subscriptions: '[]' } });
  await managers.ready(rsync, 'Starting');
  await world.client.delete(configMap);
  await managers.ready(rsync, 'ConfigMapNotFound');
  await world.client.patch(rsync, { spec: { notificationConfig: { configMapRef: null } } });
  await managers.ready(rsync, 'InvalidConfig');
  await ejected(managers, reconciler);
  await waitFor('Events of the RSync', async () => {
    const events = await world.client.list({ apiVersion: 'v1', kind: 'Event' }, managers.system);
    const reasons = new Set(events.map((event) => event['reason']));
    const wanted = ['NotificationConfigMapNotFound', 'NotificationSecretNotFound', 'NotificationInvalidConfig'];
    return wanted.every((reason) => reasons.has(reason)) ? true : undefined;
  });
}

async function refusedContainer(world: World): Promise<void> {
  const managers = await ManagerWorld.open(world);
  await managers.sources('RootSync');
  await managers.upstream.apply(reconciler);
  const metadata = { name: 'notification-manager', namespace: managers.system };
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata };
  const { rules } = (await world.client.get(role)) as { rules?: { resources: string[] }[] };
  const fewer = rules?.filter(({ resources }) => !resources.includes('deployments')) ?? [];
  const reading = { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'watch'] };
  await world.client.patch(role, { rules: [...fewer, reading] });
  await managers.manager();
  const rsync = await managers.rsync({ name: 'root-sync' });
  const { message } = await managers.ready(rsync, 'Refused');
  match(String(message), /forbidden/i);
  await world.client.patch(role, { rules });
  await injected(managers, reconciler);
  await managers.ready(rsync, 'Starting');
}

async function ownDeployment(world: World): Promise<void> {
  const managers = await ManagerWorld.open(world);
  await managers.sources('RootSync');
  await managers.upstream.apply(reconciler);
  const sidecar = await managers.manager();
  const rsync = await managers.rsync({ name: 'root-sync' });
  await injected(managers, reconciler);
  const asked = Date.now();
  equal(await sidecar.stop('SIGTERM'), 0);
  ok(Date.now() - asked < 3000, `SIGTERM takes ${Date.now() - asked} ms`);
  await managers.manager('--mode=deployment');
  await ejected(managers, reconciler);
  const own = `notification-${reconciler}`;
  const container = await injected(managers, own);
  equal(envOf(container)['NOTIFICATION_RESOURCE_NAME'], 'root-sync');
  const deployment = await world.client.get(managers.upstream.reference(own));
  const { template } = deployment['spec'] as { template: { spec: { serviceAccountName: string } } };
  equal(template.spec.serviceAccountName, own);
  await managers.ready(rsync, 'Starting');
  const { resourceVersion } = deployment.metadata;
  await managers.upstream.available(own);
  await managers.ready(rsync, 'Running');
  const after = await world.client.get(managers.upstream.reference(own));
  equal(after.metadata.generation, deployment.metadata.generation);
  ok(after.metadata.resourceVersion !== resourceVersion);
  await world.client.patch(managers.upstream.reference(own), { spec: { replicas: 0 } });
  await waitFor('the replica again', async () => {
    const { spec } = (await world.client.get(managers.upstream.reference(own))) as { spec?: { replicas: number } };
    return spec?.replicas === 1 ? true : undefined;
  });
  await world.client.delete(rsync);
  await nothingLeft(managers);
}

export const managerScenarios: readonly Scenario[] = [
  {
    name: 'a RootSync that asks for notifications gets them in its reconciler',
    run: enabledAndDisabled,
    alone: true,
    upstream: true,
  },
  { name: 'the container is there whatever Config Sync applies', run: neverFights, alone: true },
  { name: 'broken references are told and stop nothing', run: brokenReferences, alone: true },
  { name: 'what the API server refuses is told, and tried again', run: refusedContainer, alone: true },
  { name: 'a process of its own replaces the container', run: ownDeployment, alone: true },
];

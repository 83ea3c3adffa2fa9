import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { World } from '../harness.ts';
import { ManagerWorld } from '../manager-world.ts';
import { both, type RSyncKind, type Scenario } from '../scenario.ts';
import type { Container } from '../upstream.ts';
import { waitFor } from '../wait.ts';

const reconciler = 'root-reconciler';
const journal = { name: 'notification-journal', emptyDir: { sizeLimit: '16Mi' } };

function envOf(container: Container | undefined): Record<string, string | undefined> {
  return Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));
}

/** Where the first RSync of a kind is, and what its reconciler is called. */
function placeOf({ system, tenant }: ManagerWorld, kind: RSyncKind) {
  return kind === 'RootSync'
    ? { namespace: system, name: 'root-sync', reconciler }
    : { namespace: tenant, name: 'repo-sync', reconciler: `ns-reconciler-${tenant}` };
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

/** Resolves when the volume of the journal is there and as wanted. */
function journalIn(managers: ManagerWorld, name: string): Promise<true> {
  let last: unknown;
  const look = async () => {
    last = (await managers.upstream.volumes(name)).get(journal.name);
    return isDeepStrictEqual(last, journal) ? (true as const) : undefined;
  };
  return waitFor(`volume of the journal in ${name}`, look, { state: () => last });
}

async function enabledAndDisabled(world: World, kind: RSyncKind): Promise<void> {
  const managers = await ManagerWorld.open(world);
  const { namespace, name, reconciler } = placeOf(managers, kind);
  await managers.sources(kind);
  const before = (await managers.upstream.apply(reconciler))['spec'];
  await managers.manager();
  const rsync = await managers.rsync({ kind, name });
  const container = await injected(managers, reconciler);
  const { NOTIFICATION_CONFIGMAP_NAME: configMap, NOTIFICATION_SECRET_NAME: secret, ...env } = envOf(container);
  const copies = kind === 'RepoSync';
  for (const source of [configMap, secret]) {
    match(source ?? '', copies ? /^notification-[0-9a-f]{40}$/ : /^sync-notifications$/);
  }
  deepEqual(env, {
    NOTIFICATION_API_KIND: kind,
    NOTIFICATION_RESOURCE_NAME: name,
    NOTIFICATION_RESOURCE_NAMESPACE: namespace,
    ...(copies && { NOTIFICATION_CONFIG_NAMESPACE: managers.system }),
  });
  deepEqual(container['volumeMounts'], [
    { name: 'notification-journal', mountPath: '/var/lib/notification' },
    { name: 'repo', mountPath: '/repo', readOnly: true },
  ]);
  ok((container['args'] as string[]).includes('--journal=/var/lib/notification/journal'));
  deepEqual((await managers.upstream.volumes(reconciler)).get(journal.name), journal);
  await managers.ready(rsync, 'Starting');
  await managers.upstream.available(reconciler);
  const ready = await managers.ready(rsync, 'Running');
  equal(ready['status'], 'True');
  const { metadata } = await world.client.get({ ...world.notificationOf(rsync), metadata: { name, namespace } });
  const [owner] = metadata['ownerReferences'] as { uid: string }[];
  equal(owner?.uid, rsync.metadata['uid']);
  await world.client.patch(rsync, { spec: { notificationConfig: { secretRef: null } } });
  await injected(managers, reconciler, (each) => !Object.hasOwn(envOf(each), 'NOTIFICATION_SECRET_NAME'));
  await world.client.patch(rsync, { spec: { notificationConfig: null } });
  await ejected(managers, reconciler);
  await managers.nothingLeft();
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
  await managers.nothingLeft();
  await world.client.patch(rsync, { metadata: { annotations: { [key]: 'sync-notifications' } } });
  await injected(managers, reconciler);
  await world.client.delete(rsync);
  await managers.nothingLeft();
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
  const live = await world.client.get(upstream.reference(reconciler));
  ok(contains(live['spec'], upstream.deployment(reconciler)['spec']), 'a field of Config Sync’s has been changed');
  const applied = manager.log.filter(({ event }) => event === 'injected').length;
  ok(applied >= 4 && applied <= 8, `${applied} applies for one container, three new Deployments and one drift`);
  await world.client.patch(rsync, { spec: { notificationConfig: null } });
  await ejected(managers, reconciler);
}

/** Whether everything of `part` is in `whole`; of containers by their names. */
function contains(whole: unknown, part: unknown): boolean {
  if (Array.isArray(part)) {
    const list = whole as { name?: string }[];
    return part.every((item: { name?: string }, i) =>
      contains(item?.name === undefined ? list[i] : list.find(({ name }) => name === item.name), item),
    );
  }
  if (typeof part !== 'object' || part === null) return whole === part;
  return Object.entries(part).every(([key, value]) => contains((whole as Record<string, unknown>)?.[key], value));
}

/** As for Config Sync's own containers, and by annotation where its schema does not let `notification` be one of them. */
async function overridden(world: World): Promise<void> {
  const managers = await ManagerWorld.open(world);
  const { upstream } = managers;
  await managers.sources('RootSync');
  await upstream.apply(reconciler);
  const manager = await managers.manager('--cpu-request=20m');
  const rsync = await managers.rsync({ name: 'root-sync' });
  const first = await injected(managers, reconciler);
  deepEqual(first['resources'], { requests: { cpu: '20m', memory: '80Mi' }, limits: { memory: '256Mi' } });
  const containerName = 'notification';
  const resources = [{ containerName, cpuRequest: '1000m', memoryLimit: '1024Mi' }];
  const override = { resources, logLevels: [{ containerName, logLevel: 5 }] };
  await world.client.patch(rsync, { spec: { override } });
  const second = await injected(managers, reconciler, ({ args }) => (args as string[]).includes('-v=5'));
  deepEqual(second['resources'], { requests: { cpu: '1', memory: '80Mi' }, limits: { memory: '1Gi' } });
  const key = 'notifications.configsync.gke.io/override';
  await world.client.patch(rsync, { spec: { override: null } });
  await world.client.patch(rsync, { metadata: { annotations: { [key]: '{"memoryRequest": "0.5Gi"}' } } });
  const third = await injected(managers, reconciler, (each) => JSON.stringify(each['resources']).includes('512Mi'));
  deepEqual(third['resources'], { requests: { cpu: '20m', memory: '512Mi' }, limits: { memory: '512Mi' } });
  await upstream.available(reconciler);
  await managers.ready(rsync, 'Running');
  await world.client.patch(rsync, { metadata: { annotations: { [key]: '{"cpuLimit": "much"}' } } });
  await injected(managers, reconciler, (each) => !JSON.stringify(each['resources']).includes('512Mi'));
  await upstream.available(reconciler);
  const { message } = await managers.ready(rsync, 'InvalidConfig');
  match(String(message), /override of cpuLimit: "much" is not a quantity/);
  const applied = manager.log.filter(({ event }) => event === 'injected').length;
  ok(applied <= 6, `${applied} applies for four changes: amounts that are the same are taken for others`);
}

async function brokenReferences(world: World, kind: RSyncKind): Promise<void> {
  const managers = await ManagerWorld.open(world);
  const { namespace, name, reconciler } = placeOf(managers, kind);
  await managers.upstream.apply(reconciler);
  await managers.manager();
  const rsync = await managers.rsync({ kind, name });
  await managers.ready(rsync, 'ConfigMapNotFound');
  await injected(managers, reconciler);
  const place = { name: 'sync-notifications', namespace };
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: place };
  await world.client.apply(configMap);
  await managers.ready(rsync, 'SecretNotFound');
  await world.client.apply({ apiVersion: 'v1', kind: 'Secret', metadata: place });
  await managers.ready(rsync, 'NoSubscriptions');
  await world.client.apply({ ...configMap, data: { subscriptions: '[]' } });
  await managers.ready(rsync, 'Starting');
  await world.client.delete(configMap);
  await managers.ready(rsync, 'ConfigMapNotFound');
  const before = (await world.client.get(managers.upstream.reference(reconciler)))['spec'];
  await world.client.patch(rsync, { spec: { notificationConfig: { configMapRef: { name: 'No/Name at all' } } } });
  await waitFor('the name that can be none', async () => {
    const { message } = await managers.ready(rsync, 'ConfigMapNotFound');
    return String(message).includes('No/Name at all') ? true : undefined;
  });
  ok(contains(before, managers.upstream.deployment(reconciler)['spec']), 'a broken reference changes the reconciler');
  await world.client.patch(rsync, { spec: { notificationConfig: { configMapRef: null } } });
  await managers.ready(rsync, 'InvalidConfig');
  await ejected(managers, reconciler);
  await waitFor('Events of the RSync', async () => {
    const events = await world.client.list({ apiVersion: 'v1', kind: 'Event' }, namespace);
    const reasons = new Set(events.map((event) => event['reason']));
    const wanted = ['NotificationConfigMapNotFound', 'NotificationSecretNotFound', 'NotificationInvalidConfig'];
    return wanted.every((reason) => reasons.has(reason)) ? true : undefined;
  });
}

/** Whatever somebody makes of the volume, and never a volume of somebody else. */
async function keepsItsVolume(world: World): Promise<void> {
  const managers = await ManagerWorld.open(world);
  const { upstream } = managers;
  const deployment = upstream.reference(reconciler);
  await managers.sources('RootSync');
  await upstream.apply(reconciler);
  const manager = await managers.manager();
  const rsync = await managers.rsync({ name: 'root-sync' });
  await injected(managers, reconciler);
  for (const source of [{ emptyDir: { sizeLimit: '1Mi' } }, { hostPath: { path: '/tmp' } }]) {
    const before = await upstream.volumes(reconciler);
    const volumes = [...new Map([...before, [journal.name, { name: journal.name, ...source }]]).values()];
    await world.client.patch(deployment, { spec: { template: { spec: { volumes } } } });
    await journalIn(managers, reconciler);
  }
  await upstream.available(reconciler);
  await managers.ready(rsync, 'Running');
  const applied = manager.log.filter(({ event }) => event === 'injected').length;
  ok(applied <= 4, `${applied} applies for one container and two changes of its volume`);
  const volumeMounts = [{ name: journal.name, mountPath: '/theirs' }];
  const helper = {
    spec: { template: { spec: { containers: [{ name: 'helper', image: 'helper:1', volumeMounts }] } } },
  };
  await world.client.apply({ ...deployment, ...helper }, 'somebody');
  await world.client.patch(rsync, { spec: { notificationConfig: null } });
  await ejected(managers, reconciler);
  await managers.nothingLeft();
  await journalIn(managers, reconciler);
  await world.client.patch(rsync, { spec: { notificationConfig: { configMapRef: { name: 'sync-notifications' } } } });
  await managers.ready(rsync, 'VolumeExists');
  ok(!(await upstream.containers(reconciler)).has('notification'), 'a container with a volume of somebody else');
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
  deepEqual([...(await managers.upstream.volumes(reconciler)).keys()], ['repo']);
  const own = `notification-${reconciler}`;
  const container = await injected(managers, own);
  deepEqual([...(await managers.upstream.volumes(own)).values()], [journal]);
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
  await managers.nothingLeft();
}

export const managerScenarios: readonly Scenario[] = [
  ...both.flatMap((kind) => [
    {
      name: `a ${kind} that asks for notifications gets them in its reconciler`,
      run: (world: World) => enabledAndDisabled(world, kind),
      upstream: true,
    },
    {
      name: `broken references of a ${kind} are told and stop nothing`,
      run: (world: World) => brokenReferences(world, kind),
    },
  ]),
  { name: 'the container is there whatever Config Sync applies', run: neverFights },
  { name: 'the journal has a volume, and nobody else loses theirs', run: keepsItsVolume },
  { name: 'an RSync overrides resources and log level of its process', run: overridden, upstream: true },
  { name: 'what the API server refuses is told, and tried again', run: refusedContainer },
  { name: 'a process of its own replaces the container', run: ownDeployment },
];

import { deepEqual, equal, ok } from 'node:assert/strict';
import { KubeClient, KubeError, type KubeObject, type Reference } from '../../kube/client.ts';
import { subscription, type World } from '../harness.ts';
import { reconcilerOf } from '../managed-world.ts';
import { ManagerWorld } from '../manager-world.ts';
import type { LogLine } from '../process.ts';
import type { Scenario } from '../scenario.ts';
import { synced } from '../statuses.ts';
import { waitFor } from '../wait.ts';

const commit = '9f3c1e7b0a4d5c6e8f901234567890abcdef1234';

/** The copies of a RepoSync's ConfigMap and Secret. */
async function copies(managers: ManagerWorld, name: string): Promise<KubeObject[]> {
  const labels = `app.kubernetes.io/managed-by=notification-manager,configsync.gke.io/sync-name=${name}`;
  const kinds = ['ConfigMap', 'Secret'].map((kind) => ({ apiVersion: 'v1', kind }));
  return (await Promise.all(kinds.map((each) => managers.world.client.list(each, managers.system, labels)))).flat();
}

function copied(managers: ManagerWorld, what: string, fits: (found: KubeObject[]) => boolean): Promise<KubeObject[]> {
  let last: unknown;
  const look = async () => {
    const found = await copies(managers, 'repo-sync');
    last = found.map(({ kind, data }) => [kind, data]);
    return fits(found) ? found : undefined;
  };
  return waitFor(what, look, { state: () => last });
}

function tokenOf(found: readonly KubeObject[]): string {
  const secret = found.find(({ kind }) => kind === 'Secret');
  return Buffer.from((secret?.['data'] as { token?: string } | undefined)?.token ?? '', 'base64').toString();
}

async function keptInStep(world: World): Promise<void> {
  const managers = await ManagerWorld.open(world);
  const { client } = world;
  await managers.sources('RepoSync');
  await managers.manager();
  const rsync = await managers.rsync({ kind: 'RepoSync', name: 'repo-sync' });
  const first = await copied(managers, 'copies', (found) => found.length === 2 && tokenOf(found) === 'first');
  for (const { metadata } of first) ok(/^notification-[0-9a-f]{40}$/.test(metadata.name), metadata.name);
  const metadata = { name: 'sync-notifications', namespace: managers.tenant };
  const source = { apiVersion: 'v1', kind: 'Secret', metadata };
  await client.patch(source, { data: { token: Buffer.from('second').toString('base64') } });
  await copied(managers, 'the rotated Secret', (found) => tokenOf(found) === 'second');
  const [map, secret] = first as [KubeObject, KubeObject];
  await client.patch(secret, { data: { token: null, stray: 'eA==' } });
  await client.patch(map, { data: { stray: 'x' }, metadata: { labels: null, annotations: null } });
  await copied(managers, 'copies without drift', (found) => {
    const data = found.map((each) => Object.keys(each['data'] as object).join());
    return found.length === 2 && data.sort().join(' ') === 'subscriptions token';
  });
  await client.delete(map);
  await copied(managers, 'the deleted copy again', (found) => found.length === 2);
  await client.delete(source);
  await copied(managers, 'no credentials without a source', (found) => found.length === 1);
  await managers.ready(rsync, 'SecretNotFound');
  await managers.sources('RepoSync');
  await client.patch(rsync, { spec: { notificationConfig: { secretRef: null } } });
  await copied(managers, 'the copy of the ConfigMap alone', (found) => found.length === 1);
  await client.delete(rsync);
  await managers.nothingLeft();
}

/** A client that is a ServiceAccount by a token of it. */
async function clientOf(managers: ManagerWorld, account: string): Promise<KubeClient> {
  const client = new KubeClient({
    ...managers.world.server.access(),
    token: await managers.world.client.token(managers.system, account),
  });
  managers.world.closing(async () => client.close());
  return client;
}

async function refused(what: string, call: Promise<unknown>): Promise<void> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  ok(error instanceof KubeError && error.status === 403, `${what} is not refused: ${String(error)}`);
}

async function tenantsProcess(world: World): Promise<void> {
  const managers = await ManagerWorld.open(world);
  const { client } = world;
  const receiver = await world.receiver();
  const secret = await world.secret(receiver);
  const configMap = await world.configMap();
  for (const object of [secret, configMap]) {
    const { kind, apiVersion } = object;
    const metadata = { name: object.metadata.name, namespace: managers.tenant };
    await client.apply({ apiVersion, kind, metadata, data: object['data'] });
  }
  const account = `ns-reconciler-${managers.tenant}`;
  await managers.upstream.apply(account);
  await managers.manager();
  const annotations = { 'notifications.configsync.gke.io/subscribe.on-sync-synced.local': '' };
  const rsync = await managers.rsync({ kind: 'RepoSync', name: 'repo-sync', annotations });
  const other = await managers.rsync({ kind: 'RepoSync', name: 'other' });
  const container = await waitFor('container', async () =>
    (await managers.upstream.containers(account)).get('notification'),
  );
  await waitFor('copies of both', async () => ((await copies(managers, 'other')).length === 2 ? true : undefined));
  const process = await managers.runContainer(container, account);
  await client.setStatus(rsync, synced(commit));
  await receiver.exactly(1);
  const notification = { ...world.notificationOf(rsync), metadata: rsync.metadata };
  await waitFor('its status beside the condition', async () => {
    const { status } = (await client.get(notification)) as {
      status?: { deliveries?: unknown[]; conditions?: unknown[] };
    };
    return status?.deliveries?.length === 1 && status.conditions?.length === 1 ? true : undefined;
  });
  await waitFor('state annotation', async () => {
    const { annotations: now = {} } = (await client.get(rsync)).metadata;
    return Object.keys(now).some((key) => key.startsWith('notified.')) ? true : undefined;
  });
  equal(await process.stop('SIGTERM'), 0);
  const complaints = process.log.filter(({ level }) => level === 'warn' || level === 'error');
  deepEqual(complaints, []);
  await refusals(managers, await clientOf(managers, account), rsync, other);
}

async function refusals(managers: ManagerWorld, account: KubeClient, own: Reference, other: Reference): Promise<void> {
  const at = (kind: string, name: string, namespace: string): Reference => ({
    apiVersion: kind === 'RepoSync' || kind === 'Notification' ? 'configsync.gke.io/v1beta1' : 'v1',
    kind,
    metadata: { name, namespace },
  });
  const { system, tenant } = managers;
  const patch = { metadata: { annotations: { x: 'y' } } };
  for (const foreign of await copies(managers, 'other')) await refused(`reading ${foreign.kind}`, account.get(foreign));
  await refused('listing Secrets', account.list({ apiVersion: 'v1', kind: 'Secret' }, system));
  await refused('reading the tenant’s Secret', account.get(at('Secret', 'sync-notifications', tenant)));
  await refused('reading another RSync', account.get(other));
  await refused('patching another RSync', account.patch(other, patch));
  await refused('deleting its RSync', account.delete(own));
  await refused('changing the status of its RSync', account.patch(own, { status: {} }, 'status'));
  await refused('deleting its Notification', account.delete(at('Notification', 'repo-sync', tenant)));
  await refused(
    'changing another status',
    account.patch(at('Notification', 'other', tenant), { status: {} }, 'status'),
  );
  for (const own of await copies(managers, 'repo-sync'))
    await refused(`changing ${own.kind}`, account.patch(own, patch));
}

async function annotationsOnly(world: World): Promise<void> {
  const managers = await ManagerWorld.open(world);
  await managers.install('policy/annotations-only.yaml');
  await managers.sources('RootSync');
  await managers.manager('--mode=deployment');
  const state = 'notified.notifications.configsync.gke.io';
  const rsync = await managers.rsync({ name: 'root-sync', annotations: { [state]: '{}', theirs: 'x' } });
  await managers.ready(rsync, 'Starting');
  await stateAlone(await clientOf(managers, 'notification-root-reconciler'), rsync);
  await stateAlone(await clientOf(managers, 'notification-manager'), rsync);
}

/** What an account that is bound by the policy may patch of an RSync, and what not. */
async function stateAlone(account: KubeClient, rsync: Reference): Promise<void> {
  const state = 'notified.notifications.configsync.gke.io';
  const annotate = (annotations: object) => account.patch(rsync, { metadata: { annotations } });
  let tries = 0;
  await waitFor('policy in force', async () => {
    const error = await account
      .patch(rsync, { spec: { git: { repo: `https://evil.example.com/${tries++}` } } })
      .catch((e: unknown) => e);
    return error instanceof KubeError && error.status === 403 ? true : undefined;
  });
  await annotate({ [state]: '{"a": 1}' });
  await annotate({ [state]: null });
  await annotate({ [state]: '{}', 'threads.notifications.configsync.gke.io': '[]' });
  await refused('another annotation', annotate({ stray: 'x' }));
  await refused('a changed annotation', annotate({ theirs: 'y' }));
  await refused('a removed annotation', annotate({ theirs: null }));
  await refused('a label', account.patch(rsync, { metadata: { labels: { a: 'b' } } }));
  await refused('a finalizer', account.patch(rsync, { metadata: { finalizers: ['example.com/x'] } }));
}

/** Config Sync deletes what looks like its own and is not; nothing of ours does. */
async function survivesCollection(world: World): Promise<void> {
  const managers = await ManagerWorld.open(world);
  const { upstream, system } = managers;
  await managers.sources('RepoSync');
  await managers.manager();
  await managers.rsync({ kind: 'RepoSync', name: 'repo-sync' });
  const before = await copied(managers, 'copies', (found) => found.length === 2);
  const reconciler = `ns-reconciler-${managers.tenant}`;
  for (const kind of ['Secret', 'ConfigMap']) {
    const metadata = { name: `${reconciler}-stray`, namespace: system };
    await world.client.apply({ apiVersion: 'v1', kind, metadata });
  }
  deepEqual(await upstream.collect(reconciler), [`${reconciler}-stray`, `${reconciler}-stray`]);
  const uids = (found: readonly KubeObject[]) => found.map(({ metadata }) => metadata['uid']);
  deepEqual(uids(await copies(managers, 'repo-sync')), uids(before));
}

/** Two RepoSyncs of one namespace, each with a Secret of its own. */
async function credentialsApart(world: World): Promise<void> {
  const managers = await ManagerWorld.open(world);
  const { client } = world;
  const receiver = await world.receiver();
  const { data } = await world.configMap();
  const place = (name: string) => ({ name, namespace: managers.tenant });
  await client.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: place('sync-notifications'), data });
  await managers.manager();
  for (const name of ['shop', 'bank']) {
    const stringData = { receiver: receiver.url, username: name, password: `secret-of-${name}` };
    await client.apply({ apiVersion: 'v1', kind: 'Secret', metadata: place(name), stringData });
    const config = { configMapRef: { name: 'sync-notifications' }, secretRef: { name } };
    const annotations = { [subscription('on-sync-synced')]: '' };
    const rsync = await managers.rsync({ kind: 'RepoSync', name, annotations, config });
    const account = reconcilerOf(rsync);
    await managers.upstream.apply(account);
    const container = await waitFor('container', async () =>
      (await managers.upstream.containers(account)).get('notification'),
    );
    await managers.runContainer(container, account);
    await client.setStatus(rsync, synced(commit));
  }
  await receiver.exactly(2);
  const used = receiver.records.map(({ body, headers }) => [
    /RepoSync (\w+)/.exec(body)?.[1],
    Buffer.from(headers['authorization']?.replace('Basic ', '') ?? '', 'base64').toString(),
  ]);
  deepEqual(used.sort(), [
    ['bank', 'bank:secret-of-bank'],
    ['shop', 'shop:secret-of-shop'],
  ]);
  const bank = await clientOf(managers, reconcilerOf({ apiVersion: '', kind: 'RepoSync', metadata: place('bank') }));
  for (const foreign of await copies(managers, 'shop')) await refused(`reading ${foreign.kind}`, bank.get(foreign));
}

/** RSyncs of one scenario. */
const many = 200;

async function noOrphans(world: World): Promise<void> {
  const managers = await ManagerWorld.open(world);
  const { client } = world;
  const names = Array.from({ length: many }, (_, i) => `sync-${i}`);
  await managers.sources('RepoSync', {});
  for (const some of chunks(names, 10)) {
    await Promise.all(some.map((name) => managers.rsync({ kind: 'RepoSync', name })));
  }
  const [first = '', second = ''] = names.map((name) => `ns-reconciler-${managers.tenant}-${name}-${name.length}`);
  await managers.upstream.apply(first);
  await killedAtRandom(managers, ({ event }) => event === 'ready');
  const started = await managers.manager('--leader-elect=false');
  let made = 0;
  const each = 8;
  const all = async () => {
    made = (await managers.made()).length;
    return made === many * each ? true : undefined;
  };
  await waitFor(`everything of ${many} RSyncs`, all, {
    deadline: 90_000,
    interval: 1000,
    state: () => [made, ...started.log.slice(-3)],
  });
  await started.stop('SIGKILL');
  const rsyncs = names.map((name) => ({
    apiVersion: 'configsync.gke.io/v1beta1',
    kind: 'RepoSync',
    metadata: { name, namespace: managers.tenant },
  }));
  const disable = (rsync: Reference) => client.patch(rsync, { spec: { notificationConfig: null } });
  for (const some of chunks(rsyncs.slice(0, many / 2), 10)) await Promise.all(some.map(disable));
  for (const some of chunks(rsyncs.slice(many / 2), 10)) await Promise.all(some.map((rsync) => client.delete(rsync)));
  await managers.upstream.apply(second);
  await killedAtRandom(managers, ({ event }) => event === 'removed');
  await managers.manager('--leader-elect=false');
  await managers.nothingLeft(90_000);
  await waitFor('end of the container', async () =>
    (await managers.upstream.containers(first)).has('notification') ? undefined : true,
  );
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, i) => items.slice(i * size, (i + 1) * size));
}

/** Starts managers and kills them a little later each time, in the midst of the work that `counts` tells of. */
async function killedAtRandom(managers: ManagerWorld, counts: (line: LogLine) => boolean): Promise<void> {
  for (let i = 1; i <= 3; i++) {
    const started = await managers.manager('--leader-elect=false');
    const done = () => started.log.filter(counts).length;
    await waitFor('work under way', () => (done() >= i * 7 ? true : undefined), {
      state: () => started.log.slice(-3),
    });
    await started.stop('SIGKILL');
  }
}

export const managerTenantScenarios: readonly Scenario[] = [
  { name: 'a tenant’s ConfigMap and Secret are copied and kept in step', run: keptInStep },
  { name: 'a tenant’s process may do what it must and nothing else', run: tenantsProcess },
  { name: 'with the policy a process changes nothing but its state', run: annotationsOnly },
  { name: 'copies outlive what Config Sync collects', run: survivesCollection },
  { name: 'two RepoSyncs of a tenant use their own credentials', run: credentialsApart },
  { name: 'two hundred RSyncs leave nothing behind, whenever the manager is killed', run: noOrphans },
];

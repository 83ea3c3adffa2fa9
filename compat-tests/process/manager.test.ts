import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  configMaps,
  coreEvents,
  type KubernetesClient,
  type Resource,
  secrets,
} from '../../controller/kubernetes/index.ts';
import type { Manager } from '../../controller/manager/manager.ts';
import { copyName } from '../../controller/manager/names.ts';
import { notifications, repoSyncs } from '../../controller/manager/resources.ts';
import { Managers } from './managers.ts';
import { eventually } from './world.ts';

const namespace = 'bookinfo';
const system = 'config-management-system';
const owner = { kind: 'RepoSync', namespace, name: 'repo-sync' };

let managers: Managers;
let client: KubernetesClient;

beforeEach(async () => {
  managers = await Managers.open();
  client = managers.client;
});

afterEach(() => managers.close());

function start(...flags: readonly string[]): Promise<Manager> {
  return managers.start(...flags);
}

async function sources(): Promise<void> {
  const metadata = { name: 'alerts', namespace };
  await client.create(configMaps, { metadata, data: { subscriptions: '[]' }, binaryData: { logo: 'AAEC' } });
  await client.create(secrets, { metadata, data: { token: 'czNjcjN0' }, type: 'kubernetes.io/basic-auth' });
}

async function repoSync(name = 'repo-sync', place = namespace): Promise<void> {
  const notificationConfig = { configMapRef: { name: 'alerts' }, secretRef: { name: 'alerts' } };
  await client.create(repoSyncs, { metadata: { name, namespace: place }, spec: { notificationConfig } });
}

function count(n: number): Promise<Map<string, string | undefined>> {
  return managers.count(n);
}

function reason(expected: string): Promise<unknown> {
  return managers.ready({ namespace, name: 'repo-sync' }, expected);
}

function copyOf(type: 'cm' | 'secret', resource: Resource) {
  return client.get(resource, { namespace: system, name: copyName(owner, type, 'alerts') });
}

describe('a RepoSync with notifications', () => {
  it('gets its objects, and none stays when it is disabled', async () => {
    await sources();
    await repoSync();
    await start();
    await count(8);
    expect((await copyOf('secret', secrets))['data']).toEqual({ token: 'czNjcjN0' });
    expect(await copyOf('cm', configMaps)).toMatchObject({
      data: { subscriptions: '[]' },
      binaryData: { logo: 'AAEC' },
    });
    await reason('NoDeployment');
    await client.mergePatch(repoSyncs, { namespace, name: 'repo-sync' }, { spec: { notificationConfig: null } });
    await count(0);
  });

  it('loses them when it is deleted while no manager runs', async () => {
    await sources();
    await repoSync();
    const first = await start();
    await count(8);
    await first.stop();
    await client.delete(repoSyncs, { namespace, name: 'repo-sync' });
    await start();
    await count(0);
  });

  it('keeps them unwritten over a restart', async () => {
    await sources();
    await repoSync();
    const first = await start();
    await count(8);
    await reason('NoDeployment');
    const before = await managers.made();
    await first.stop();
    await start();
    await client.mergePatch(repoSyncs, { namespace, name: 'repo-sync' }, { metadata: { annotations: { a: 'b' } } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await managers.made()).toEqual(before);
  });

  it('has drifted copies mended and deleted objects back', async () => {
    await sources();
    await repoSync();
    await start();
    await count(8);
    await client.mergePatch(secrets, (await copyOf('secret', secrets)).metadata, {
      data: { token: null, stray: 'eA==' },
    });
    await client.delete(notifications, { namespace, name: 'repo-sync' });
    await eventually('the data of before', async () => {
      const { data } = await copyOf('secret', secrets);
      return JSON.stringify(data) === '{"token":"czNjcjN0"}' ? true : undefined;
    });
    await reason('NoDeployment');
  });

  it('has no copy of credentials whose source is gone, is told so, and gets it back', async () => {
    await sources();
    await repoSync();
    await start();
    await count(8);
    await client.delete(secrets, { namespace, name: 'alerts' });
    await count(7);
    await reason('SecretNotFound');
    await eventually('an Event', async () => {
      const { items } = await client.list(coreEvents, { namespace });
      return items.find((event) => event['reason'] === 'NotificationSecretNotFound');
    });
    await client.create(secrets, { metadata: { name: 'alerts', namespace }, data: {} });
    await count(8);
    await reason('NoDeployment');
  });

  it('gets a new Notification when it is created anew', async () => {
    await sources();
    await repoSync();
    const first = await start();
    await count(8);
    const { uid } = (await client.get(notifications, { namespace, name: 'repo-sync' })).metadata;
    await first.stop();
    await client.delete(repoSyncs, { namespace, name: 'repo-sync' });
    await repoSync();
    await start();
    await eventually('another Notification', async () => {
      const { metadata } = await client.get(notifications, { namespace, name: 'repo-sync' });
      return metadata.uid === uid ? undefined : true;
    });
    await count(8);
  });
});

it('serves no RepoSync of the system namespace, as Config Sync does not', async () => {
  await sources();
  await repoSync('repo-sync', system);
  await repoSync();
  await start();
  const found = await count(8);
  expect([...found.keys()]).toContain('Notification bookinfo/repo-sync');
});

it('leaves alone what is not labelled as its own', async () => {
  const theirs = { metadata: { name: 'repo-sync', namespace } };
  await client.create(notifications, theirs);
  await client.create(configMaps, { metadata: { name: `notification-${'0'.repeat(40)}`, namespace: system } });
  await start();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await client.get(notifications, theirs.metadata)).toBeDefined();
  expect((await client.list(configMaps, { namespace: system })).items).toHaveLength(1);
});

it('acts once of two managers, and the other takes over', async () => {
  await sources();
  const first = await start('--leader-elect=true');
  await start('--leader-elect=true');
  await repoSync();
  await count(8);
  await first.stop();
  await client.mergePatch(repoSyncs, { namespace, name: 'repo-sync' }, { spec: { notificationConfig: null } });
  await count(0);
});

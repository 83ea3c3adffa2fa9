import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configMaps, type KubernetesClient, leases, type Resource } from '../../controller/kubernetes/index.ts';
import type { Manager } from '../../controller/manager/manager.ts';
import { notifications, repoSyncs } from '../../controller/manager/resources.ts';
import { Receiver } from '../receiver.ts';
import { Managers } from './managers.ts';
import { eventually } from './world.ts';

const namespace = 'bookinfo';
const at = { namespace, name: 'repo-sync' };
const leaseAt = { namespace, name: 'notification-reposync-repo-sync' };
const state = 'notified.notifications.configsync.gke.io';
const stalled = { conditions: [{ type: 'Stalled', status: 'True', reason: 'Validation' }] };

let managers: Managers;
let client: KubernetesClient;
let receiver: Receiver;

beforeEach(async () => {
  managers = await Managers.open();
  client = managers.client;
  receiver = await Receiver.start(0, 700);
  await client.create(configMaps, {
    metadata: { name: 'alerts', namespace },
    data: {
      'service.webhook.local': `url: ${receiver.url}`,
      'trigger.on-stalled':
        "[{when: \"any(sync.status.conditions ?? [], {.type == 'Stalled' && .status == 'True'})\", oncePer: sync.metadata.uid, send: [stalled]}]",
      'trigger.on-deleted': '[{when: sync.metadata.deletionTimestamp != nil, send: [deleted]}]',
      'template.stalled': 'webhook: {local: {method: POST, body: stalled}}',
      'template.deleted': 'webhook: {local: {method: POST, body: deleted}}',
      subscriptions: '- {recipients: [local], triggers: [on-stalled, on-deleted]}',
    },
  });
});

afterEach(async () => {
  await managers.close();
  await receiver.stop();
});

function start(...flags: readonly string[]): Promise<Manager> {
  return managers.start(...flags);
}

async function repoSync(metadata: object = {}): Promise<void> {
  const spec = { notificationConfig: { configMapRef: { name: 'alerts' } } };
  await client.create(repoSyncs, { metadata: { ...at, ...metadata }, spec });
}

async function stall(): Promise<void> {
  await client.mergePatch(repoSyncs, at, { status: stalled }, { subresource: 'status' });
}

function ready(reason: string): Promise<unknown> {
  return managers.ready(at, reason);
}

function annotations(resource: Resource, ref: object): Promise<Readonly<Record<string, string>>> {
  return client.get(resource, ref as typeof at).then(({ metadata }) => metadata.annotations ?? {});
}

async function nothingLeft(): Promise<void> {
  await managers.count(0);
}

/** A pod holds the Lease, with what is noted on it. */
async function heldByAPod(noted: Readonly<Record<string, string>> = {}): Promise<void> {
  const spec = { holderIdentity: 'pod', leaseDurationSeconds: 15, renewTime: '2025-11-20T09:00:00.000000Z' };
  await client.mergePatch(leases, leaseAt, { metadata: { annotations: noted }, spec });
}

describe.each(['resource', 'notification'])('an RSync without a pod, its state kept by --state-store=%s', (store) => {
  it('is told of once, and its deletion, with nothing left', async () => {
    await repoSync();
    await start(`--state-store=${store}`);
    await ready('NoDeployment');
    await stall();
    await receiver.exactly(1);
    await ready('Hosted');
    const carrier = store === 'resource' ? repoSyncs : notifications;
    await eventually('its state', async () => (await annotations(carrier, at))[state]);
    await client.delete(repoSyncs, at);
    await receiver.exactly(2);
    expect(receiver.bodies).toEqual(['stalled', 'deleted']);
    await nothingLeft();
  });
});

it('is told of again by no manager that comes after', async () => {
  await repoSync();
  const first = await start();
  await ready('NoDeployment');
  await stall();
  await receiver.exactly(1);
  await eventually('its state', async () => (await annotations(repoSyncs, at))[state]);
  await first.stop();
  await start();
  await ready('Hosted');
  await receiver.exactly(1);
});

describe('a pod that holds the Lease', () => {
  it('keeps the manager from sending, and has it send when the Lease is given back', async () => {
    await repoSync();
    await start();
    await ready('NoDeployment');
    await heldByAPod();
    await stall();
    await ready('Hosted');
    await receiver.exactly(0, 1500);
    await client.mergePatch(leases, leaseAt, { spec: { holderIdentity: '' } });
    await receiver.exactly(1);
  });

  it('keeps the manager waiting with a deletion too, and it tells it when the Lease is given back', async () => {
    await repoSync();
    await start();
    await ready('NoDeployment');
    await heldByAPod();
    await client.delete(repoSyncs, at);
    await receiver.exactly(0, 1500);
    await client.mergePatch(leases, leaseAt, { spec: { holderIdentity: '' } });
    await receiver.exactly(1);
    await nothingLeft();
  });

  it('may say in it what it has told of an RSync that is gone', async () => {
    await repoSync();
    await start();
    await ready('NoDeployment');
    const { uid = '' } = (await client.get(repoSyncs, at)).metadata;
    const whens = 'sync.metadata.deletionTimestamp != nil';
    const key = `on-deleted:[0].${createHash('sha1').update(whens).digest('base64url')}:local:`;
    await heldByAPod({ 'notifications.configsync.gke.io/uid': uid, [state]: JSON.stringify({ [key]: 1 }) });
    await client.delete(repoSyncs, at);
    await client.mergePatch(leases, leaseAt, { spec: { holderIdentity: '' } });
    await nothingLeft();
    await receiver.exactly(0, 100);
  });
});

it('deletes what is left also when nobody can be told', async () => {
  await client.mergePatch(configMaps, { name: 'alerts', namespace }, { data: { 'template.deleted': '{{' } });
  await repoSync();
  const manager = await start();
  await ready('NoDeployment');
  await client.delete(configMaps, { name: 'alerts', namespace });
  await ready('ConfigMapNotFound');
  await client.delete(repoSyncs, at);
  await nothingLeft();
  expect(manager).toBeDefined();
});

it('serves only the RSyncs that are selected, and lets go of one that is no more without telling of a deletion', async () => {
  await repoSync({ labels: { team: 'shop' } });
  await client.create(repoSyncs, {
    metadata: { name: 'other', namespace },
    spec: { notificationConfig: { configMapRef: { name: 'alerts' } } },
  });
  await start('--selector=team=shop');
  await ready('NoDeployment');
  const { items } = await client.list(notifications, { namespace });
  expect(items.map(({ metadata }) => metadata.name)).toEqual(['repo-sync']);
  await client.mergePatch(repoSyncs, at, { metadata: { labels: { team: null } } });
  await nothingLeft();
  await receiver.exactly(0, 100);
});

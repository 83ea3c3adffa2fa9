import { equal, ok } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../harness.ts';
import type { Scenario } from '../scenario.ts';
import { synced } from '../statuses.ts';

const commit = '9f3c1e7b0a4d5c6e8f901234567890abcdef1234';
const recovery = 60_000;

function read(resources: readonly string[], names: readonly string[], apiGroups: readonly string[]): object {
  return { apiGroups, resources, resourceNames: names, verbs: ['get', 'list', 'watch'] };
}

/** Gives a user what the process needs for one RSync, each right by the object's name. */
async function grant(world: World, user: string, rsync: string): Promise<void> {
  const own = ['configsync.gke.io'];
  const leases = ['coordination.k8s.io'];
  const metadata = { name: `notification-${user}`, namespace: world.namespace };
  const rules = [
    read(['configmaps'], ['sync-notifications'], ['']),
    read(['secrets'], ['sync-notifications'], ['']),
    read(['rootsyncs', 'notifications'], [rsync], own),
    { apiGroups: own, resources: ['rootsyncs'], resourceNames: [rsync], verbs: ['patch'] },
    { apiGroups: own, resources: ['notifications/status'], resourceNames: [rsync], verbs: ['get', 'update', 'patch'] },
    {
      apiGroups: leases,
      resources: ['leases'],
      resourceNames: [`notification-rootsync-${rsync}`],
      verbs: ['get', 'update'],
    },
    { apiGroups: leases, resources: ['leases'], verbs: ['create'] },
    { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  ];
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  await world.client.apply({ apiVersion, kind: 'Role', metadata, rules });
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name };
  const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }];
  await world.client.apply({ apiVersion, kind: 'RoleBinding', metadata, roleRef, subjects });
}

async function fewRights(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap();
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-sync-synced'] });
  await grant(world, 'limited', 'root-sync');
  const process = await world.process(rsync, { kubeconfig: world.server.kubeconfig('limited') });
  await world.client.setStatus(rsync, synced(commit));
  await receiver.exactly(1);
  await world.state(rsync);
  await world.notification(rsync, 'a delivery', ({ deliveries }) => deliveries?.length === 1);
  const complaints = process.log.filter(({ level }) => level === 'warn' || level === 'error');
  equal(complaints.length, 0, JSON.stringify(complaints));
}

async function rightsLater(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap();
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-created'] });
  const process = await world.process(rsync, { kubeconfig: world.server.kubeconfig('stranger') });
  await process.logged('what is forbidden', (line) => /forbidden/i.test(JSON.stringify(line)));
  await sleep(3000);
  equal(process.running, true);
  ok(process.log.length < 60, `${process.log.length} log lines in 3 s: it does not back off`);
  await grant(world, 'stranger', 'root-sync');
  await receiver.exactly(1, recovery);
}

async function tokenLater(world: World): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'argo-notifications-token-'));
  const file = join(folder, 'token');
  try {
    writeFileSync(file, 'nobody-knows-this-token');
    const receiver = await world.receiver();
    await world.configMap();
    await world.secret(receiver);
    const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-created'] });
    const process = await world.process(rsync, { kubeconfig: world.server.kubeconfig('admin', file) });
    await process.logged('what is unauthorized', (line) => /unauthorized|401/i.test(JSON.stringify(line)));
    await sleep(3000);
    equal(process.running, true);
    ok(process.log.length < 60, `${process.log.length} log lines in 3 s: it does not back off`);
    writeFileSync(file, world.server.access().token);
    await receiver.exactly(1, recovery);
    ok(!JSON.stringify(process.log).includes('nobody-knows-this-token'), 'the log shows the token');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function serverRestarts(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap();
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-sync-synced'] });
  const process = await world.process(rsync);
  await world.client.setStatus(rsync, synced(commit));
  await receiver.exactly(1);
  try {
    await world.server.stopApiserver('SIGKILL');
    await process.logged('the lost API server', ({ level }) => level === 'warn' || level === 'error');
  } finally {
    await world.server.startApiserver();
  }
  await world.client.setStatus(rsync, synced('0b7d2a9c4e1f60718293a4b5c6d7e8f901234567'));
  await receiver.exactly(2, recovery);
}

export const accessScenarios: readonly Scenario[] = [
  { name: 'rights to one RSync, one ConfigMap and one Secret are enough', run: fewRights },
  { name: 'a process without rights waits for them', run: rightsLater },
  { name: 'a process with a wrong token waits for the right one', run: tokenLater },
  { name: 'a lost API server is found again', run: serverRestarts, alone: true },
];

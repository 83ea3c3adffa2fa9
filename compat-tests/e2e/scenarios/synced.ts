import { deepEqual, equal } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import { fixture } from '../fixtures.ts';
import { stateAnnotation, type World } from '../harness.ts';
import { both, type Scenario } from '../scenario.ts';
import { synced } from '../statuses.ts';

const first = '9f3c1e7b0a4d5c6e8f901234567890abcdef1234';
const second = '0b7d2a9c4e1f60718293a4b5c6d7e8f901234567';

function body(who: string): string {
  return `{\n  "content": {\n    "raw": "${who} is synced!"\n  }\n}`;
}

function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

/** The state key of the fixtures' on-sync-synced. */
function keyOf(commit: string): string {
  const { data } = fixture('configmap') as unknown as { data: Record<string, string> };
  const [condition] = parse(data['trigger.on-sync-synced'] ?? '') as [{ when: string }];
  return `${commit}:on-sync-synced:[0].${createHash('sha1').update(condition.when).digest('base64url')}:local:`;
}

async function eachCommitOnce(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap();
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync-2', triggers: ['on-sync-synced'] });
  const process = await world.process(rsync);
  await receiver.exactly(0, 1000);

  await world.client.setStatus(rsync, synced(first));
  const [arrived] = await receiver.exactly(1);
  equal(arrived?.method, 'POST');
  equal(arrived?.path, '/');
  equal(arrived?.body, body(`${world.kind} root-sync-2`));
  equal(arrived?.headers['content-type'], 'application/json');
  equal(arrived?.headers['authorization'], 'Basic dXNlcjpwYXNzMTIz');
  deepEqual(Object.keys(await world.state(rsync)), [keyOf(first)]);
  const told = { trigger: 'on-sync-synced', service: 'local', alreadyNotified: true };
  const status = await world.notification(
    rsync,
    `commit ${first}`,
    ({ commit, deliveries }) => commit === first && deliveries?.[0]?.['alreadyNotified'] === true,
  );
  equal(status.observedGeneration, 1);
  equal(status.notificationError, undefined);
  const { deliveredAt: _, ...delivery } = status.deliveries?.[0] ?? {};
  deepEqual(delivery, told);

  await world.client.patch(rsync, { status: { source: { lastUpdate: '2025-11-20T09:10:00Z' } } }, 'status');
  await receiver.exactly(1);
  equal(await process.stop(), 0);
  await world.client.setStatus(world.notificationOf(rsync), {});
  await world.process(rsync);
  await world.notification(rsync, 'a commit after the restart', ({ commit }) => commit === first);
  await receiver.exactly(1);

  await world.client.setStatus(rsync, synced(second));
  await receiver.exactly(2);
  equal(receiver.bodies[1], body(`${world.kind} root-sync-2`));
  await world.state(rsync, (key) => key === keyOf(second));
  const annotations = (await world.client.get(rsync)).metadata.annotations ?? {};
  deepEqual(
    Object.keys(JSON.parse(annotations[stateAnnotation] ?? '{}') as object),
    [keyOf(second), keyOf(first)].sort(),
  );
}

async function credentialsApart(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap();
  await world.secret(receiver);
  const root = await world.rsync({ name: 'root-sync', triggers: ['on-sync-synced'] });
  const repo = await world.rsync({ kind: 'RepoSync', name: 'repo-sync', triggers: ['on-sync-synced'] });
  const { metadata } = fixture('secret');
  await world.client.apply({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { ...metadata, name: 'shop', namespace: world.namespace },
    stringData: { username: 'user', password: 'pass456', receiver: receiver.url },
  });
  await world.process(root);
  await world.process(repo, { secret: 'shop' });
  await world.client.setStatus(root, synced(first));
  await receiver.exactly(1);
  await world.client.setStatus(repo, synced(first));
  const got = (await receiver.exactly(2)).map(({ body, headers }) => [body, headers['authorization']]);
  deepEqual(got, [
    [body('RootSync root-sync'), basic('user:pass123')],
    [body('RepoSync repo-sync'), basic('user:pass456')],
  ]);
}

async function wholeNamespace(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap();
  await world.secret(receiver);
  const subscribed = [];
  for (const name of ['one', 'two', 'three'])
    subscribed.push(await world.rsync({ name, triggers: ['on-sync-synced'] }));
  await world.process({ apiVersion: '', kind: 'RootSync', metadata: { name: '' } });
  for (const rsync of subscribed) await world.client.setStatus(rsync, synced(first));
  const late = await world.rsync({ name: 'four', triggers: ['on-sync-synced'] });
  await world.client.setStatus(late, synced(first));
  const names = (await receiver.exactly(4)).map(({ body }) => /RootSync (\w+)/.exec(body)?.[1]);
  deepEqual(names.sort(), ['four', 'one', 'three', 'two']);
}

export const syncedScenarios: readonly Scenario[] = [
  { name: 'each synced commit is told once, restarts included', run: eachCommitOnce, upstream: true, managed: both },
  { name: 'RootSync and RepoSync use their own credentials', run: credentialsApart, upstream: true },
  { name: 'one process serves every RSync of a namespace', run: wholeNamespace },
];

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { life } from '../../controller/demo/life.ts';
import type { KubernetesObject } from '../../controller/kubernetes/index.ts';
import { apiOf, fired, give, read } from './catalog.ts';

const root = join(import.meta.dirname, '../..');
const shared = join(root, '../shared/data');

const catalog = apiOf(join(root, 'deploy/catalog/configmap.yaml'));

/** The triggers of ours that upstream has too, and that hold. */
async function firedOf(rsync: KubernetesObject): Promise<string[]> {
  return (await fired(catalog, rsync)).filter((trigger) => own.includes(trigger));
}

const own = [
  'on-reconciler-created',
  'on-reconciler-deleted',
  'on-reconciler-reconciling',
  'on-reconciler-stalled',
  'on-sync-failed',
  'on-sync-pending',
  'on-sync-synced',
];

describe('the catalog', () => {
  const metadata = { name: 'root-sync', namespace: 'config-management-system', uid: '1' };
  const states = life.map(({ state, status, deleted }): [string, KubernetesObject] => [
    state,
    {
      apiVersion: 'configsync.gke.io/v1beta1',
      kind: 'RootSync',
      metadata: deleted ? { ...metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } : metadata,
      ...(status ? { status } : {}),
    },
  ]);
  const want: Readonly<Record<string, readonly string[]>> = {
    created: [],
    reconciling: ['on-reconciler-reconciling'],
    syncing: ['on-sync-pending'],
    synced: ['on-sync-synced'],
    'source error': ['on-sync-failed'],
    'syncing a new commit': ['on-sync-pending'],
    'synced again': ['on-sync-synced'],
    stalled: ['on-reconciler-reconciling', 'on-reconciler-stalled'],
    deleted: ['on-reconciler-deleted'],
  };

  it.each(states)('fires on an RSync that is %s', async (state, rsync) => {
    expect(await firedOf(rsync)).toEqual(['on-reconciler-created', ...(want[state] ?? [])]);
  });

  it('is news again when a changed spec syncs the same commit, or another error comes up', async () => {
    const synced = life.find(({ state }) => state === 'synced')?.status;
    const at = (observedGeneration: number): KubernetesObject => ({
      apiVersion: '',
      kind: 'RootSync',
      metadata,
      status: { ...synced, observedGeneration },
    });
    const given = await Promise.all([1, 1, 2].map((generation) => give(catalog, 'on-sync-synced', at(generation))));
    expect(new Set(given.map(({ oncePer }) => oncePer)).size).toBe(2);
  });

  it('says what failed', async () => {
    const [, rsync] = states.find(([state]) => state === 'source error') as [string, KubernetesObject];
    expect((await give(catalog, 'on-sync-failed', rsync)).messages['message_slack']).toBe(
      'RootSync config-management-system/root-sync failed to sync 3f6b1c2d9e804a57b1d2c3e4f5061728394a5b6c.\n\n' +
        'KNV2004: error in the git-sync container: authentication failed for https://git.example.com/platform/fleet\n',
    );
  });
});

const vectors = join(shared, 'rsync-vectors.json');

describe.skipIf(!existsSync(vectors))('recorded answers of Go (skipped where the shared vectors are absent)', () => {
  const recorded = existsSync(vectors)
    ? (JSON.parse(readFileSync(vectors, 'utf8')) as Record<
        string,
        { triggers: Record<string, Record<string, unknown>> }
      >)
    : {};
  const examples = existsSync(vectors)
    ? readdirSync(join(shared, 'rsync-examples')).filter((file) => recorded[file])
    : [];

  it('are there for all examples', () => {
    expect(examples.length).toBeGreaterThanOrEqual(26);
  });

  it.each(examples)('agree with ours for %s', async (file) => {
    const upstream = apiOf(join(shared, 'rsync-catalog/upstream-docs-quoted.yaml'));
    const rsync = read(join(shared, 'rsync-examples', file)) as unknown as KubernetesObject;
    for (const [name, want] of Object.entries(recorded[file]?.triggers ?? {})) {
      if (!name.startsWith('cs/')) continue;
      const { triggered, oncePer, key, message_slack } = want;
      const messages = triggered ? { message_slack } : {};
      const { error: _, ...got } = await give(upstream, name.slice(3), rsync);
      expect({ name, ...got }).toEqual({ name, triggered, oncePer, key, messages });
    }
  });

  /** The error list is truncated to nothing, which upstream's catalog takes for success. */
  const mistaken: Readonly<Record<string, readonly string[]>> = {
    '21-reposync-git-sync-error-fully-truncated.yaml': ['on-reconciler-created', 'on-sync-failed'],
  };

  it.each(examples)('fire the catalog of this project on the same states: %s', async (file) => {
    const rsync = read(join(shared, 'rsync-examples', file)) as unknown as KubernetesObject;
    const want = own.filter((trigger) => recorded[file]?.triggers[`cs/${trigger}`]?.['triggered']);
    expect(await firedOf(rsync)).toEqual(mistaken[file] ?? want);
  });
});

import { expect, it } from 'vitest';
import { isReconcilerOf, ownerKey, ownerKeyOf, ownerLabels, ownerOf } from './owner.ts';

const owner = { kind: 'RepoSync', namespace: 'a', name: 'b' };

function object(labels?: Record<string, string>) {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x', ...(labels && { labels }) } };
}

it('knows whose an object is by its labels', () => {
  expect(ownerKeyOf(object(ownerLabels(owner, 'system')))).toBe('RepoSync/a/b');
  expect(ownerOf('RepoSync/a/b')).toEqual(owner);
  expect(ownerKey(owner)).toBe('RepoSync/a/b');
});

it.each([
  ['no labels', undefined],
  [
    'the labels of Config Sync',
    { ...ownerLabels(owner, 'system'), 'app.kubernetes.io/managed-by': 'reconciler-manager' },
  ],
  ['labels that lack a name', { ...ownerLabels(owner, 'system'), 'configsync.gke.io/sync-name': '' }],
])('an object with %s is not ours', (_what, labels) => {
  expect(ownerKeyOf(object(labels))).toBeUndefined();
});

it.each([
  [{ 'configsync.gke.io/sync-namespace': 'a', 'configsync.gke.io/sync-name': 'b' }, true],
  [{ 'configsync.gke.io/sync-namespace': 'a-b-1', 'configsync.gke.io/sync-name': 'repo-sync' }, false],
  [{ 'configsync.gke.io/sync-kind': 'RootSync' }, false],
  [undefined, true],
])('a Deployment with labels %o may be its reconciler: %s', (labels, expected) => {
  expect(isReconcilerOf(object(labels as Record<string, string> | undefined), owner)).toBe(expected);
});

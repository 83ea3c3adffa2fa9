import { expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/index.ts';
import { corrected, covers, differenceOf } from './diff.ts';

const labels = { 'app.kubernetes.io/managed-by': 'notification-manager' };
const owner = (uid: string) => [{ kind: 'RepoSync', name: 'repo-sync', uid }];

function object(kind: string, content: object, metadata: object = {}): KubernetesObject {
  return { apiVersion: 'v1', kind, metadata: { name: 'x', namespace: 'n', labels, ...metadata }, ...content };
}

const binding = { subjects: [{ name: 'a' }], roleRef: { name: 'a' } };

it.each<[string, KubernetesObject, KubernetesObject, string]>([
  ['the same data', object('ConfigMap', { data: { a: 'b' } }), object('ConfigMap', { data: { a: 'b' } }), 'none'],
  ['no data and none', object('ConfigMap', { data: {} }), object('ConfigMap', {}), 'none'],
  ['changed data', object('ConfigMap', { data: { a: 'c' } }), object('ConfigMap', { data: { a: 'b' } }), 'update'],
  [
    'stray data',
    object('ConfigMap', { data: { a: 'b', c: 'd' } }),
    object('ConfigMap', { data: { a: 'b' } }),
    'update',
  ],
  ['stray binary data', object('ConfigMap', { binaryData: { a: 'Yg==' } }), object('ConfigMap', {}), 'update'],
  ['a lost label', object('Lease', {}, { labels: {} }), object('Lease', {}), 'update'],
  ['a stray label', object('Lease', {}, { labels: { ...labels, more: 'x' } }), object('Lease', {}), 'none'],
  ['a spec that others write', object('Lease', { spec: { holderIdentity: 'x' } }), object('Lease', {}), 'none'],
  ['another type of Secret', object('Secret', { type: 'x' }), object('Secret', { type: 'Opaque' }), 'replace'],
  ['an immutable copy', object('ConfigMap', { immutable: true }), object('ConfigMap', {}), 'replace'],
  ['more rules', object('Role', { rules: [1, 2] }), object('Role', { rules: [1] }), 'update'],
  ['the same binding', object('RoleBinding', binding), object('RoleBinding', binding), 'none'],
  [
    'another role',
    object('RoleBinding', { ...binding, roleRef: { name: 'b' } }),
    object('RoleBinding', binding),
    'replace',
  ],
  ['another subject', object('RoleBinding', { ...binding, subjects: [] }), object('RoleBinding', binding), 'update'],
  [
    'an RSync of the same name that is no more',
    object('Notification', {}, { ownerReferences: owner('1') }),
    object('Notification', {}, { ownerReferences: owner('2') }),
    'replace',
  ],
  ['no owner yet', object('Notification', {}), object('Notification', {}, { ownerReferences: owner('2') }), 'update'],
  [
    'defaults of the server',
    object('Deployment', { spec: { replicas: 1, paused: false } }),
    object('Deployment', { spec: { replicas: 1 } }),
    'none',
  ],
  [
    'other replicas',
    object('Deployment', { spec: { replicas: 0 } }),
    object('Deployment', { spec: { replicas: 1 } }),
    'update',
  ],
])('%s', (_what, live, desired, difference) => {
  expect(differenceOf(live, desired)).toBe(difference);
  if (difference === 'update' && live.kind !== 'Deployment')
    expect(differenceOf(corrected(live, desired), desired)).toBe('none');
});

it('keeps what others wrote', () => {
  const live = object('Role', { rules: [1], status: 'kept' }, { labels: { theirs: 'x' }, resourceVersion: '7' });
  expect(corrected(live, object('Role', { rules: [2] }))).toEqual({
    ...live,
    rules: [2],
    metadata: { ...live.metadata, labels: { ...labels, theirs: 'x' } },
  });
});

it.each([
  [{ a: 1, b: 2 }, { a: 1 }, true],
  [{ a: 1 }, { a: 1, b: undefined }, true],
  [{ a: [{ b: 1, c: 2 }] }, { a: [{ b: 1 }] }, true],
  [{ a: [1, 2] }, { a: [1] }, false],
  [{ a: [2, 1] }, { a: [1, 2] }, false],
  [undefined, {}, true],
  [undefined, { a: 1 }, false],
  [{}, { constructor: 1 }, false],
])('%o covers %o: %s', (live, desired, expected) => {
  expect(covers(live, desired)).toBe(expected);
});

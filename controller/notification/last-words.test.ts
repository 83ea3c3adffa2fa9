import { beforeEach, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/index.ts';
import { FakeLease } from './fake-lease.ts';
import { LastWords } from './last-words.ts';

const prefix = 'notifications.configsync.gke.io';
const state = `notified.${prefix}`;

let lease: FakeLease;
let words: LastWords;

beforeEach(() => {
  lease = new FakeLease({ theirs: 'x' });
  words = new LastWords(lease, prefix);
});

function rsync(uid: string, annotations: Record<string, string> = {}): KubernetesObject {
  return { apiVersion: 'v1', kind: 'RootSync', metadata: { name: 'root-sync', uid, annotations } };
}

it('are what was noted about this very object, and what it carries itself', async () => {
  await words.note(rsync('1'), 'a:local:', 10);
  await words.note(rsync('1'), 'b:local:', 20);
  expect(lease.annotations).toEqual({
    theirs: 'x',
    [`${prefix}/uid`]: '1',
    [state]: '{"a:local:":10,"b:local:":20}',
  });
  expect([...words.heard(rsync('1', { [state]: '{"c:local:": 30}' }))]).toEqual([
    ['a:local:', 10],
    ['b:local:', 20],
    ['c:local:', 30],
  ]);
  expect([...words.heard(rsync('2'))]).toEqual([]);
});

it('are those about the last object of the name', async () => {
  await words.note(rsync('1'), 'a:local:', 10);
  await words.note(rsync('2'), 'b:local:', 20);
  expect([...words.heard(rsync('1'))]).toEqual([]);
  expect([...words.heard(rsync('2'))]).toEqual([['b:local:', 20]]);
});

it('are none while nothing was noted, whatever the annotations say', async () => {
  lease.annotations = { [`${prefix}/uid`]: '1', [state]: 'no JSON' };
  expect([...words.heard(rsync('1'))]).toEqual([]);
  await words.note(rsync('1'), 'a:local:', 10);
  expect([...words.heard(rsync('1'))]).toEqual([['a:local:', 10]]);
});

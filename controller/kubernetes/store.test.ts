import { beforeEach, expect, it } from 'vitest';
import type { KubernetesObject } from './object.ts';
import { Store } from './store.ts';

let told: string[];
let store: Store;

beforeEach(() => {
  told = [];
  store = new Store({
    onAdd: ({ metadata }) => told.push(`+${metadata.name}`),
    onUpdate: ({ metadata }) => told.push(`~${metadata.name}`),
    onDelete: ({ metadata }) => told.push(`-${metadata.name}`),
  });
});

function object(name: string, resourceVersion: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Thing', metadata: { name, uid: name, resourceVersion } };
}

const version = (name: string) => store.get(name)?.metadata.resourceVersion;

it('takes in a list page by page, and deletes what it lacks with the last one', () => {
  store.set(object('old', '1'));
  store.set(object('kept', '2'));
  const take = store.listing();
  take([object('kept', '2'), object('new', '3')], false);
  expect(told).toEqual(['+old', '+kept', '+new']);
  take([object('last', '4')], true);
  expect(told).toEqual(['+old', '+kept', '+new', '-old', '+last']);
});

it('keeps what was written while a list was read, and believes the list in all else', () => {
  store.set(object('a', '10'));
  store.set(object('b', '10'));
  store.written(object('b', '11'));
  const take = store.listing();
  store.written(object('a', '12'));
  take([object('a', '10'), object('b', '9')], true);
  expect([version('a'), version('b')]).toEqual(['12', '9']);
});

it('knows the echo of a write once, and none of before a list', () => {
  store.set(object('a', '1'));
  store.written(object('a', '2'));
  store.written(object('unknown', '3'));
  store.written(object('a', '1'));
  expect(['1', '2', '2', '3'].map((each) => store.isEcho(each))).toEqual([false, true, false, false]);
  store.written(object('a', '4'));
  store.listing();
  expect(store.isEcho('4')).toBe(false);
});

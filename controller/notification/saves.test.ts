import { beforeEach, expect, it } from 'vitest';
import { ControllerError } from '../errors.ts';
import type { KubernetesObject } from '../kubernetes/index.ts';
import { settled } from '../kubernetes/manual-clock.ts';
import { silentLog } from '../log.ts';
import { Saves, type SavesOptions } from './saves.ts';

let begun: string[];
let ends: Map<string, () => void>;
let went: string[];

beforeEach(() => {
  begun = [];
  ends = new Map();
  went = [];
});

/** Adds saves `<object><number>`, which end when told to; the names of those after which the next may be sent are in `went`. */
async function add(saves: Saves, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const metadata = { name, uid: name.slice(0, 1) };
    void saves.add({ apiVersion: 'v1', kind: 'RootSync', metadata }, 'key', 7).then(() => went.push(name));
  }
  await settled();
}

async function end(name: string): Promise<void> {
  ends.get(name)?.();
  await settled();
}

function start(isJournaled: boolean, more: Partial<SavesOptions> = {}): Saves {
  const persist = ({ metadata }: KubernetesObject) => {
    begun.push(metadata.name);
    return new Promise<void>((resolve) => ends.set(metadata.name, resolve));
  };
  const state = { isJournaled, isUnsaved: () => false, persist };
  return new Saves({ state, isCrowded: () => false, onSaved: () => undefined, log: silentLog, ...more });
}

it('without a journal nothing is sent before the last is saved', async () => {
  const saves = start(false);
  await add(saves, ['a1']);
  expect([begun, went, saves.size]).toEqual([['a1'], [], 1]);
  await end('a1');
  expect([went, saves.size]).toEqual([['a1'], 0]);
});

it('with a journal four messages run ahead, and a fifth waits until it is saved', async () => {
  const saves = start(true);
  await add(saves, ['a1', 'b1', 'c1', 'd1', 'e1']);
  expect([begun, went]).toEqual([
    ['a1', 'b1', 'c1', 'd1'],
    ['a1', 'b1', 'c1', 'd1'],
  ]);
  await end('a1');
  expect([begun.at(-1), went.length]).toEqual(['e1', 4]);
  await end('e1');
  expect(went.at(-1)).toBe('e1');
});

it('with a ledger as many run ahead as it has room for, and few are saved meanwhile', async () => {
  let room = Promise.resolve();
  let isFull = false;
  const ledger = {
    room: () => room,
    get isFull() {
      return isFull;
    },
  };
  const saves = start(true, { ledger, isCrowded: () => true });
  await add(saves, ['a1', 'b1', 'c1', 'd1', 'e1', 'f1']);
  expect([begun, went.length]).toEqual([['a1', 'b1'], 6]);
  room = new Promise(() => undefined);
  isFull = true;
  await add(saves, ['g1']);
  expect([begun, went.length]).toEqual([['a1', 'b1', 'c1', 'd1'], 6]);
});

it('the states of one object are written one after the other', async () => {
  const saves = start(true);
  await add(saves, ['a1', 'a2', 'b1']);
  expect(begun).toEqual(['a1', 'b1']);
  await end('a1');
  expect(begun).toEqual(['a1', 'b1', 'a2']);
});

it('all are waited for', async () => {
  const saves = start(true);
  await add(saves, ['a1', 'b1']);
  let isOver = false;
  void saves.all().then(() => {
    isOver = true;
  });
  await end('a1');
  expect(isOver).toBe(false);
  await end('b1');
  expect([isOver, saves.size]).toEqual([true, 0]);
});

it('what cannot be saved is told of, and noted elsewhere when its object is gone', async () => {
  const told: [string, boolean][] = [];
  const notes: string[] = [];
  const errors = [new ControllerError('NotFound', 'rootsync a', 'gone'), new ControllerError('Forbidden', 'b', 'no')];
  const state = {
    isJournaled: true,
    isUnsaved: () => false,
    persist: async () => {
      throw errors.shift();
    },
  };
  const saves = start(true, {
    state,
    lastWords: { note: async ({ metadata }, key, seconds) => void notes.push(`${metadata.name} ${key} ${seconds}`) },
    onSaved: ({ metadata }, failed) => told.push([metadata.name, failed]),
  });
  await add(saves, ['a1', 'b1']);
  await saves.all();
  expect(told.sort()).toEqual([
    ['a1', true],
    ['b1', true],
  ]);
  expect(notes).toEqual(['a1 key 7']);
});

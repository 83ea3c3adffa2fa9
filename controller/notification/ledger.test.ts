import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock, settled } from '../kubernetes/manual-clock.ts';
import { FakeLease } from './fake-lease.ts';
import { Ledger } from './ledger.ts';

const prefix = 'notifications.configsync.gke.io';
const annotation = `${prefix}/unsaved`;

let lease: FakeLease;
let clock: ManualClock;
let errors: string[];
let ledger: Ledger;

beforeEach(() => {
  lease = new FakeLease({ theirs: 'x' });
  clock = new ManualClock();
  errors = [];
  ledger = start();
});

function start(): Ledger {
  return new Ledger({ lease, prefix, clock, onError: ({ code }) => errors.push(code) });
}

/** The one that leads next. */
function successor(): Ledger {
  const next = start();
  next.inherit();
  return next;
}

function accept(count: number, id = 'id'): void {
  for (let i = 0; i < count; i++) ledger.accepted(id, `k${i}`);
}

/** How much the Lease lists. */
function listed(): number {
  return (lease.annotations[annotation]?.split(' ')[1]?.length ?? 0) / 16;
}

describe('a ledger', () => {
  it('writes nothing while little is unsaved', async () => {
    accept(5);
    ledger.settled('id', ['k0']);
    ledger.accepted('id', 'k5');
    await clock.pass(60_000);
    await ledger.room();
    expect(lease.writes).toBe(0);
    await ledger.close();
    expect(listed()).toBe(5);
  });

  it('lists what is unsaved beside the annotations of others, for whoever leads next', async () => {
    accept(6);
    await settled();
    expect(lease.annotations['theirs']).toBe('x');
    expect(lease.annotations[annotation]).toMatch(/^1000 [\w-]{96}$/);
    const noted = successor().inheritedOf('id');
    expect(noted?.seconds).toBe(1000);
    expect(['k0', 'k5', 'k6'].map((key) => noted?.has(key))).toEqual([true, true, false]);
  });

  it('tells of an object once, and of no other', async () => {
    accept(6);
    await settled();
    const next = successor();
    expect(next.inheritedOf('other')).toBeUndefined();
    expect(next.inheritedOf('id')).toBeDefined();
    expect(next.inheritedOf('id')).toBeUndefined();
  });

  it('writes what is accepted meanwhile with one call, and lets twelve be accepted before it is written', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    lease.answer = () => promise;
    accept(11);
    let goesOn = false;
    await ledger.room();
    ledger.accepted('id', 'k11');
    void ledger.room().then(() => {
      goesOn = true;
    });
    await settled();
    expect([goesOn, lease.writes]).toEqual([false, 0]);
    lease.answer = undefined;
    resolve();
    await settled();
    expect([goesOn, lease.writes, listed()]).toEqual([true, 2, 12]);
  });

  it('lets no more be accepted than a thousand that are not saved', async () => {
    let goesOn = false;
    accept(1_000);
    await settled();
    expect([ledger.isFull, listed()]).toEqual([true, 1_000]);
    void ledger.room().then(() => {
      goesOn = true;
    });
    await settled();
    expect(goesOn).toBe(false);
    ledger.settled('id', ['k7']);
    await settled();
    expect([goesOn, ledger.isFull]).toEqual([true, false]);
  });

  it('takes what is saved from the Lease soon after', async () => {
    accept(6);
    await settled();
    ledger.settled('id', ['k0', 'k1', 'unknown']);
    ledger.settled('other');
    await clock.pass(499);
    expect(listed()).toBe(6);
    await clock.pass(1);
    expect(listed()).toBe(4);
    ledger.settled('id');
    await clock.pass(500);
    expect(lease.annotations).toEqual({ theirs: 'x' });
    expect(clock.timers).toBe(0);
  });

  it('takes what may be sent again from the Lease before the state says so', async () => {
    accept(6);
    await settled();
    ledger.settled('id', ['k0']);
    await ledger.unlist('id', ['k9']);
    expect(listed()).toBe(6);
    await ledger.unlist('id', ['k9', 'k0']);
    expect(listed()).toBe(5);
    expect(successor().inheritedOf('id')?.has('k0')).toBe(false);
  });

  it('does not let that pass when the Lease cannot be written', async () => {
    accept(6);
    await settled();
    ledger.settled('id', ['k0']);
    lease.refuse();
    await expect(ledger.unlist('id', ['k0'])).rejects.toMatchObject({ code: 'Forbidden' });
  });

  it('tries again with growing pauses when the Lease cannot be written', async () => {
    lease.refuse();
    accept(20);
    await clock.pass(0);
    let goesOn = false;
    void ledger.room().then(() => {
      goesOn = true;
    });
    await clock.pass(600 + 1_200);
    expect([errors, goesOn]).toEqual([['Forbidden', 'Forbidden', 'Forbidden'], false]);
    lease.answer = undefined;
    await clock.pass(2_400);
    expect([listed(), goesOn]).toEqual([20, true]);
  });

  it('does not trust what a write that failed may have left', async () => {
    lease.refuse();
    accept(6);
    await settled();
    ledger.settled('id');
    accept(6);
    lease.answer = undefined;
    await clock.pass(600);
    expect(listed()).toBe(6);
  });

  it('goes on listing what the leader before has noted about objects that were not looked at', async () => {
    accept(6, 'a');
    accept(6, 'b');
    await settled();
    ledger = successor();
    ledger.inheritedOf('a');
    accept(6, 'c');
    await settled();
    const third = successor();
    expect(['a', 'b', 'c'].map((id) => third.inheritedOf(id) !== undefined)).toEqual([false, true, true]);
  });

  it('knows nothing any more when another process leads', async () => {
    accept(6);
    await settled();
    expect(ledger.isNoted('id', 'k0')).toBe(true);
    const { writes } = lease;
    ledger.settled('id', ['k1']);
    ledger.handOver();
    expect(ledger.isNoted('id', 'k0')).toBe(false);
    await clock.pass(60_000);
    await ledger.close();
    expect(lease.writes).toBe(writes);
  });

  it.each([
    '',
    'nonsense',
    '1000 tooShort',
    `1000 ${'a'.repeat(17)}`,
    `x ${'a'.repeat(16)}`,
  ])('takes an annotation %j for an empty one', (text) => {
    lease.annotations = { [annotation]: text };
    expect(successor().inheritedOf('id')).toBeUndefined();
  });

  it('does not trust what was noted more than an hour ago', async () => {
    accept(6);
    await settled();
    await clock.pass(3_601_000);
    const next = successor();
    expect(next.inheritedOf('id')).toBeUndefined();
    await clock.pass(500);
    expect(lease.annotations).toEqual({ theirs: 'x' });
  });
});

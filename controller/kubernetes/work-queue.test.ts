import { describe, expect, it } from 'vitest';
import { ManualClock, settled } from './manual-clock.ts';
import { WorkQueue, type WorkQueueOptions } from './work-queue.ts';

/** A queue whose work is logged as `+key` and, when released, `-key`. */
function queueOf(options: Partial<WorkQueueOptions> = {}) {
  const clock = new ManualClock();
  const log: string[] = [];
  const running = new Map<string, PromiseWithResolvers<void>>();
  const work = async (key: string) => {
    log.push(`+${key}`);
    const gate = Promise.withResolvers<void>();
    running.set(key, gate);
    await gate.promise.finally(() => log.push(`-${key}`));
  };
  const queue = new WorkQueue({ work, clock, ...options });
  const end = async (key: string, error?: Error) => {
    const gate = running.get(key);
    if (error) gate?.reject(error);
    else gate?.resolve();
    await settled();
  };
  return { queue, clock, log, end };
}

describe('WorkQueue', () => {
  it('works on keys in the order they came, each once', async () => {
    const { queue, log, end } = queueOf();
    for (const key of ['a', 'b', 'c', 'b', 'c']) queue.add(key);
    await settled();
    expect([log.join(' '), queue.length, queue.active]).toEqual(['+a', 2, 1]);
    for (const key of ['a', 'b', 'c']) await end(key);
    expect(log.join(' ')).toBe('+a -a +b -b +c -c');
  });

  it('queues a key again that was added while at work, once and behind the others', async () => {
    const { queue, log, end } = queueOf();
    queue.add('a');
    await settled();
    for (const key of ['a', 'a', 'b']) queue.add(key);
    for (const key of ['a', 'b', 'a']) await end(key);
    expect(log.join(' ')).toBe('+a -a +b -b +a -a');
  });

  it('works on what is added before what was delayed, but for every eighth turn', async () => {
    const { queue, clock, log, end } = queueOf();
    queue.add('first');
    for (const key of ['x', 'y', 'z']) queue.addAfter(key, 10);
    await clock.pass(10);
    const news = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'y'];
    for (const key of news) queue.add(key);
    expect(queue.length).toBe(11);
    const order = ['first', 'a', 'b', 'c', 'd', 'e', 'f', 'x', 'g', 'h', 'y', 'z'];
    for (const key of order) await end(key);
    expect(log.filter((entry) => entry.startsWith('+'))).toEqual(order.map((key) => `+${key}`));
  });

  it('never works on one key twice at once, and on as many keys as it may', async () => {
    const { queue, log, end } = queueOf({ concurrency: 2 });
    for (const key of ['a', 'b', 'c', 'a']) queue.add(key);
    await settled();
    queue.add('a');
    await settled();
    expect(log).toEqual(['+a', '+b']);
    await end('b');
    expect(log).toEqual(['+a', '+b', '-b', '+c']);
    await end('a');
    expect(log).toEqual(['+a', '+b', '-b', '+c', '-a', '+a']);
  });

  it.each([
    [[500, 100, 300], 100],
    [[100, 500], 100],
    [[0, 500], 0],
    [[-5], 0],
  ])('of delays %j the earliest wins', async (delays, first) => {
    const { queue, clock, log } = queueOf();
    for (const ms of delays) queue.addAfter('a', ms);
    if (first > 0) {
      await clock.pass(first - 1);
      expect(log).toEqual([]);
    }
    await clock.pass(1);
    expect(log).toEqual(['+a']);
  });

  it('tries a failed key again after twice the time, up to a limit, and starts over after a success', async () => {
    const retries: number[] = [];
    const onError = (_key: string, _error: unknown, _failures: number, ms: number) => retries.push(ms);
    const { queue, clock, end } = queueOf({ backoff: { minMs: 100, maxMs: 500 }, onError });
    queue.add('a');
    await settled();
    for (let i = 0; i < 4; i++) {
      await end('a', new Error('no'));
      await clock.pass(500);
    }
    await end('a');
    queue.add('a');
    await settled();
    await end('a', new Error('no'));
    expect(retries).toEqual([75, 150, 300, 375, 75]);
  });

  it('spreads retries over the upper half of the backoff', () => {
    const { queue, clock } = queueOf({ backoff: { minMs: 1000 } });
    const delays = [0, 0.999].map((chance, i) => {
      clock.chance = chance;
      return queue.retry(String(i));
    });
    expect(delays).toEqual([500, 1000]);
  });

  it('survives work and reports that throw', async () => {
    const seen: string[] = [];
    const work = (key: string): Promise<void> => {
      seen.push(key);
      throw new Error('at once');
    };
    const onError = () => {
      throw new Error('report');
    };
    const { queue } = queueOf({ work, onError });
    queue.add('a');
    queue.add('b');
    await settled();
    expect(seen).toEqual(['a', 'b']);
  });

  it('forgets a removed key', async () => {
    const { queue, clock, log, end } = queueOf();
    queue.add('a');
    queue.add('b');
    queue.addAfter('b', 10);
    queue.remove('b');
    await settled();
    await end('a');
    await clock.pass(100);
    expect([log, clock.timers]).toEqual([['+a', '-a'], 0]);
  });

  it('drains: finishes what is queued, drops what is delayed, takes nothing new', async () => {
    const { queue, clock, log, end } = queueOf();
    queue.add('a');
    queue.add('b');
    queue.addAfter('c', 10);
    await settled();
    const drained = queue.drain(1000);
    queue.add('d');
    queue.addAfter('d', 1);
    await end('a');
    await end('b');
    expect(await drained).toEqual([]);
    await clock.pass(2000);
    expect([log, clock.timers]).toEqual([['+a', '-a', '+b', '-b'], 0]);
  });

  it('aborts the work that outlives a drain and tells the keys that were not finished', async () => {
    let signal: AbortSignal | undefined;
    const work = (_key: string, given: AbortSignal) => {
      signal = given;
      return new Promise<void>(() => {});
    };
    const { queue, clock } = queueOf({ work });
    queue.add('a');
    queue.add('b');
    await settled();
    const drained = queue.drain(50);
    await clock.pass(49);
    expect(signal?.aborted).toBe(false);
    await clock.pass(1);
    expect([await drained, signal?.aborted]).toEqual([['a', 'b'], true]);
  });

  it('does not try again a key that fails while it drains', async () => {
    const { queue, clock, end } = queueOf();
    queue.add('a');
    await settled();
    const drained = queue.drain(1000);
    await end('a', new Error('no'));
    expect([await drained, clock.timers]).toEqual([[], 0]);
  });

  it('drains at once when there is nothing', async () => {
    const { queue, clock } = queueOf();
    expect([await queue.drain(1000), clock.timers]).toEqual([[], 0]);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { Answers } from './answers.ts';

describe('other work', () => {
  it('waits for answers that come soon', async () => {
    const answers = new Answers();
    const order: string[] = [];
    const answer = Promise.withResolvers<string>();
    const sent = answers.of(answer.promise).then((text) => order.push(text));
    const quiet = answers.quiet().then(() => order.push('work'));
    answer.resolve('answer');
    await Promise.all([sent, quiet]);
    expect(order).toEqual(['answer', 'work']);
  });

  it('waits once for one that does not come, and fails with none', async () => {
    const answers = new Answers();
    const answer = Promise.withResolvers<string>();
    const sent = answers.of(answer.promise);
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const first = answers.quiet();
    vi.advanceTimersByTime(2);
    await first;
    await answers.quiet();
    vi.useRealTimers();
    answer.reject(new Error('no'));
    await expect(sent).rejects.toThrow('no');
    await answers.quiet();
  });

  it('is done in turns, between which answers are read', async () => {
    const answers = new Answers();
    const order: string[] = [];
    void sleep(0).then(() => order.push('answer'));
    const work = Array.from({ length: 50 }, async (_, i) => {
      await answers.turn();
      const until = performance.now() + 1;
      while (performance.now() < until);
      order.push(`work ${i}`);
    });
    await Promise.all(work);
    expect(order.indexOf('answer')).toBeLessThan(25);
  });
});

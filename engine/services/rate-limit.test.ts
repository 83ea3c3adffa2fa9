import { describe, expect, it } from 'vitest';
import { EngineError } from '../errors.ts';
import { RateLimit, wait } from './rate-limit.ts';

describe('RateLimit', () => {
  it('never waits before a limit is asked for', () => {
    const limit = new RateLimit();
    expect([0, 0, 1].map((now) => limit.take(now))).toEqual([0, 0, 0]);
  });

  it('lets the first through at once, then one in an interval', () => {
    const limit = new RateLimit();
    limit.limit(1000, 50);
    expect(limit.take(50)).toBe(0);
    expect(limit.take(50)).toBe(1000);
    expect(limit.take(50)).toBe(2000);
  });

  it('counts the time that has gone by', () => {
    const limit = new RateLimit();
    limit.limit(1000, 0);
    limit.take(0);
    limit.limit(2000, 500);
    expect(limit.take(500)).toBe(1000);
    expect(limit.take(9500)).toBe(0);
  });

  it('takes nothing that would have to be waited for too long', () => {
    const limit = new RateLimit();
    limit.limit(1000, 0);
    limit.take(0);
    expect([limit.take(0, 999), limit.take(0, 999), limit.take(0, 1000)]).toEqual([1000, 1000, 1000]);
    expect(limit.take(0)).toBe(2000);
  });

  it('has no limit again for an interval of 0', () => {
    const limit = new RateLimit();
    limit.limit(1000, 0);
    limit.take(0);
    limit.limit(0, 0);
    expect([limit.take(0), limit.take(0)]).toEqual([0, 0]);
  });
});

it('stops waiting when it is told to', async () => {
  const waiting = wait(60_000, AbortSignal.timeout(5));
  await expect(waiting).rejects.toThrow(new EngineError('send', 'context canceled'));
});

import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from '../errors.ts';

/**
 * How often something may be done: without limit until a receiver asks for one, then once in an interval, of which the first
 * is at once. It is x/time/rate's limiter with a burst of 1, as upstream uses it. Milliseconds of a monotonic clock.
 */
export class RateLimit {
  private interval = 0;
  private tokens = 1;
  private last = 0;

  /** Takes a token, and gives how long to wait for it; when that is longer than `longest`, none is taken. */
  take(now: number, longest = Number.POSITIVE_INFINITY): number {
    if (this.interval <= 0) return 0;
    this.advance(now);
    const delay = Math.max(0, 1 - this.tokens) * this.interval;
    if (delay <= longest) this.tokens -= 1;
    return delay;
  }

  /** One in `interval` from now on; none for 0. */
  limit(interval: number, now: number): void {
    this.advance(now);
    this.interval = interval;
  }

  private advance(now: number): void {
    const gained = this.interval <= 0 ? 1 : (now - this.last) / this.interval;
    this.tokens = Math.min(1, this.tokens + gained);
    this.last = now;
  }
}

/** Resolves after that many milliseconds. @throws {EngineError} `context canceled` when the signal comes first */
export async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (error) {
    throw new EngineError('send', 'context canceled', { cause: error });
  }
}

import { type BackoffOptions, backoffMs, type Clock, systemClock } from './clock.ts';
import { Fifo } from './fifo.ts';

export interface WorkQueueOptions {
  /** Work on one key. Its signal aborts when a drain runs out of time. Throwing schedules the key again with backoff. */
  readonly work: (key: string, signal: AbortSignal) => Promise<void>;
  /** Keys at work at once, default 1. */
  readonly concurrency?: number | undefined;
  /** Default 1 s to 5 min. */
  readonly backoff?: BackoffOptions | undefined;
  /** What work threw, with the number of failures in a row and the delay in milliseconds until the next try. */
  readonly onError?: ((key: string, error: unknown, failures: number, retryMs: number) => void) | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * A first-in-first-out queue of keys. A key is queued once however often it is added, and is never at work twice at once:
 * added while at work, it is queued when that work ends. What was delayed goes behind what is added now, but for every eighth turn, so that
 * news does not wait for thousands of second looks.
 */
export class WorkQueue {
  private readonly options: WorkQueueOptions;
  private readonly clock: Clock;
  private readonly ready = new Fifo<string>();
  /** Keys whose delay is over. */
  private readonly delayed = new Fifo<string>();
  private turns = 0;
  private readonly busy = new Set<string>();
  private readonly again = new Set<string>();
  private readonly later = new Map<string, { readonly at: number; readonly cancel: () => void }>();
  private readonly failures = new Map<string, number>();
  private readonly stopping = new AbortController();
  private drained: PromiseWithResolvers<void> | undefined;

  constructor(options: WorkQueueOptions) {
    this.options = options;
    this.clock = options.clock ?? systemClock;
  }

  /** Keys waiting, not those at work or delayed. */
  get length(): number {
    return this.ready.size + this.delayed.size;
  }

  /** Keys at work. */
  get active(): number {
    return this.busy.size;
  }

  /** Queues the key now. */
  add(key: string): void {
    if (this.drained !== undefined) return;
    this.delayed.delete(key);
    if (this.busy.has(key)) this.again.add(key);
    else this.ready.add(key);
    this.pump();
  }

  /** Queues the key in `ms` milliseconds; of several times the earliest wins. */
  addAfter(key: string, ms: number): void {
    if (ms <= 0) this.add(key);
    if (ms <= 0 || this.drained !== undefined) return;
    const at = this.clock.now() + ms;
    const known = this.later.get(key);
    if (known !== undefined && known.at <= at) return;
    known?.cancel();
    const cancel = this.clock.after(ms, () => {
      this.later.delete(key);
      if (this.busy.has(key)) this.again.add(key);
      else if (!this.ready.has(key)) this.delayed.add(key);
      this.pump();
    });
    this.later.set(key, { at, cancel });
  }

  /** Counts a failure of the key and queues it after its backoff. Returns the delay in milliseconds. */
  retry(key: string): number {
    const failures = (this.failures.get(key) ?? 0) + 1;
    this.failures.set(key, failures);
    const ms = backoffMs(failures, { minMs: 1000, maxMs: 300_000, ...this.options.backoff }, this.clock);
    this.addAfter(key, ms);
    return ms;
  }

  /** Resets the backoff of the key; done by itself when work succeeds. */
  forget(key: string): void {
    this.failures.delete(key);
  }

  /** Forgets all about a key whose object is gone; work under way goes on. */
  remove(key: string): void {
    this.forget(key);
    this.ready.delete(key);
    this.delayed.delete(key);
    this.again.delete(key);
    this.later.get(key)?.cancel();
    this.later.delete(key);
  }

  /**
   * Accepts nothing more, drops what is delayed and finishes what is queued. After `ms` the signal of the work aborts.
   * Returns the keys that were not finished.
   */
  async drain(ms: number): Promise<readonly string[]> {
    this.drained ??= Promise.withResolvers<void>();
    for (const { cancel } of this.later.values()) cancel();
    this.later.clear();
    const cancel = this.clock.after(ms, () => this.drained?.resolve());
    this.pump();
    await this.drained.promise;
    cancel();
    const unfinished = [...new Set([...this.busy, ...this.ready.values(), ...this.delayed.values(), ...this.again])];
    this.ready.clear();
    this.delayed.clear();
    this.again.clear();
    this.stopping.abort();
    return unfinished;
  }

  private pump(): void {
    for (;;) {
      if (this.stopping.signal.aborted || this.busy.size >= (this.options.concurrency ?? 1)) return;
      const key = this.take();
      if (key === undefined) break;
      this.busy.add(key);
      void this.run(key);
    }
    if (this.busy.size === 0) this.drained?.resolve();
  }

  private take(): string | undefined {
    const [first, second] = ++this.turns % fairness === 0 ? [this.delayed, this.ready] : [this.ready, this.delayed];
    return first.shift() ?? second.shift();
  }

  private async run(key: string): Promise<void> {
    await Promise.resolve();
    try {
      await this.options.work(key, this.stopping.signal);
      this.forget(key);
    } catch (error) {
      this.fail(key, error);
    }
    this.busy.delete(key);
    if (this.again.delete(key)) this.ready.add(key);
    this.pump();
  }

  private fail(key: string, error: unknown): void {
    const retryMs = this.retry(key);
    try {
      this.options.onError?.(key, error, this.failures.get(key) ?? 1, retryMs);
    } catch {
      // A report that fails is not work's failure.
    }
  }
}

/** Of so many turns one is for what was delayed. */
const fairness = 8;

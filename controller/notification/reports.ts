import { asControllerError } from '../errors.ts';
import { type Clock, WorkQueue } from '../kubernetes/index.ts';
import type { Log } from '../log.ts';
import type { Report } from './report.ts';

export interface ReportsOptions {
  /** How an object stands; undefined when there is nothing to tell of it now. */
  readonly standing: (key: string) => Report | undefined;
  /** Takes in how an object stands; a rejection has it told again, with backoff. */
  readonly report: (report: Report) => Promise<void>;
  /** How long a report had better wait, in milliseconds; 0 for not at all. */
  readonly wait: (key: string) => number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Tells how objects stand, one after the other and beside all else, so that no evaluation waits for it. */
export class Reports {
  private readonly options: ReportsOptions;
  private readonly queue: WorkQueue;
  /** Since when reports wait. */
  private readonly deferred = new Map<string, number>();

  constructor(options: ReportsOptions) {
    this.options = options;
    this.queue = new WorkQueue({
      work: (key) => this.tell(key),
      clock: options.clock,
      onError: (key, error, _failures, retryMs) => {
        const { message } = asControllerError(error, 'BadResponse', `resource ${key}`);
        options.log.warn({ resource: key, retryMs, err: message }, 'report failed');
      },
    });
  }

  /** Reports of now and those being written; what waits does not count. */
  get size(): number {
    return this.queue.length + this.queue.active;
  }

  /** Has it told how an object stands, soon. */
  add(key: string): void {
    this.queue.add(key);
  }

  /** Drops what is remembered of an object that is gone. */
  forget(key: string): void {
    this.queue.remove(key);
    this.deferred.delete(key);
  }

  /** Accepts nothing more and finishes what is queued, for at most `ms`. */
  async stop(ms: number): Promise<void> {
    await this.queue.drain(ms);
  }

  private async tell(key: string): Promise<void> {
    const wait = this.options.wait(key);
    const now = this.options.clock.now();
    const since = this.deferred.get(key) ?? now;
    if (wait > 0 && Math.abs(now - since) < longestMs) {
      this.deferred.set(key, since);
      this.queue.addAfter(key, wait);
      return;
    }
    this.deferred.delete(key);
    const report = this.options.standing(key);
    if (report) await this.options.report(report);
  }
}

/** How long a report waits in all, in milliseconds. */
const longestMs = 30_000;

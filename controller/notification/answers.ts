import { setImmediate as afterOthers } from 'node:timers/promises';

/** Sends that are awaited together. */
interface Batch {
  count: number;
  readonly over: PromiseWithResolvers<void>;
}

/**
 * The answers of receivers that are awaited. What is accepted and not yet taken down is sent again after a crash, so that an answer is
 * read before other work is begun: one piece of it in each turn of the event loop, and none while an answer may come at any moment.
 */
export class Answers {
  private batch: Batch = emptyBatch();
  private last: Promise<void> = Promise.resolve();

  /** What the send gives; it is awaited. */
  async of<T>(send: Promise<T>): Promise<T> {
    const { batch } = this;
    batch.count++;
    try {
      return await send;
    } finally {
      batch.count--;
      if (batch.count === 0) this.end(batch);
    }
  }

  /** Resolves in a turn of the event loop of its own. */
  turn(): Promise<void> {
    this.last = this.last.then(() => afterOthers());
    return this.last;
  }

  /** Resolves in a later turn, once no answer is awaited. One that has not come within two milliseconds is not waited for again. */
  quiet(): Promise<void> {
    return this.batch.count === 0 ? afterOthers() : this.answered().then(() => afterOthers());
  }

  private async answered(): Promise<void> {
    const { batch } = this;
    const timer = setTimeout(() => this.end(batch), patienceMs);
    await batch.over.promise;
    clearTimeout(timer);
  }

  private end(batch: Batch): void {
    batch.over.resolve();
    if (this.batch === batch) this.batch = emptyBatch();
  }
}

function emptyBatch(): Batch {
  return { count: 0, over: Promise.withResolvers<void>() };
}

const patienceMs = 2;

import { setImmediate as afterOthers } from 'node:timers/promises';

/**
 * The answers of receivers that are awaited. What is accepted and not yet taken down is sent again after a crash, so that an answer is
 * read before other work is begun: one piece of it in each turn of the event loop, and none while an answer may come at any moment.
 */
export class Answers {
  private awaited = 0;
  private last: Promise<void> = Promise.resolve();
  private waiting: PromiseWithResolvers<void> | undefined;

  /** What the send gives; it is awaited. */
  async of<T>(send: Promise<T>): Promise<T> {
    this.awaited++;
    try {
      return await send;
    } finally {
      this.awaited--;
      if (this.awaited === 0) this.waiting?.resolve();
    }
  }

  /** Resolves in a turn of the event loop of its own. */
  turn(): Promise<void> {
    this.last = this.last.then(() => afterOthers());
    return this.last;
  }

  /** Resolves in a later turn, once no answer is awaited or none has come within two milliseconds. One call at a time. */
  quiet(): Promise<void> {
    return this.awaited === 0 ? afterOthers() : this.answered().then(() => afterOthers());
  }

  private async answered(): Promise<void> {
    this.waiting = Promise.withResolvers<void>();
    const timer = setTimeout(this.waiting.resolve, patienceMs);
    await this.waiting.promise;
    clearTimeout(timer);
    this.waiting = undefined;
  }
}

const patienceMs = 2;

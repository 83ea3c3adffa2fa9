import type { Clock } from './clock.ts';

/** A clock for tests: time passes when told to. */
export class ManualClock implements Clock {
  /** What random() gives. */
  chance = 0.5;
  private time = 1_000_000;
  private readonly pending = new Set<{ readonly at: number; readonly run: () => void }>();

  now(): number {
    return this.time;
  }

  random(): number {
    return this.chance;
  }

  /** Timers that have not run. */
  get timers(): number {
    return this.pending.size;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.time + ms, run };
    this.pending.add(timer);
    return () => this.pending.delete(timer);
  }

  /** Lets time pass, running what becomes due in its order and what follows from it. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    for (let due = this.next(end); due !== undefined; due = this.next(end)) {
      this.pending.delete(due);
      this.time = Math.max(this.time, due.at);
      due.run();
      await settled();
    }
    this.time = end;
    await settled();
  }

  private next(end: number) {
    const due = [...this.pending].filter(({ at }) => at <= end);
    return due.sort((a, b) => a.at - b.at)[0];
  }
}

/** Resolves when promises that are already settled have been followed up. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

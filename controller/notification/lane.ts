import { Fifo } from '../kubernetes/index.ts';

interface Waiting {
  readonly group: string;
  readonly job: () => Promise<void>;
}

/** Runs jobs a few at a time, in order; two jobs of one group never run together. */
export class Lane {
  private readonly width: () => number;
  private readonly waiting = new Fifo<Waiting>();
  /** The groups at work, each with its jobs that have been passed over: they came before all that is still in `waiting`. */
  private readonly busy = new Map<string, Fifo<Waiting>>();
  private passedOver = 0;

  /** @param width how many jobs run at once; when it grows by itself, `next` begins more of them. A group at work keeps its place. */
  constructor(width: () => number) {
    this.width = width;
  }

  /** Jobs that wait. */
  get length(): number {
    return this.waiting.size + this.passedOver;
  }

  /** Queues a job, which reports its own errors. */
  add(group: string, job: () => Promise<void>): void {
    this.waiting.add({ group, job });
    this.next();
  }

  /** Begins as many jobs as may run. */
  next(): void {
    while (this.busy.size < this.width()) {
      const found = this.take();
      if (!found) return;
      const later = new Fifo<Waiting>();
      this.busy.set(found.group, later);
      this.start(found, later);
    }
  }

  /** The first job whose group is not at work. */
  private take(): Waiting | undefined {
    for (let each = this.waiting.shift(); each; each = this.waiting.shift()) {
      const later = this.busy.get(each.group);
      if (!later) return each;
      later.add(each);
      this.passedOver++;
    }
    return undefined;
  }

  private start({ group, job }: Waiting, later: Fifo<Waiting>): void {
    void job().finally(() => {
      const following = later.shift();
      if (following) {
        this.passedOver--;
        this.start(following, later);
        return;
      }
      this.busy.delete(group);
      this.next();
    });
  }
}

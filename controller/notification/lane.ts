/** Runs jobs a few at a time, in order; two jobs of one group never run together. */
export class Lane {
  private readonly width: () => number;
  private readonly waiting: { readonly group: string; readonly job: () => Promise<void> }[] = [];
  private readonly busy = new Set<string>();

  /** @param width how many jobs run at once, asked when one could begin. */
  constructor(width: () => number) {
    this.width = width;
  }

  /** Jobs that wait. */
  get length(): number {
    return this.waiting.length;
  }

  /** Queues a job, which reports its own errors. */
  add(group: string, job: () => Promise<void>): void {
    this.waiting.push({ group, job });
    this.next();
  }

  /** Begins what may begin, e.g. because the width has grown. */
  next(): void {
    while (this.busy.size < this.width()) {
      const at = this.waiting.findIndex(({ group }) => !this.busy.has(group));
      const [found] = at < 0 ? [] : this.waiting.splice(at, 1);
      if (!found) return;
      this.busy.add(found.group);
      void found.job().finally(() => {
        this.busy.delete(found.group);
        this.next();
      });
    }
  }
}

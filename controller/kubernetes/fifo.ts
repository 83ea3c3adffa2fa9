/**
 * Items in the order in which they came, each once. Whoever takes out the first one of a `Set` walks over all that were taken out
 * before; this goes on where it was.
 */
export class Fifo<T> {
  private readonly items = new Set<T>();
  private order = this.items.values();

  get size(): number {
    return this.items.size;
  }

  /** Puts an item at the end; one that is there stays where it is. */
  add(item: T): void {
    this.items.add(item);
  }

  has(item: T): boolean {
    return this.items.has(item);
  }

  delete(item: T): void {
    this.items.delete(item);
  }

  clear(): void {
    this.items.clear();
  }

  /** Takes out the first item; undefined when there is none. */
  shift(): T | undefined {
    if (this.items.size === 0) return undefined;
    let next = this.order.next();
    if (next.done) {
      this.order = this.items.values();
      next = this.order.next();
    }
    if (next.done) return undefined;
    this.items.delete(next.value);
    return next.value;
  }

  /** The items, which stay. */
  values(): Iterable<T> {
    return this.items.values();
  }
}

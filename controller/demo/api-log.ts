import type { KubernetesObject } from '../kubernetes/object.ts';
import type { Resource } from '../kubernetes/resource.ts';

/** One change. `object` has the change's resourceVersion; `previous` is the state before it. */
export interface Change {
  readonly version: number;
  readonly resource: Resource;
  readonly object: KubernetesObject;
  readonly previous: KubernetesObject | undefined;
  readonly deleted: boolean;
}

/** The last changes in order, with one counter of versions for all resources. */
export class ChangeLog {
  private changes: Change[] = [];
  private readonly listeners = new Set<(change: Change) => void>();
  private readonly limit: number;
  private last = 100;
  private dropped = 100;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Version of the last change. */
  get version(): number {
    return this.last;
  }

  /** Changes up to this version are no longer known. */
  get oldest(): number {
    return this.dropped;
  }

  /** The version that the next change will have. */
  next(): number {
    return this.last + 1;
  }

  append(change: Change): void {
    this.last = change.version;
    this.changes.push(change);
    if (this.changes.length > this.limit) this.forget(this.changes.length - Math.ceil(this.limit / 2));
    for (const listener of [...this.listeners]) listener(change);
  }

  /** Forgets every change, as compaction does. Takes a version, so that what was current before is too old. */
  compact(): void {
    this.last++;
    this.changes = [];
    this.dropped = this.last;
  }

  since(version: number): readonly Change[] {
    return this.changes.filter((change) => change.version > version);
  }

  /** Calls `listener` for every change from now on; the result ends that. */
  listen(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private forget(count: number): void {
    this.dropped = this.changes[count - 1]?.version ?? this.dropped;
    this.changes = this.changes.slice(count);
  }
}

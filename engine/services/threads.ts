/** What a thread belongs to. */
export interface ThreadKey {
  /** The name of the configured service. */
  readonly service: string;
  readonly recipient: string;
  readonly groupingKey: string;
}

/** A thread that a receiver has begun. */
export interface Thread {
  /** The first message, as the receiver names it. */
  readonly timestamp: string;
  /** The receiver's own name for the recipient. */
  readonly channel: string;
}

/**
 * Remembers threads. Plain data goes in and out, so that a store may be kept wherever the state of deliveries is kept; a
 * store may forget, and then a new thread begins. A delivery waits for both calls, so they are quick and do not fail.
 */
export interface ThreadStore {
  get(key: ThreadKey): Promise<Thread | undefined> | Thread | undefined;
  set(key: ThreadKey, thread: Thread): Promise<void> | void;
}

/** Threads in memory, the last used ones. Default: 1000. */
export class MemoryThreads implements ThreadStore {
  private readonly capacity: number;
  private readonly threads = new Map<string, Thread>();

  constructor(capacity = 1000) {
    this.capacity = capacity;
  }

  get(key: ThreadKey): Thread | undefined {
    const id = idOf(key);
    const thread = this.threads.get(id);
    if (thread) this.put(id, thread);
    return thread;
  }

  set(key: ThreadKey, thread: Thread): void {
    this.put(idOf(key), thread);
    for (const oldest of this.threads.keys()) {
      if (this.threads.size <= this.capacity) return;
      this.threads.delete(oldest);
    }
  }

  private put(id: string, thread: Thread): void {
    this.threads.delete(id);
    this.threads.set(id, thread);
  }
}

function idOf({ service, recipient, groupingKey }: ThreadKey): string {
  return JSON.stringify([service, recipient, groupingKey]);
}

import { createHash, createHmac } from 'node:crypto';

/** What a thread belongs to. */
export interface ThreadKey {
  /** The name of the configured service. */
  readonly service: string;
  readonly recipient: string;
  readonly groupingKey: string;
  /** What the service has access by, e.g. a token, or a hash of it: another one may be another workspace. Never shown. */
  readonly access: string;
}

/** A thread that a receiver has begun. */
export interface Thread {
  /** The first message, as the receiver names it. */
  readonly timestamp: string;
  /** The receiver's own name for the recipient. */
  readonly channel: string;
  /** Shows that the service has begun the thread, where others may write to what keeps it; see `sealOf`. */
  readonly seal?: string;
}

/**
 * Remembers threads. Plain data goes in and out, so that a store may be kept wherever the state of deliveries is kept; a
 * store may forget, and then a new thread begins. A delivery waits for both calls, so they are quick and do not fail.
 */
export interface ThreadStore {
  /** A thread with its seal, which the service checks; without one when nobody but this process can have put it there. */
  get(key: ThreadKey): Promise<Thread | undefined> | Thread | undefined;
  /** Called after each use. */
  set(key: ThreadKey, thread: Thread): Promise<void> | void;
}

/** The seal of a thread: an HMAC by the access of the service, so that whoever can write to a store can make up no thread. */
export function sealOf(key: ThreadKey, { timestamp, channel }: Thread): string {
  const mac = createHmac('sha256', key.access).update(JSON.stringify([threadId(key), timestamp, channel]));
  return mac.digest('base64url').slice(0, 22);
}

/** A short name for a key, from which neither `groupingKey` nor access can be read. */
export function threadId(key: ThreadKey): string {
  const { service, recipient, groupingKey, access } = key;
  const hash = createHash('sha256').update(JSON.stringify([service, recipient, groupingKey, access]));
  return `${service}:${recipient}:${hash.digest('base64url').slice(0, 22)}`;
}

/** Threads in memory, the last used ones. Default: 1000. */
export class MemoryThreads implements ThreadStore {
  private readonly capacity: number;
  private readonly threads = new Map<string, Thread>();

  constructor(capacity = 1000) {
    this.capacity = capacity;
  }

  get(key: ThreadKey): Thread | undefined {
    const id = threadId(key);
    const thread = this.threads.get(id);
    if (thread) useLast(this.threads, id, thread, this.capacity);
    return thread;
  }

  set(key: ThreadKey, thread: Thread): void {
    useLast(this.threads, threadId(key), thread, this.capacity);
  }
}

/** Puts a thread at the end of those of a map, of which the first goes when there are more than `capacity`. */
export function useLast(threads: Map<string, Thread>, id: string, thread: Thread, capacity: number): void {
  threads.delete(id);
  threads.set(id, thread);
  const [first] = threads.size > capacity ? threads.keys() : [];
  if (first !== undefined) threads.delete(first);
}

import { MemoryThreads, type Thread, type ThreadKey, threadId } from '../../engine/services/threads.ts';
import { parseThreads } from '../../engine/thread-state.ts';
import type { KubernetesObject } from '../kubernetes/index.ts';

/**
 * The threads that all objects of a process share, as upstream's do: those of this process, and those that others have left in the
 * annotations of objects.
 */
export class SharedThreads {
  private readonly annotation: string;
  private readonly own = new MemoryThreads();
  /** By `threadId`, the first that was found; 1000 at most. */
  private readonly left = new Map<string, Thread>();

  constructor(annotation: string) {
    this.annotation = annotation;
  }

  /** Takes in what others have left in an object. */
  saw({ metadata }: KubernetesObject): void {
    const text = metadata.annotations?.[this.annotation];
    if (text === undefined) return;
    for (const [id, thread] of parseThreads(text)) {
      if (this.left.size < maxLeft && !this.left.has(id)) this.left.set(id, thread);
    }
  }

  /** The thread of a key; that of `carrier` goes before those of other objects. */
  get(key: ThreadKey, carrier: KubernetesObject | undefined): Thread | undefined {
    const own = this.own.get(key);
    if (own) return { timestamp: own.timestamp, channel: own.channel };
    const id = threadId(key);
    const kept = carrier && parseThreads(carrier.metadata.annotations?.[this.annotation]).get(id);
    return kept ?? this.left.get(id);
  }

  set(key: ThreadKey, thread: Thread): void {
    this.own.set(key, thread);
  }
}

const maxLeft = 1000;

import { MemoryThreads, type Thread, type ThreadKey, threadId } from '../../engine/services/threads.ts';
import { parseThreads } from '../../engine/thread-state.ts';
import type { KubernetesObject } from '../kubernetes/index.ts';

/**
 * The threads that all objects of a process share, as upstream's do: those of this process, and those that others have left in the
 * annotations of objects.
 */
export class SharedThreads {
  private readonly annotation: string;
  private readonly objects: () => Iterable<KubernetesObject>;
  private readonly own = new MemoryThreads();
  /** By `threadId`, the first that was found; 1000 at most. */
  private readonly left = new Map<string, Thread>();
  private readonly seen = new WeakSet<KubernetesObject>();

  constructor(annotation: string, objects: () => Iterable<KubernetesObject>) {
    this.annotation = annotation;
    this.objects = objects;
  }

  /** The thread of a key; that of `carrier` goes before those of other objects. */
  get(key: ThreadKey, carrier: KubernetesObject | undefined): Thread | undefined {
    const own = this.own.get(key);
    if (own) return { timestamp: own.timestamp, channel: own.channel };
    const id = threadId(key);
    const kept = carrier && parseThreads(carrier.metadata.annotations?.[this.annotation]).get(id);
    return kept ?? this.leftBy(id);
  }

  set(key: ThreadKey, thread: Thread): void {
    this.own.set(key, thread);
  }

  private leftBy(id: string): Thread | undefined {
    for (const object of this.objects()) {
      if (this.seen.has(object)) continue;
      this.seen.add(object);
      for (const [each, thread] of parseThreads(object.metadata.annotations?.[this.annotation])) {
        if (this.left.size < maxLeft && !this.left.has(each)) this.left.set(each, thread);
      }
    }
    return this.left.get(id);
  }
}

const maxLeft = 1000;

import { marshal } from './go/json.ts';
import { byteLength } from './go/utf8.ts';
import type { Thread } from './services/threads.ts';
import { decodeAnnotation } from './state.ts';

/** Threads by `threadId`, those that were used last at the end. */
export type Threads = Map<string, Thread>;

/** The most threads of an annotation, and the most bytes of its text. */
export const maxThreads = 50;
export const maxThreadBytes = 8 * 1024;

/** The annotation that holds the threads for a subscription prefix. */
export function threadsAnnotation(prefix: string): string {
  return `threads.${prefix}`;
}

/** The threads of an annotation: a JSON list of lists of four texts. Whatever else is in it counts as nothing. */
export function parseThreads(annotation: string | undefined): Threads {
  const items = annotation === undefined ? [] : decodeAnnotation(annotation);
  const threads: Threads = new Map();
  for (const item of Array.isArray(items) ? items : []) {
    if (!isTexts(item)) continue;
    const [id, timestamp, channel, seal] = item;
    threads.set(id, { timestamp, channel, seal });
  }
  return threads;
}

/** The text of an annotation; undefined when there is nothing to store. Those that were used longest ago go first. */
export function serialiseThreads(threads: ReadonlyMap<string, Thread>): string | undefined {
  const kept: string[] = [];
  let bytes = '[]'.length;
  for (const [id, { timestamp, channel, seal = '' }] of [...threads].reverse()) {
    const item = marshal([id, timestamp, channel, seal]);
    const size = byteLength(item) + ','.length;
    if (kept.length === maxThreads || bytes + size > maxThreadBytes) continue;
    bytes += size;
    kept.unshift(item);
  }
  return kept.length === 0 ? undefined : `[${kept.join(',')}]`;
}

function isTexts(item: unknown): item is [string, string, string, string] {
  return Array.isArray(item) && item.length === 4 && item.every((text) => typeof text === 'string');
}

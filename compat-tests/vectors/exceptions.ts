import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A case that is answered otherwise than by Go, by its id or by a pattern of its source, and why that cannot be helped. */
export interface Exception {
  readonly id?: string;
  readonly pattern?: string;
  readonly reason: string;
}

/** At most so many: beyond that it is a difference in behaviour, not a list of exceptions. */
const most = 25;

/** The accepted differences. */
export class Exceptions {
  private readonly byId = new Map<string, string>();
  private readonly byPattern: (readonly [RegExp, string])[] = [];

  constructor(list: readonly Exception[]) {
    if (list.length > most) throw new RangeError(`${list.length} exceptions; at most ${most}`);
    for (const { id, pattern, reason } of list) {
      if (id !== undefined) this.byId.set(id, reason);
      if (pattern !== undefined) this.byPattern.push([new RegExp(pattern), reason]);
    }
  }

  /** Why the answer to a case may differ; undefined when it may not. */
  reasonFor(c: { readonly id?: string; readonly source: string }): string | undefined {
    return this.byId.get(c.id ?? '') ?? this.byPattern.find(([pattern]) => pattern.test(c.source))?.[1];
  }
}

/** The exceptions in exceptions.json. */
export function readExceptions(): Exceptions {
  const text = readFileSync(join(import.meta.dirname, 'exceptions.json'), 'utf8');
  return new Exceptions(JSON.parse(text) as Exception[]);
}

import { hash, randomUUID } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { asControllerError, type ControllerError } from '../errors.ts';

/** Something that was accepted by its receiver and is in no annotation yet. */
export interface Unsaved {
  readonly key: string;
  /** When it was accepted, in Unix seconds. */
  readonly seconds: number;
  /** Digests of the states that it may be added to: that of before, and that which was being written. */
  readonly after: readonly string[];
}

export interface JournalOptions {
  readonly file: string;
  /** Told once when the file cannot be read or written; nothing is noted from then on. */
  readonly onError: (error: ControllerError) => void;
  /** Unix seconds. */
  readonly now: () => number;
}

/**
 * What a process has sent and not yet saved, in a file that outlives it, e.g. in an emptyDir of its pod; and what the process is called
 * as a candidate for a Lease, so that the one started in its place is the same candidate. A line is written with one call as soon as a
 * receiver has accepted: a process that is killed then is one that has sent it.
 */
export class Journal {
  private readonly options: JournalOptions;
  /** What this process is called, and the one before it that wrote to the same file. */
  readonly identity: string;
  private readonly head: string;
  private file: number | undefined;
  private size = 0;
  /** The size after which it is written anew. */
  private limit = longestFile;
  /** By object, what is in the file and still to be saved. */
  private readonly open = new Map<string, Map<string, Unsaved>>();
  /** Objects whose entries a process before has written and nobody has asked for. */
  private readonly inherited = new Set<string>();

  constructor(options: JournalOptions) {
    this.options = options;
    const lines = this.attempt(() => linesOf(options.file));
    const { identity, pid } = lines?.[0] ?? {};
    const isOurs = typeof identity === 'string' && identity.startsWith(`${hostname()}_`);
    const isTaken = isOurs && isAlive(pid);
    this.identity = isOurs && !isTaken ? identity : newIdentity();
    this.head = lineOf({ identity: this.identity, pid: process.pid });
    if (isTaken) this.attempt(() => raise(`process ${pid} writes it`));
    if (!lines || isTaken) return;
    const oldest = options.now() - longestSeconds;
    for (const line of lines) this.take(line, oldest);
    for (const id of this.open.keys()) this.inherited.add(id);
    this.file = this.attempt(() => openSync(options.file, 'a', 0o600));
    this.rewrite(0);
  }

  /** Whether it can be written. */
  get isOpen(): boolean {
    return this.file !== undefined;
  }

  /** Notes that something about an object was accepted. */
  accepted(id: string, entry: Unsaved): void {
    const own = this.open.get(id) ?? new Map<string, Unsaved>();
    this.open.set(id, own.set(entry.key, entry));
    if (this.size > this.limit) this.rewrite();
    else this.append({ id, ...entry });
  }

  /** Notes that entries of an object, or all of them, are saved or do not matter any more. */
  settled(id: string, keys?: Iterable<string>): void {
    const own = this.open.get(id);
    if (!own) return;
    const gone = [...(keys ?? own.keys())].filter((key) => own.delete(key));
    if (gone.length === 0) return;
    if (own.size === 0) this.open.delete(id);
    if (this.open.size === 0) this.rewrite();
    else this.append({ id, settled: gone });
  }

  /** What a process before has sent about an object and not saved; the second call for an object gives nothing. */
  inheritedOf(id: string): readonly Unsaved[] {
    return this.inherited.delete(id) ? [...(this.open.get(id)?.values() ?? [])] : [];
  }

  /** Drops what is left of the process before, since another one has led meanwhile. */
  disinherit(): void {
    for (const id of this.inherited) this.settled(id);
    this.inherited.clear();
  }

  close(): void {
    const { file } = this;
    this.file = undefined;
    if (file !== undefined) this.attempt(() => closeSync(file));
  }

  private take(line: Line, oldest: number): void {
    const { id, key, seconds, after, settled } = line;
    if (typeof id !== 'string') return;
    if (Array.isArray(settled)) {
      const own = this.open.get(id);
      for (const each of settled) own?.delete(each);
      if (own?.size === 0) this.open.delete(id);
    } else if (typeof key === 'string' && typeof seconds === 'number' && Array.isArray(after) && seconds >= oldest) {
      const own = this.open.get(id) ?? new Map<string, Unsaved>();
      this.open.set(id, own.set(key, { key, seconds, after: after.map(String) }));
    }
  }

  /** Leaves in the file what still counts, behind the first `kept` characters; it may grow to twice that. */
  private rewrite(kept = this.head.length): void {
    const { file } = this;
    if (file === undefined) return;
    this.attempt(() => ftruncateSync(file, kept));
    this.size = kept;
    const entries = [...this.open].flatMap(([id, own]) => [...own.values()].map((entry) => lineOf({ id, ...entry })));
    if (kept === 0 || entries.length > 0) this.write([kept === 0 ? this.head : '', ...entries].join(''));
    this.limit = Math.max(longestFile, 2 * this.size);
  }

  private append(line: object): void {
    this.write(lineOf(line));
  }

  private write(text: string): void {
    const { file } = this;
    if (file === undefined) return;
    this.attempt(() => writeSync(file, text));
    this.size += text.length;
  }

  private attempt<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.file = undefined;
      this.options.onError(asControllerError(error, 'Journal', `journal ${this.options.file}`));
      return undefined;
    }
  }
}

/** What tells a candidate for a Lease from the others. */
export function newIdentity(): string {
  return `${hostname()}_${randomUUID()}`;
}

/** Whether another process of this number runs. */
function isAlive(pid: unknown): boolean {
  if (typeof pid !== 'number' || pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function raise(text: string): never {
  throw new Error(text);
}

/** What tells one state from another. */
export function digestOf(state: string | undefined): string {
  return state === undefined ? '' : hash('sha1', state, 'base64url');
}

/** Size in characters after which the file is written anew at the earliest. */
const longestFile = 256 * 1024;

/** Age in seconds after which an entry says nothing any more. */
export const longestSeconds = 3_600;

type Line = Readonly<Record<string, unknown>>;

function lineOf(line: object): string {
  return `${JSON.stringify(line)}\n`;
}

/** The lines of a file that are whole; none when there is no file. */
function linesOf(file: string): Line[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return text.split('\n').flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return typeof value === 'object' && value !== null ? [value as Line] : [];
    } catch {
      return [];
    }
  });
}

import { asControllerError, type ControllerError } from '../errors.ts';
import { backoffMs, type Clock, type Leader } from '../kubernetes/index.ts';
import { digestOf, longestSeconds } from './journal.ts';

export interface LedgerOptions {
  readonly lease: Pick<Leader, 'annotations' | 'annotate'>;
  /** Of our own annotations. */
  readonly prefix: string;
  readonly clock: Clock;
  /** Told each time the Lease cannot be written; it is tried again with backoff. */
  readonly onError: (error: ControllerError) => void;
}

/** What a leader before has noted about an object. */
export interface Noted {
  readonly has: (key: string) => boolean;
  /** When it was noted, in Unix seconds. */
  readonly seconds: number;
}

/** By digests of objects, those of state keys. */
type Entries = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * What is accepted and in no annotation yet, noted on the Lease for the candidate that takes over: digests of all of it with one call, so
 * that messages need not wait until each object's state is saved. Nothing is written while little is unsaved. A notification that is
 * listed counts as sent when a new leader first evaluates its object; so what may be sent again is taken from the list before the state
 * says so.
 */
export class Ledger {
  private readonly options: LedgerOptions;
  private readonly annotation: string;
  /** What is accepted and not saved. */
  private readonly open = new Set<string>();
  /** That of it which the Lease does not list. */
  private readonly unlisted = new Set<string>();
  /** What the Lease lists, or may. */
  private listed: ReadonlySet<string> = new Set();
  /** What a leader before has noted about objects that have not been asked for, and when. */
  private inherited: { readonly seconds: number; readonly entries: Map<string, ReadonlySet<string>> } | undefined;
  private waiting: (() => void)[] = [];
  private writing: Promise<void> | undefined;
  private failures = 0;
  private timer: (() => void) | undefined;

  constructor(options: LedgerOptions) {
    this.options = options;
    this.annotation = `${options.prefix}/unsaved`;
  }

  /** Notes that something about an object was accepted; the Lease is written when there is more of it than may be repeated. */
  accepted(id: string, key: string): void {
    const entry = entryOf(id, key);
    this.open.add(entry);
    this.unlisted.add(entry);
    if (this.unlisted.size >= enough) void this.write();
  }

  /** Notes that entries of an object, or all of them, are saved or do not matter any more. */
  settled(id: string, keys?: Iterable<string>): void {
    if (this.open.size === 0) return;
    const owner = shortOf(id);
    const gone = keys ? [...keys].map((key) => owner + shortOf(key)) : [...this.open];
    for (const entry of gone) {
      if (!entry.startsWith(owner) || !this.open.delete(entry)) continue;
      this.unlisted.delete(entry);
      if (this.listed.has(entry)) this.writeAfter(tidyMs);
    }
    this.release();
  }

  /** Whether as much is unsaved as may be. */
  get isFull(): boolean {
    return this.open.size >= longest;
  }

  /** Resolves when one more message may be sent before all others are saved. */
  room(): Promise<void> {
    if (this.hasRoom) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.waiting.push(resolve);
    void this.write();
    return promise;
  }

  /** Whether another leader is sure to take it for sent. */
  isNoted(id: string, key: string): boolean {
    const entry = entryOf(id, key);
    return this.open.has(entry) && !this.unlisted.has(entry);
  }

  /**
   * Resolves when the Lease does not list anything of this that is settled.
   * @throws {ControllerError} when the Lease cannot be written, or is another's
   */
  async unlist(id: string, keys: Iterable<string>): Promise<void> {
    if (this.listed.size === 0) return;
    for (const key of keys) {
      if (!this.listed.has(entryOf(id, key))) continue;
      await this.writing;
      await this.writeOnce();
      return;
    }
  }

  /** Takes what the leader before has noted on the Lease. */
  inherit(): void {
    const { lease, clock } = this.options;
    const { seconds, entries } = parse(lease.annotations[this.annotation]);
    this.listed = new Set(flat(entries));
    const isOld = clock.now() / 1000 - seconds > longestSeconds;
    this.inherited = isOld ? undefined : { seconds, entries: new Map(entries) };
    if (this.listed.size > 0) this.writeAfter(tidyMs);
  }

  /** What a leader before has noted about an object; undefined when it is nothing, and from the second call on. */
  inheritedOf(id: string): Noted | undefined {
    const { inherited } = this;
    if (!inherited || inherited.entries.size === 0) return undefined;
    const owner = shortOf(id);
    const own = inherited.entries.get(owner);
    inherited.entries.delete(owner);
    return own && { has: (key) => own.has(shortOf(key)), seconds: inherited.seconds };
  }

  /** Drops everything, since another process leads. */
  handOver(): void {
    this.open.clear();
    this.unlisted.clear();
    this.listed = new Set();
    this.inherited = undefined;
    this.timer?.();
    this.timer = undefined;
    this.release();
  }

  /** Writes what has changed. Never rejects. */
  async close(): Promise<void> {
    await this.writing;
    if (this.unlisted.size > 0 || this.isStale) await this.write();
    this.timer?.();
  }

  private get hasRoom(): boolean {
    return this.unlisted.size < most && !this.isFull;
  }

  /** Whether the Lease lists what it need not. */
  private get isStale(): boolean {
    const inherited = this.inherited ? flat(this.inherited.entries).length : 0;
    return this.listed.size > this.open.size - this.unlisted.size + inherited;
  }

  private release(): void {
    if (!this.hasRoom) return;
    const all = this.waiting;
    this.waiting = [];
    for (const resolve of all) resolve();
  }

  /** Writes now, or when the pause after a failure is over. Never rejects. */
  private write(): Promise<void> {
    if (this.failures > 0 && this.timer) return Promise.resolve();
    this.writing ??= this.writeAll().finally(() => {
      this.writing = undefined;
    });
    return this.writing;
  }

  private async writeAll(): Promise<void> {
    try {
      do await this.writeOnce();
      while (this.unlisted.size >= enough);
    } catch (error) {
      this.options.onError(asControllerError(error, 'Unexpected', 'noting what is not saved'));
      this.failures++;
      this.writeAfter(backoffMs(this.failures, {}, this.options.clock));
    }
  }

  private async writeOnce(): Promise<void> {
    let entries: ReadonlySet<string> = new Set();
    await this.options.lease.annotate((annotations) => {
      const { [this.annotation]: _before, ...others } = annotations;
      const all = [...this.open, ...(this.inherited ? flat(this.inherited.entries) : [])];
      entries = new Set(all.slice(0, 4 * longest));
      this.listed = new Set([...this.listed, ...entries]);
      const seconds = Math.floor(this.options.clock.now() / 1000);
      return entries.size === 0 ? others : { ...others, [this.annotation]: `${seconds} ${[...entries].join('')}` };
    });
    this.failures = 0;
    this.listed = entries;
    for (const entry of entries) this.unlisted.delete(entry);
    this.release();
  }

  private writeAfter(ms: number): void {
    this.timer ??= this.options.clock.after(ms, () => {
      this.timer = undefined;
      if (this.isStale || this.unlisted.size >= enough || this.waiting.length > 0) void this.write();
    });
  }
}

/** How much is unlisted when the Lease is written, and when nothing more may be sent until it is. */
const enough = 6;
const most = 12;

/** How much is unsaved at most; an entry takes 16 bytes. */
const longest = 1_000;

/** How long what is saved stays listed, in milliseconds. */
const tidyMs = 500;

const digestLength = 8;

function shortOf(text: string): string {
  return digestOf(text).slice(0, digestLength);
}

function entryOf(id: string, key: string): string {
  return shortOf(id) + shortOf(key);
}

function flat(entries: Entries): string[] {
  return [...entries].flatMap(([owner, keys]) => [...keys].map((key) => owner + key));
}

/** The note in an annotation; an empty one for anything else. */
function parse(text = ''): { readonly seconds: number; readonly entries: Entries } {
  const [, seconds, all = ''] = /^(\d{1,12}) ((?:[\w-]{16})*)$/.exec(text) ?? [];
  const entries = new Map<string, Set<string>>();
  for (let at = 0; at < all.length; at += 2 * digestLength) {
    const owner = all.slice(at, at + digestLength);
    const keys = entries.get(owner) ?? new Set();
    entries.set(owner, keys.add(all.slice(at + digestLength, at + 2 * digestLength)));
  }
  return { seconds: Number(seconds ?? 0), entries };
}

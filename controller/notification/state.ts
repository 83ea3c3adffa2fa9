import { type Thread, type ThreadStore, threadId, useLast } from '../../engine/services/threads.ts';
import { maxStateEntries, parseState, type State, serialiseState } from '../../engine/state.ts';
import { maxThreads, parseThreads, serialiseThreads } from '../../engine/thread-state.ts';
import { asControllerError, type ControllerError, hasCode } from '../errors.ts';
import {
  idOf,
  type KubernetesClient,
  type KubernetesObject,
  keyOf,
  type ListWatch,
  type Resource,
} from '../kubernetes/index.ts';
import { digestOf, type Journal } from './journal.ts';
import type { Ledger } from './ledger.ts';
import { SharedThreads } from './threads.ts';

export interface StateStoreOptions {
  readonly client: KubernetesClient;
  /** The resource that carries the state: that of the objects themselves, or one with an object of the same name for each. */
  readonly resource: Resource;
  /** The watch over `resource`; it takes in what a patch answers. */
  readonly objects: Pick<ListWatch, 'get' | 'written' | 'follow'>;
  /** The annotation that holds the state, e.g. `notified.notifications.configsync.gke.io`. */
  readonly annotation: string;
  /** The annotation that holds the threads, e.g. `threads.notifications.configsync.gke.io`. */
  readonly threadsAnnotation: string;
  /** Entries kept at most; live ones never count. Default 100. */
  readonly maxEntries?: number;
  /** Takes down what is sent until it is saved. */
  readonly journal?: Journal | undefined;
  /** Notes what is sent, until it is saved, for a process that takes over. */
  readonly ledger?: Ledger | undefined;
  /** Live ones count as well, as upstream has it (state.go), so that what is dropped is sent again. Default false. */
  readonly dropsLive?: boolean;
}

interface Changes {
  /** Of the object that they are about, which another may carry. */
  readonly id: string;
  readonly marked: Map<string, number>;
  readonly cleared: Set<string>;
  /** Threads that were used, by `threadId`, the last one at the end. */
  readonly threads: Map<string, Thread>;
  live: ReadonlySet<string>;
  persisting: Promise<void> | undefined;
  again: boolean;
  /** The digest of the state that is being written. */
  writing: string | undefined;
}

const conflictsInARow = 8;

/**
 * What an object has been notified about: its state annotation, and the changes that are not yet in it; beside it the threads of
 * receivers, which are written together with it. Only these two annotations are written, against the resourceVersion they were read
 * at, and merged again when somebody else was faster.
 */
export class StateStore {
  private readonly options: StateStoreOptions & { readonly maxEntries: number; readonly dropsLive: boolean };
  private readonly changes = new Map<string, Changes>();
  private readonly shared: SharedThreads;
  /** The resourceVersions between which an object has had no changes but ours. */
  private readonly ownChanges = new Map<string, { readonly from: string; readonly to: string }>();

  constructor(options: StateStoreOptions) {
    const { maxEntries = maxStateEntries, dropsLive = false } = options;
    this.options = { ...options, maxEntries, dropsLive };
    this.shared = new SharedThreads(options.threadsAnnotation);
    options.objects.follow((object) => this.shared.saw(object));
  }

  /** State keys with the time of their notification in Unix seconds. */
  read(object: KubernetesObject): State {
    if (this.options.journal) this.inherit(this.options.journal, object);
    return this.merged(this.carrierOf(object), this.changes.get(idOf(object)));
  }

  /** What tells whether a notification was sent, for one evaluation; in the first one of an object, what a leader before has noted counts. */
  sent(object: KubernetesObject): { readonly has: (key: string) => boolean } {
    const state = this.read(object);
    const noted = this.options.ledger?.inheritedOf(idOf(object));
    if (!noted) return state;
    return {
      has: (key) => {
        if (state.has(key)) return true;
        if (!noted.has(key)) return false;
        this.mark(object, key, noted.seconds);
        this.accepted(object, key, noted.seconds);
        return true;
      },
    };
  }

  /** Takes down at once, where a crash does not reach it, that a receiver has accepted; `mark` and `persist` follow. */
  accepted(object: KubernetesObject, key: string, seconds: number): void {
    const { journal, ledger } = this.options;
    const id = idOf(object);
    ledger?.accepted(id, key);
    if (!journal) return;
    const { writing } = this.changes.get(id) ?? {};
    const before = digestOf(this.latest(object)?.metadata.annotations?.[this.options.annotation]);
    journal.accepted(id, { key, seconds, after: writing === undefined ? [before] : [before, writing] });
  }

  /** Whether what is marked survives a crash before it is saved. */
  get isJournaled(): boolean {
    return this.options.journal?.isOpen ?? false;
  }

  /** Remembers that a notification was sent; `persist` writes it down. */
  mark(object: KubernetesObject, key: string, seconds: number): void {
    const changes = this.changesOf(object);
    changes.marked.set(key, seconds);
    changes.cleared.delete(key);
  }

  /** The threads that deliveries for an object go on with. What is set is written down with the next change of the state. */
  threads(object: KubernetesObject): ThreadStore {
    return {
      get: (key) => this.shared.get(key, this.latest(object)),
      set: (key, thread) => {
        this.shared.set(key, thread);
        const { threads } = this.changes.get(idOf(object)) ?? {};
        if (threads) useLast(threads, threadId(key), thread, maxThreads);
      },
    };
  }

  /** Forgets a notification, so that it is sent when its condition holds again. */
  clear(object: KubernetesObject, key: string): void {
    const changes = this.changesOf(object);
    changes.marked.delete(key);
    changes.cleared.add(key);
    this.settled(changes.id, [key]);
  }

  /** Leaves to another process, which leads now, what it knows of. */
  handOver(): void {
    for (const { id, marked } of this.changes.values()) {
      for (const key of marked.keys()) if (this.options.ledger?.isNoted(id, key)) marked.delete(key);
    }
  }

  /** The keys that must outlive the limit on entries: those whose condition holds now. */
  keep(object: KubernetesObject, live: ReadonlySet<string>): void {
    if (!this.options.dropsLive) this.changesOf(object).live = live;
  }

  /** Whether a notification that was marked is in no annotation yet. */
  isUnsaved(object: KubernetesObject, key: string): boolean {
    return this.changes.get(idOf(object))?.marked.has(key) ?? false;
  }

  /** Drops what is remembered of an object that is gone. */
  forget(object: KubernetesObject): void {
    this.changes.delete(idOf(object));
    this.ownChanges.delete(idOf(object));
    this.settled(idOf(object));
  }

  /** Whether the object is, but for the state, what it was at `resourceVersion`; never when live entries may have been dropped. */
  isSame(object: KubernetesObject, resourceVersion: string | undefined): boolean {
    if (this.options.dropsLive) return false;
    const now = object.metadata.resourceVersion;
    const own = this.ownChanges.get(idOf(object));
    return now === resourceVersion || (own?.from === resourceVersion && own?.to === now);
  }

  /**
   * Resolves when the changes up to now are in the annotation; calls for the same object join.
   * @throws {ControllerError} what the API server said; the changes stay remembered.
   */
  persist(object: KubernetesObject): Promise<void> {
    const changes = this.changes.get(idOf(object));
    if (!changes || (changes.marked.size === 0 && changes.cleared.size === 0)) return Promise.resolve();
    if (changes.persisting) {
      changes.again = true;
      return changes.persisting;
    }
    changes.persisting = this.writeAll(object, changes).finally(() => {
      changes.persisting = undefined;
    });
    return changes.persisting;
  }

  private async writeAll(object: KubernetesObject, changes: Changes): Promise<void> {
    do {
      changes.again = false;
      await this.write(object, changes);
    } while (changes.again);
  }

  private async write(object: KubernetesObject, changes: Changes): Promise<void> {
    await this.options.ledger?.unlist(changes.id, changes.cleared);
    let carrier = this.latest(object);
    for (let attempt = 1; ; attempt++) {
      try {
        carrier ??= await this.options.client.get(this.options.resource, object.metadata);
        await this.writeOnce(carrier, changes);
        return;
      } catch (error) {
        if (hasCode(error, 'NotFound') && this.carriesItself(object)) return;
        if (!hasCode(error, 'Conflict') || attempt === conflictsInARow) throw this.placed(error);
        carrier = await this.options.client.get(this.options.resource, object.metadata);
        if (this.carriesItself(object) && idOf(carrier) !== idOf(object)) return;
      }
    }
  }

  private async writeOnce(object: KubernetesObject, changes: Changes): Promise<void> {
    const marked = new Map(changes.marked);
    const cleared = new Set(changes.cleared);
    const threads = new Map(changes.threads);
    const annotations = this.changed(object, changes);
    if (Object.keys(annotations).length > 0) {
      const { client, resource, objects, annotation } = this.options;
      const { resourceVersion } = object.metadata;
      const patch = { metadata: { resourceVersion, annotations } };
      const state = { ...object.metadata.annotations, ...annotations }[annotation];
      changes.writing = digestOf(state ?? undefined);
      const answer = await client.mergePatch(resource, object.metadata, patch).finally(() => {
        changes.writing = undefined;
      });
      this.follow(object, answer);
      objects.written(answer);
    }
    for (const [key, seconds] of marked) if (changes.marked.get(key) === seconds) changes.marked.delete(key);
    for (const key of cleared) if (!changes.marked.has(key)) changes.cleared.delete(key);
    this.settled(changes.id, [...marked.keys()]);
    for (const [id, thread] of threads) if (changes.threads.get(id) === thread) changes.threads.delete(id);
  }

  /** The annotations of an object that changes make another text of; null where there is nothing left. */
  private changed(carrier: KubernetesObject, changes: Changes): Record<string, string | null> {
    const { annotation, threadsAnnotation, maxEntries } = this.options;
    const annotations = carrier.metadata.annotations ?? {};
    const state = serialiseState(this.merged(carrier, changes), { max: maxEntries, keep: changes.live });
    const texts: [string, string | undefined][] = [[annotation, state]];
    if (changes.threads.size > 0) {
      const threads = parseThreads(annotations[threadsAnnotation]);
      for (const [id, thread] of changes.threads) useLast(threads, id, thread, maxThreads);
      texts.push([threadsAnnotation, serialiseThreads(threads)]);
    }
    const other = texts.filter(([name, text]) => annotations[name] !== text);
    return Object.fromEntries(other.map(([name, text]) => [name, text ?? null]));
  }

  private follow(before: KubernetesObject, after: KubernetesObject): void {
    const from = before.metadata.resourceVersion;
    const to = after.metadata.resourceVersion;
    if (from === undefined || to === undefined) return;
    const own = this.ownChanges.get(idOf(after));
    this.ownChanges.set(idOf(after), { from: own?.to === from ? own.from : from, to });
  }

  private carriesItself(object: KubernetesObject): boolean {
    return object.kind === this.options.resource.kind;
  }

  /** The object whose annotation counts: as given, since an evaluation sees one state of it, or the one of its name. */
  private carrierOf(object: KubernetesObject): KubernetesObject | undefined {
    return this.carriesItself(object) ? object : this.latest(object);
  }

  private latest(object: KubernetesObject): KubernetesObject | undefined {
    const known = this.options.objects.get(keyOf(object.metadata));
    return known ?? (this.carriesItself(object) ? object : undefined);
  }

  private merged(carrier: KubernetesObject | undefined, changes: Changes | undefined): State {
    const entries = parseState(carrier?.metadata.annotations?.[this.options.annotation]);
    for (const [key, seconds] of changes?.marked ?? []) entries.set(key, entries.get(key) ?? seconds);
    for (const key of changes?.cleared ?? []) entries.delete(key);
    return entries;
  }

  private settled(id: string, keys?: readonly string[]): void {
    this.options.journal?.settled(id, keys);
    this.options.ledger?.settled(id, keys);
  }

  /** Remembers what a process before has sent and not saved, unless somebody else has written the state since. */
  private inherit(journal: Journal, object: KubernetesObject): void {
    const id = idOf(object);
    for (const { key, seconds, after } of journal.inheritedOf(id)) {
      const now = digestOf(this.latest(object)?.metadata.annotations?.[this.options.annotation]);
      if (after.includes(now)) this.changesOf(object).marked.set(key, seconds);
      else journal.settled(id, [key]);
    }
  }

  private changesOf(object: KubernetesObject): Changes {
    const id = idOf(object);
    const known = this.changes.get(id);
    if (known) return known;
    const fresh: Changes = {
      id,
      marked: new Map(),
      cleared: new Set(),
      threads: new Map(),
      live: new Set(),
      persisting: undefined,
      again: false,
      writing: undefined,
    };
    this.changes.set(id, fresh);
    return fresh;
  }

  private placed(error: unknown): ControllerError {
    return asControllerError(error, 'BadResponse', `annotation ${this.options.annotation}`);
  }
}

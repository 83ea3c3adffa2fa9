import { isPlainMap } from '../../engine/go/value.ts';
import { asControllerError, ControllerError, hasCode } from '../errors.ts';
import type { ListPage, WatchEvent } from './answers.ts';
import type { KubernetesClient } from './client.ts';
import { backoffMs, type Clock, sleep, systemClock } from './clock.ts';
import {
  type ListWatchOptions,
  type ListWatchSettings,
  type ListWatchState,
  onlyOf,
  settingsOf,
} from './list-watch-options.ts';
import { type KubernetesObject, type ObjectRef, toObject } from './object.ts';
import type { Resource } from './resource.ts';
import { isOlderVersion, Store } from './store.ts';

/**
 * Keeps a store of one resource current: list, watch, and again, whatever the server does, until stop(). A watch is taken up
 * where it broke off; a refused version, a line that makes no sense and the relist period lead to a new list.
 */
export class ListWatch {
  readonly resource: Resource;
  /** True after the first list, false when stopped before. Never rejects. */
  readonly hasSynced: Promise<boolean>;
  private readonly client: KubernetesClient;
  private readonly options: ListWatchOptions;
  private readonly settings: ListWatchSettings;
  private readonly clock: Clock;
  private readonly store: Store;
  private readonly stopping = new AbortController();
  private readonly synced = Promise.withResolvers<boolean>();
  private readonly only: Partial<ObjectRef>;
  private readonly place: string;
  private running: Promise<void> | undefined;
  private attempt: AbortController | undefined;
  private version: string | undefined;
  private relistAt = 0;
  private pageSize: number;
  private openedAt: number | undefined;
  private current = { synced: false, watching: false, failures: 0 };
  private seen: number | undefined;
  private failed: { readonly error: ControllerError; readonly at: number } | undefined;

  constructor(client: KubernetesClient, resource: Resource, options: ListWatchOptions = {}) {
    this.client = client;
    this.resource = resource;
    this.options = options;
    this.settings = settingsOf(options);
    this.clock = options.clock ?? systemClock;
    this.pageSize = this.settings.pageSize;
    this.only = onlyOf(options);
    this.place = `WATCH ${resource.plural}${options.namespace ? ` ${options.namespace}` : ''}`;
    this.hasSynced = this.synced.promise;
    this.store = new Store({
      onAdd: (object) => this.guard(() => options.onAdd?.(object)),
      onUpdate: (object, old) => this.guard(() => options.onUpdate?.(object, old)),
      onDelete: (object) => this.guard(() => options.onDelete?.(object)),
    });
  }

  /** Begins; a second call does nothing. */
  start(): this {
    this.running ??= this.run();
    return this;
  }

  /** Ends the calls under way and the timers; resolves when nothing is left. No handler runs afterwards. */
  async stop(): Promise<void> {
    this.stopping.abort(new ControllerError('Aborted', this.place, 'stopped'));
    this.attempt?.abort(this.stopping.signal.reason);
    await this.running;
    this.synced.resolve(false);
  }

  /** The object under `namespace/name`, undefined when there is none. Never change it. */
  get(key: string): KubernetesObject | undefined {
    return this.store.get(key);
  }

  /** Every object, in no order. */
  objects(): IterableIterator<KubernetesObject> {
    return this.store.values();
  }

  get size(): number {
    return this.store.size;
  }

  /** Calls `look` with every object, and with each state of one from now on, also those taken in by `written`. */
  follow(look: (object: KubernetesObject) => void): void {
    this.store.follow(look);
  }

  /** Takes in the server's answer to a write at once, so that the next look reads it. Handlers are not called for it. */
  written(object: KubernetesObject): void {
    this.store.written(this.options.transform?.(object) ?? object);
  }

  /** Lists anew at once. */
  relist(): void {
    this.version = undefined;
    this.attempt?.abort(new ControllerError('Relist', this.place, 'a new list was asked for'));
  }

  state(): ListWatchState {
    return { ...this.current, lastSeen: this.seen, lastError: this.failed?.error, lastErrorAt: this.failed?.at };
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      this.openedAt = undefined;
      const error = await this.cycle();
      this.current.watching = false;
      if (signal.aborted) return;
      const lived = this.openedAt === undefined ? 0 : this.clock.now() - this.openedAt;
      await sleep(this.clock, this.pause(error, lived), signal);
    }
  }

  /** One list if due and one watch. Returns why it ended, undefined when the server ended it as asked. */
  private async cycle(): Promise<ControllerError | undefined> {
    const attempt = new AbortController();
    this.attempt = attempt;
    const dog = this.watchdog(attempt);
    try {
      if (this.version === undefined || this.clock.now() >= this.relistAt) await this.list(attempt.signal);
      dog.start();
      await this.watch(attempt.signal);
      return undefined;
    } catch (thrown) {
      const error = asControllerError(thrown, 'BadResponse', this.place);
      if (!hasCode(error, ...resumable)) this.version = undefined;
      if (error.code === 'TooLarge') this.pageSize = Math.max(1, Math.floor(this.pageSize / 4));
      if (!hasCode(error, ...calm)) this.report(error);
      return error;
    } finally {
      dog.stop();
    }
  }

  private async list(signal: AbortSignal): Promise<void> {
    const { namespace, fieldSelector, labelSelector } = this.options;
    const selection = { namespace, fieldSelector, labelSelector, signal };
    const take = this.store.listing();
    let page: ListPage | undefined;
    for (let pages = 0; page === undefined || page.continue !== undefined; pages++) {
      if (pages === maxPages) throw new ControllerError('BadResponse', this.place, `a list of over ${maxPages} pages`);
      page = await this.client.list(this.resource, { ...selection, limit: this.pageSize, continue: page?.continue });
      if (signal.aborted) return;
      const accepted = page.items.filter((object) => this.accepts(object));
      const objects = accepted.map((object) => this.options.transform?.(object) ?? object);
      take(objects, page.continue === undefined);
    }
    this.seen = this.clock.now();
    this.relistAt = this.seen + this.settings.relistMs * (0.9 + this.clock.random() / 10);
    this.version = page.resourceVersion;
    this.current.synced = true;
    this.synced.resolve(true);
  }

  private async watch(signal: AbortSignal): Promise<void> {
    const { namespace, fieldSelector, labelSelector } = this.options;
    const { watchMs } = this.settings;
    const events = this.client.watch(this.resource, {
      namespace,
      fieldSelector,
      labelSelector,
      signal,
      resourceVersion: this.version,
      timeoutSeconds: Math.ceil((watchMs * (1 + this.clock.random())) / 1000),
      onOpen: () => {
        this.openedAt = this.clock.now();
        this.seen = this.openedAt;
        this.current.watching = true;
      },
      isKnown: (version) => this.store.isEcho(version),
    });
    for await (const event of events) {
      if (signal.aborted) return;
      this.seen = this.clock.now();
      this.take(event);
    }
  }

  private take({ type, object: value }: WatchEvent): void {
    const version = versionOf(value);
    if (version !== undefined && isOlderVersion(version, this.version ?? '')) return;
    if (type !== 'BOOKMARK') {
      const object = toObject(value, this.resource, this.place);
      if (!this.accepts(object)) return;
      const stored = this.options.transform?.(object) ?? object;
      if (type === 'DELETED') this.store.delete(stored);
      else this.store.set(stored);
    }
    if (version !== undefined) this.version = version;
  }

  /** Ends the attempt when the watch is silent or a list is due. */
  private watchdog(attempt: AbortController): { start(): void; stop(): void } {
    let cancel = () => {};
    const end = (code: string, text: string) => attempt.abort(new ControllerError(code, this.place, text));
    const check = () => {
      const now = this.clock.now();
      this.seen = Math.min(this.seen ?? now, now);
      const silentAt = this.seen + this.settings.silenceMs;
      this.relistAt = Math.min(this.relistAt, now + this.settings.relistMs);
      if (now >= this.relistAt) end('Relist', 'a new list is due');
      else if (now >= silentAt) end('Silent', `nothing heard for ${this.settings.silenceMs} ms`);
      else cancel = this.clock.after(Math.min(this.relistAt, silentAt) - now, check);
    };
    const start = () => {
      this.seen = this.clock.now();
      check();
    };
    return { start, stop: () => cancel() };
  }

  private pause(error: ControllerError | undefined, lived: number): number {
    const stable = lived >= this.settings.stableMs;
    if (stable) this.current.failures = 0;
    if (error === undefined ? !stable : !hasCode(error, ...calm)) this.current.failures++;
    const { failures } = this.current;
    if (failures === 0) return 0;
    if (failures % 5 === 0) this.version = undefined;
    return Math.max(
      backoffMs(failures, this.options.backoff ?? {}, this.clock),
      Math.min(error?.retryAfterMs ?? 0, 60_000),
    );
  }

  private accepts({ metadata }: KubernetesObject): boolean {
    const { namespace, name } = this.only;
    return (
      (namespace === undefined || metadata.namespace === namespace) && (name === undefined || metadata.name === name)
    );
  }

  private guard(handler: () => void): void {
    if (this.stopping.signal.aborted) return;
    try {
      handler();
    } catch (error) {
      this.report(asControllerError(error, 'Handler', this.place));
    }
  }

  private report(error: ControllerError): void {
    if (this.stopping.signal.aborted) return;
    this.failed = { error, at: this.clock.now() };
    this.options.onError?.(error);
  }
}

const maxPages = 10_000;

/** No failures: the watchdog's ways to begin again. The API server sends no bookmarks for a resource that never had an event. */
const calm: readonly string[] = ['Relist', 'Silent'];

/** After these a watch goes on where it was. */
const resumable: readonly string[] = [
  'Unreachable',
  'Disconnected',
  'Silent',
  'Timeout',
  'TooManyRequests',
  'ServiceUnavailable',
  'InternalError',
  'Unauthorized',
  'Forbidden',
];

function versionOf(object: Record<string, unknown>): string | undefined {
  const version = isPlainMap(object['metadata']) ? object['metadata']['resourceVersion'] : undefined;
  return typeof version === 'string' && version !== '' ? version : undefined;
}

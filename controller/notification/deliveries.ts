import { EngineError } from '../../engine/errors.ts';
import type { Notification } from '../../engine/notification.ts';
import { type BackoffOptions, backoffMs, type Clock, type KubernetesObject, keyOf } from '../kubernetes/index.ts';
import type { Log } from '../log.ts';
import { type Due, subscriptionId } from './evaluate.ts';
import { Lane } from './lane.ts';

/** A notification on its way. */
export interface Delivery {
  readonly due: Due;
  /** The object as it was when the notification was last called for. */
  readonly object: KubernetesObject;
  /** Sends that have failed. */
  readonly failures: number;
  readonly lastError: Error | undefined;
  /** When a try last failed, in milliseconds since the epoch. */
  readonly failedAt: number | undefined;
  /** When it is tried again at the latest, in milliseconds since the epoch; undefined while it is being tried and once it is given up. */
  readonly retryAt: number | undefined;
  /** The message of the last try, empty when it could not be rendered. */
  readonly message: string;
  /** It is not tried any more. */
  readonly dead: boolean;
  /** When it was called for, in milliseconds since the epoch. */
  readonly since: number;
}

/** How one try ended; `dead` is a failure after which there is no other, `lost` one that counts as sent. */
export type Outcome = 'delivered' | 'failed' | 'dead' | 'lost';

export interface DeliveriesOptions {
  readonly render: (delivery: Delivery) => Promise<Notification>;
  /** Throws when the receiver has not accepted. */
  readonly send: (notification: Notification, delivery: Delivery, signal: AbortSignal) => Promise<void>;
  /** Called after each try, before the next one of the same destination; reports its own errors. */
  readonly onSettled: (delivery: Delivery, outcome: Outcome) => Promise<void>;
  /** Whether a send may begin now. What may not is dropped: another process has it. */
  readonly mayStart?: () => boolean;
  /** Tries before a notification is given up; default 100, which takes about eight hours. 0 never gives up. */
  readonly maxAttempts?: number;
  /** A failed send of a condition with `oncePer` counts as sent, as upstream has it (state.go). */
  readonly losesFailed?: boolean;
  readonly log: Log;
  readonly clock: Clock;
  /** Between tries; default from 1 s to 5 min. */
  readonly backoff?: BackoffOptions;
  /** Deliveries of one service at once; default 4. */
  readonly perService?: number;
}

interface Entry {
  due: Due;
  object: KubernetesObject;
  readonly owner: string;
  failures: number;
  lastError: Error | undefined;
  failedAt: number | undefined;
  retryAt: number | undefined;
  message: string;
  dead: boolean;
  readonly since: number;
  sending: boolean;
  /** This try was brought forward because another delivery of its service succeeded. */
  hurried: boolean;
  pause: { readonly cancel: () => void } | undefined;
}

/**
 * The notifications that are due and not yet accepted. Each service has a lane of its own, so that a slow receiver holds no
 * other, and a destination gets its notifications of one object in order. A failed send is tried again until it succeeds or
 * is no longer called for.
 */
export class Deliveries {
  private readonly options: DeliveriesOptions;
  /** By owner, then by state key. */
  private readonly entries = new Map<string, Map<string, Entry>>();
  private total = 0;
  private readonly dead = new Set<Entry>();
  /** By service, what is tried again as soon as its service accepts something. */
  private readonly hopeful = new Map<string, Set<Entry>>();
  /** Services whose last try has failed. */
  private readonly failing = new Set<string>();
  private readonly lanes = new Map<string, Lane>();
  /** When as many are sent at once as may be, in milliseconds since the epoch. */
  private warmAt: number | undefined;
  private readonly stopping = new AbortController();
  private acceptedAt = Number.NEGATIVE_INFINITY;
  private stopped = false;
  private active = 0;
  private idle: (() => void) | undefined;

  constructor(options: DeliveriesOptions) {
    this.options = options;
  }

  /** Takes on a notification; one that is known keeps its tries and gets the object of now. */
  offer(owner: string, object: KubernetesObject, due: Due): void {
    if (this.stopped) return;
    const own = this.entries.get(owner) ?? new Map<string, Entry>();
    const known = own.get(due.key);
    if (known) {
      known.object = object;
      known.due = due;
      return;
    }
    const entry: Entry = {
      due,
      object,
      owner,
      failures: 0,
      lastError: undefined,
      failedAt: undefined,
      retryAt: undefined,
      message: '',
      dead: false,
      since: this.options.clock.now(),
      sending: false,
      hurried: false,
      pause: undefined,
    };
    this.entries.set(owner, own.set(due.key, entry));
    this.total++;
    this.enqueue(entry);
  }

  /**
   * Drops what is no longer called for: notifications of conditions without oncePer that do not hold any more, and those
   * of destinations that are not subscribed any more. One with oncePer is news that stays true, so it is still sent.
   */
  retain(owner: string, live: ReadonlySet<string>, subscribed: ReadonlySet<string>): void {
    for (const entry of this.all(owner)) {
      if (entry.sending) continue;
      const wanted = live.has(entry.due.key) || entry.due.oncePer !== '';
      if (!wanted || !subscribed.has(subscriptionId(entry.due))) this.drop(entry);
    }
  }

  /** Tries all that waits or was given up at once: everything, or what concerns one object and, of that, what is `wanted`. */
  hurry(owner?: string, wanted: (due: Due) => boolean = () => true): void {
    for (const entry of this.all(owner)) {
      if ((!entry.pause && !entry.dead) || !wanted(entry.due)) continue;
      entry.dead = false;
      this.dead.delete(entry);
      entry.failures = 0;
      this.resume(entry);
    }
  }

  /** How many notifications are on their way, and how many of them were given up. */
  get counts(): { readonly pending: number; readonly dead: number } {
    return { pending: this.total - this.dead.size, dead: this.dead.size };
  }

  /** Drops all that is not being sent, for another process to take over. */
  handOver(): void {
    for (const entry of this.all()) if (!entry.sending) this.drop(entry);
  }

  /** What is on its way for one object. */
  of(owner: string): Delivery[] {
    return [...this.all(owner)];
  }

  /** Whether a notification of an object waits for its first try. */
  isUntried(owner: string): boolean {
    for (const { failures } of this.all(owner)) if (failures === 0) return true;
    return false;
  }

  /** Whether notifications are being accepted, the last within `ms`, and there are more. */
  isFlowing(ms: number): boolean {
    return this.entries.size > 0 && Math.abs(this.options.clock.now() - this.acceptedAt) < ms;
  }

  /** Whether every service accepts what it gets and has more waiting than it takes for a while, so that nobody waits for evaluations. */
  get isCrowded(): boolean {
    return this.isFlowing(recentMs) && [...this.lanes.values()].every(({ length }) => length >= crowd);
  }

  /** Accepts no more, waits for sends under way at most `graceMs`, then aborts them. */
  async stop(graceMs: number): Promise<void> {
    this.stopped = true;
    this.handOver();
    if (this.active > 0) {
      const done = new Promise<void>((resolve) => {
        this.idle = resolve;
      });
      const cancel = this.options.clock.after(graceMs, () => this.stopping.abort(new Error('shutting down')));
      await done;
      cancel();
    }
    this.stopping.abort(new Error('shutting down'));
  }

  private *all(owner?: string): Generator<Entry> {
    if (owner !== undefined) yield* this.entries.get(owner)?.values() ?? [];
    else for (const own of this.entries.values()) yield* own.values();
  }

  /** Deliveries of one service at once: fewer at first, since a process that has just started is likelier to be killed, and slower to save. */
  private get width(): number {
    const { perService = 4, clock } = this.options;
    if (this.warmAt === undefined) {
      this.warmAt = clock.now() + cautionMs;
      clock.after(cautionMs, () => {
        for (const lane of this.lanes.values()) lane.next();
      });
    }
    return clock.now() < this.warmAt ? Math.min(cautiousWidth, perService) : perService;
  }

  /** Ends the pause of an entry. */
  private resume(entry: Entry): void {
    entry.pause?.cancel();
    entry.pause = undefined;
    entry.retryAt = undefined;
    this.hopeful.get(entry.due.destination.service)?.delete(entry);
    this.enqueue(entry);
  }

  /**
   * A service that failed is there again: what waits only by our own backoff is tried at once, though not twice in a row for
   * this reason, since a recipient may fail where its service does not.
   */
  private recovered(service: string): void {
    if (!this.failing.delete(service)) return;
    for (const entry of this.hopeful.get(service) ?? []) {
      entry.hurried = true;
      this.resume(entry);
    }
  }

  private enqueue(entry: Entry): void {
    const { service, recipient } = entry.due.destination;
    let lane = this.lanes.get(service);
    if (!lane) {
      lane = new Lane(() => this.width);
      this.lanes.set(service, lane);
    }
    lane.add(`${entry.owner} ${recipient}`, () => this.attempt(entry));
  }

  private async attempt(entry: Entry): Promise<void> {
    if (this.entries.get(entry.owner)?.get(entry.due.key) !== entry) return;
    if (this.options.mayStart?.() === false) {
      this.forget(entry);
      return;
    }
    entry.sending = true;
    this.active++;
    try {
      const error = await this.errorOf(entry);
      entry.sending = false;
      await this.options.onSettled(entry, this.settle(entry, error));
    } finally {
      if (--this.active === 0) this.idle?.();
    }
  }

  private settle(entry: Entry, error: Error | undefined): Outcome {
    const { log, maxAttempts = 100 } = this.options;
    const { trigger, destination, namespace } = entry.due;
    const place = namespace === undefined ? {} : { namespace };
    const fields = { resource: keyOf(entry.object.metadata), trigger, ...destination, ...place };
    if (!error || isFinal(error)) {
      this.forget(entry);
      this.acceptedAt = this.options.clock.now();
      this.recovered(destination.service);
      if (error)
        log.warn({ event: 'delivered', ...fields, err: error.message }, 'the receiver wants no such notification');
      else log.info({ event: 'delivered', ...fields, failures: entry.failures }, 'notification delivered');
      return 'delivered';
    }
    this.failing.add(destination.service);
    entry.failures++;
    entry.lastError = error;
    entry.failedAt = this.options.clock.now();
    const failed = { ...fields, failures: entry.failures, err: error.message };
    if (this.options.losesFailed && entry.due.oncePer !== '') {
      this.forget(entry);
      log.error({ event: 'lost', ...failed }, 'notification lost');
      return 'lost';
    }
    if (maxAttempts > 0 && entry.failures >= maxAttempts) {
      entry.dead = true;
      this.dead.add(entry);
      log.error({ event: 'dead', ...failed }, 'notification given up');
      return 'dead';
    }
    log.warn({ event: 'failed', ...failed, retryMs: this.wait(entry, error) }, 'notification not delivered');
    return 'failed';
  }

  private async errorOf(entry: Entry): Promise<Error | undefined> {
    try {
      const notification = await this.options.render(entry);
      entry.message = notification.message ?? '';
      await this.options.send(notification, entry, this.stopping.signal);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  /** Schedules the next try; returns the milliseconds until then. A receiver's own wish counts up to an hour. */
  private wait(entry: Entry, error: Error): number {
    const { backoff, clock } = this.options;
    const wished = Math.min(retryAfterOf(error), maxRetryAfterMs);
    const delayMs = Math.max(wished, backoffMs(entry.failures, { minMs: 1_000, maxMs: 300_000, ...backoff }, clock));
    if (this.stopped) this.forget(entry);
    else {
      const cancel = clock.after(delayMs, () => {
        entry.hurried = false;
        this.resume(entry);
      });
      entry.pause = { cancel };
      if (wished === 0 && !entry.hurried) this.hopes(entry);
      entry.retryAt = clock.now() + delayMs;
    }
    return delayMs;
  }

  private hopes(entry: Entry): void {
    const { service } = entry.due.destination;
    const all = this.hopeful.get(service) ?? new Set();
    this.hopeful.set(service, all.add(entry));
  }

  private drop(entry: Entry): void {
    entry.pause?.cancel();
    this.forget(entry);
  }

  private forget(entry: Entry): void {
    const { owner, due } = entry;
    const own = this.entries.get(owner);
    if (own?.get(due.key) !== entry) return;
    own.delete(due.key);
    if (own.size === 0) this.entries.delete(owner);
    this.total--;
    this.dead.delete(entry);
    this.hopeful.get(due.destination.service)?.delete(entry);
  }
}

/** How long ago an acceptance still counts as now, in milliseconds, and how many notifications of a service are a crowd. */
const recentMs = 100;
const crowd = 8;

/** How long after the first delivery how many of a service are sent at once. */
const cautionMs = 1_000;
const cautiousWidth = 1;

const maxRetryAfterMs = 3_600_000;

/** Whether the receiver has refused for good, which counts as delivered, as upstream has it. */
function isFinal(error: Error): boolean {
  return error instanceof EngineError && error.code === 'send-final';
}

function retryAfterOf(error: Error): number {
  return error instanceof EngineError ? (error.retryAfterMs ?? 0) : 0;
}

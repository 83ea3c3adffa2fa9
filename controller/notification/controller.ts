import { setTimeout as pause } from 'node:timers/promises';
import type { Api } from '../../engine/api.ts';
import type { State } from '../../engine/state.ts';
import { asControllerError, ControllerError } from '../errors.ts';
import {
  type Clock,
  idOf,
  type KubernetesObject,
  keyOf,
  type ListWatch,
  sleep,
  WorkQueue,
} from '../kubernetes/index.ts';
import { type Log, serviceLog } from '../log.ts';
import type { UpstreamWay } from '../options.ts';
import { Answers } from './answers.ts';
import type { Configuration } from './configuration.ts';
import { Deliveries, type Delivery, type Outcome } from './deliveries.ts';
import {
  type AlterDestinations,
  type ConditionCount,
  type Due,
  type Evaluation,
  evaluate,
  liveOf,
  nothingFound,
} from './evaluate.ts';
import type { LastWords } from './last-words.ts';
import type { Ledger } from './ledger.ts';
import { type Report, reportOf } from './report.ts';
import { Reports } from './reports.ts';
import { wantedBy } from './retry.ts';
import { Saves } from './saves.ts';
import type { StateStore } from './state.ts';
import { logTransitions } from './transitions.ts';

/** Learns what the controller does, for metrics and events. */
export interface Observer {
  evaluated(counts: readonly ConditionCount[]): void;
  settled(delivery: Delivery, outcome: Outcome): void;
}

export interface ControllerOptions {
  readonly objects: ListWatch;
  readonly state: StateStore;
  /** What notifies about an object now; another one when it has changed. */
  readonly configuration: (object: KubernetesObject) => Configuration;
  /** Why an object is left alone as it is now; undefined when it is not. */
  readonly skip?: ((object: KubernetesObject) => string | undefined) | undefined;
  readonly alterDestinations?: AlterDestinations | undefined;
  /** What evaluations depend on beside object and configuration; another value has the object evaluated again. */
  readonly dependency?: ((object: KubernetesObject) => unknown) | undefined;
  /** What is to be as upstream has it. */
  readonly asUpstream?: ReadonlySet<UpstreamWay>;
  /** Takes in how an object stands; a rejection has it told again, with backoff. */
  readonly report: (report: Report) => Promise<void>;
  /** Drops what is remembered of an object that is gone. */
  readonly forget?: ((object: KubernetesObject) => void) | undefined;
  /** Prefixes of subscription annotations; the first is that of our own annotations. */
  readonly prefixes: readonly string[];
  /** Whether this process may act now; nothing is evaluated or sent while it may not. */
  readonly mayAct: () => boolean;
  /** Where another process finds what is accepted and not saved. */
  readonly ledger?: Ledger | undefined;
  /** Whether another process acts. */
  readonly onStandby: () => boolean;
  /** Takes down that something was sent about an object which is gone and cannot carry its state any more. */
  readonly lastWords?: LastWords | undefined;
  readonly observer: Observer;
  readonly maxAttempts: number;
  readonly resyncMs: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Objects at work at once; default 8. */
  readonly concurrency?: number;
}

/** What is remembered of an object between two looks at it. */
interface Known {
  readonly resourceVersion: string | undefined;
  readonly configuration: Configuration;
  readonly dependency: unknown;
  readonly found: Evaluation;
  /** The evaluation asked for the time, so that its result may change by itself. */
  readonly timely: boolean;
  readonly retry: string | undefined;
  /** What has been warned of under this configuration. */
  readonly warned: ReadonlySet<string>;
}

/**
 * Watches objects of one resource and notifies about them. An object is evaluated when it has changed or the configuration
 * has, and every resync period when its triggers ask for the time; what is due is delivered beside that, so that no receiver
 * holds up an evaluation. A new value of the annotation `<prefix>/retry` tries all at once that waits or was given up; one that ends in
 * a trigger and a destination, `<value> <trigger> <service>:<recipient>`, tries that.
 */
export class NotificationController {
  private readonly options: ControllerOptions;
  private readonly queue: WorkQueue;
  private readonly deliveries: Deliveries;
  /** Objects that are gone and still to be evaluated a last time. */
  private readonly gone = new Map<string, KubernetesObject>();
  private readonly known = new Map<string, Known>();
  private readonly answers = new Answers();
  private turn: Promise<void> = Promise.resolve();
  private readonly saves: Saves;
  private readonly reports: Reports;

  constructor(options: ControllerOptions) {
    this.options = options;
    const losesFailed = options.asUpstream?.has('failed-sends') ?? false;
    this.deliveries = new Deliveries({
      render: async ({ object, due }) => {
        await this.answers.turn();
        return this.api(object, due).render(object, due.templates, due.destination);
      },
      send: async (notification, { due, object }, signal) => {
        const context = { signal, log: serviceLog(options.log), threads: options.state.threads(object) };
        const bounded = losesFailed ? context : { ...context, patience };
        await this.answers.of(this.api(object, due).deliver(notification, due.destination, bounded));
        options.state.accepted(object, due.key, this.seconds());
      },
      onSettled: (delivery, outcome) => this.settled(delivery, outcome),
      mayStart: options.mayAct,
      maxAttempts: options.maxAttempts,
      losesFailed,
      log: options.log,
      clock: options.clock,
    });
    this.saves = new Saves({
      state: options.state,
      ledger: options.ledger,
      lastWords: options.lastWords,
      isCrowded: () => this.deliveries.isCrowded,
      onSaved: (object, failed) => this.saved(object, failed),
      log: options.log,
    });
    this.reports = new Reports({
      standing: (key) => this.standing(key),
      report: options.report,
      wait: (key) => this.reportWait(key),
      clock: options.clock,
      log: options.log,
    });
    this.queue = new WorkQueue({
      work: (key) => this.process(key),
      concurrency: options.concurrency ?? 8,
      clock: options.clock,
      onError: (key, error, _failures, retryMs) => {
        const { message } = asControllerError(error, 'BadResponse', `resource ${key}`);
        options.log.warn({ resource: key, retryMs, err: message }, 'evaluation failed');
      },
    });
  }

  /** An object has appeared or changed. */
  changed(object: KubernetesObject): void {
    this.queue.add(keyOf(object.metadata));
  }

  /** An object is gone; it is evaluated a last time, as being deleted. */
  deleted(object: KubernetesObject): void {
    if (!this.options.onStandby()) this.bury(object);
  }

  /** Evaluates an object a last time, as being deleted, as soon as this process may act; `sent` is what is known to have been sent. */
  bury(object: KubernetesObject, sent: State = new Map()): void {
    for (const [stateKey, seconds] of sent) this.options.state.mark(object, stateKey, Number(seconds));
    const deletionTimestamp = object.metadata.deletionTimestamp ?? new Date(this.options.clock.now()).toISOString();
    const key = keyOf(object.metadata);
    this.gone.set(key, { ...object, metadata: { ...object.metadata, deletionTimestamp } });
    this.queue.add(key);
  }

  /**
   * The configuration has changed: all objects, or those of a namespace, are evaluated again, and what waits for a retry is tried
   * at once.
   */
  reconfigured(namespace?: string): void {
    if (namespace === undefined) {
      this.deliveries.hurry();
      this.lookAtAll();
      return;
    }
    for (const object of this.options.objects.objects()) {
      if (object.metadata.namespace !== namespace) continue;
      this.deliveries.hurry(idOf(object));
      this.changed(object);
    }
  }

  /** Looks at every object, e.g. because this process may act from now on. */
  lookAtAll(): void {
    for (const key of this.gone.keys()) this.queue.add(key);
    for (const object of this.options.objects.objects()) this.changed(object);
  }

  /** Leaves what is not being sent to another process. */
  handOver(): void {
    this.deliveries.handOver();
    this.options.state.handOver();
    this.known.clear();
    this.gone.clear();
  }

  /** Objects waiting to be evaluated, and notifications on their way or given up. */
  get counts(): { readonly queued: number; readonly pending: number; readonly dead: number } {
    return { queued: this.queue.length, ...this.deliveries.counts };
  }

  /** Whether nothing waits to be evaluated, delivered or saved; what was given up does not count. */
  get idle(): boolean {
    const { pending } = this.deliveries.counts;
    return this.queue.length + this.queue.active + this.reports.size + pending + this.saves.size === 0;
  }

  /** Stops evaluating, then waits at most `graceMs` for deliveries under way and until they are saved. */
  async stop(graceMs: number): Promise<void> {
    const { clock } = this.options;
    const until = clock.now() + graceMs;
    await Promise.all([this.queue.drain(graceMs), this.reports.stop(graceMs)]);
    await this.deliveries.stop(Math.max(minGraceMs, until - clock.now()));
    const over = new AbortController();
    await Promise.race([this.saves.all(), sleep(clock, Math.max(minGraceMs, until - clock.now()), over.signal)]);
    over.abort();
  }

  /** One evaluation in each turn of the event loop, when no answer is due; fewer while more is due than can be sent. */
  private nextTurn(): Promise<void> {
    this.turn = this.turn.then(() => (this.deliveries.isCrowded ? pause(crowdedMs) : this.answers.quiet()));
    return this.turn;
  }

  private async process(key: string): Promise<void> {
    await this.nextTurn();
    if (!this.options.mayAct()) return;
    const gone = this.gone.get(key);
    if (gone) {
      this.gone.delete(key);
      if (!this.skips(gone)) await this.evaluate(gone);
      this.forget(key, gone);
    }
    const object = this.options.objects.get(key);
    if (!object || this.skips(object)) return;
    if (!this.isUpToDate(object)) await this.evaluate(object);
    this.reports.add(key);
    this.queue.addAfter(key, this.options.resyncMs);
    await this.options.state.persist(object);
  }

  private forget(key: string, object: KubernetesObject): void {
    this.options.state.forget(object);
    this.options.forget?.(object);
    this.known.delete(idOf(object));
    this.reports.forget(key);
  }

  private skips(object: KubernetesObject): boolean {
    const reason = this.options.skip?.(object);
    if (reason === undefined) return false;
    this.options.log.debug({ event: 'skipped', resource: keyOf(object.metadata), reason }, 'object left alone');
    return true;
  }

  /** Whether another evaluation cannot give anything else than the last. */
  private isUpToDate(object: KubernetesObject): boolean {
    const known = this.known.get(idOf(object));
    if (!known || known.timely) return false;
    const { state, configuration, dependency } = this.options;
    const same = known.configuration === configuration(object) && known.dependency === dependency?.(object);
    return same && state.isSame(object, known.resourceVersion);
  }

  private async evaluate(object: KubernetesObject): Promise<void> {
    const configuration = this.options.configuration(object);
    const { apis } = configuration;
    const { state, observer } = this.options;
    const dependency = this.options.dependency?.(object);
    const clockReads = configuration.clockReads();
    const isUsable = apis.length > 0;
    const found = isUsable
      ? await evaluate({ ...this.options, apis, object, state: state.sent(object) })
      : nothingFound;
    observer.evaluated(found.conditions);
    if (isUsable) this.apply(object, found);
    this.remember(object, found, { configuration, dependency, timely: configuration.clockReads() !== clockReads });
  }

  private remember(
    object: KubernetesObject,
    found: Evaluation,
    more: Pick<Known, 'configuration' | 'dependency' | 'timely'>,
  ): void {
    const before = this.known.get(idOf(object));
    const retry = object.metadata.annotations?.[`${this.options.prefixes[0]}/retry`];
    if (before && retry !== before.retry) this.deliveries.hurry(idOf(object), wantedBy(retry ?? ''));
    const earlier = before?.configuration === more.configuration ? before.warned : [];
    const warned = new Set([...earlier, ...found.warnings.map(({ errorMessage }) => errorMessage)].slice(-maxWarned));
    const { resourceVersion } = object.metadata;
    this.known.set(idOf(object), { resourceVersion, found, retry, warned, ...more });
    logTransitions(this.options.log, keyOf(object.metadata), before, found);
  }

  /** What was delivered while the evaluation waited is no longer due. */
  private apply(object: KubernetesObject, found: Evaluation): void {
    const { state } = this.options;
    const notified = state.read(object);
    for (const key of found.over) if (notified.has(key)) state.clear(object, key);
    state.keep(object, liveOf(found));
    for (const due of found.due) if (!notified.has(due.key)) this.deliveries.offer(idOf(object), object, due);
    this.retain(object, found);
  }

  /** Drops what is not called for any more and not being sent. */
  private retain(object: KubernetesObject, found: Evaluation): void {
    this.deliveries.retain(idOf(object), liveOf(found), found.subscribed);
  }

  private api(object: KubernetesObject, due: Due): Api {
    const { apis } = this.options.configuration(object);
    const scoped = apis.find(({ namespace }) => namespace === due.namespace);
    if (!scoped) throw new ControllerError('InvalidConfig', 'configuration', 'nothing of it can be used');
    return scoped.api;
  }

  /** How an object stands by the last evaluation. */
  private standing(key: string): Report | undefined {
    const object = this.options.objects.get(key);
    const { found } = (object && this.known.get(idOf(object))) ?? {};
    if (!object || !found || !this.options.mayAct() || this.skips(object)) return undefined;
    const state = this.options.state.read(object);
    const tries = this.deliveries.of(idOf(object));
    return reportOf({ object, found, state, ...this.options.configuration(object), tries });
  }

  /**
   * A report waits for the first tries of its object's own notifications, each of which has it told again, and while other objects are
   * still to be looked at or notifications being delivered or saved.
   */
  private reportWait(key: string): number {
    const object = this.options.objects.get(key);
    if (object && this.deliveries.isUntried(idOf(object))) return untriedMs;
    const isBusy = this.queue.length > 0 || this.deliveries.isFlowing(busyMs) || this.saves.isBehind;
    return isBusy ? busyMs : 0;
  }

  /** Resolves when the next notification may go: what is in the journal is saved beside it, a little at a time. */
  private async settled(delivery: Delivery, outcome: Outcome): Promise<void> {
    this.options.observer.settled(delivery, outcome);
    const { due, object } = delivery;
    const { found } = this.known.get(idOf(object)) ?? {};
    if (outcome !== 'delivered' && outcome !== 'lost') {
      if (found) this.retain(object, found);
      return this.tell(object);
    }
    const seconds = this.seconds();
    if (!this.exists(object)) {
      await this.saves.noteLast(object, due.key, seconds);
      return this.options.state.forget(object);
    }
    if (found?.over.includes(due.key)) this.options.state.clear(object, due.key);
    else this.options.state.mark(object, due.key, seconds);
    await this.saves.add(object, due.key, seconds);
  }

  private seconds(): number {
    return Math.floor(this.options.clock.now() / 1000);
  }

  /** Whether the object is still there, not another one of its name. */
  private exists(object: KubernetesObject): boolean {
    const current = this.options.objects.get(keyOf(object.metadata));
    return current !== undefined && idOf(current) === idOf(object);
  }

  private tell(object: KubernetesObject): void {
    if (this.exists(object)) this.reports.add(keyOf(object.metadata));
  }

  /** Looks again at an object whose state could not be saved, or, written, calls for another evaluation. */
  private saved(object: KubernetesObject, failed: boolean): void {
    const current = this.options.objects.get(keyOf(object.metadata));
    if (current && (failed || !this.isUpToDate(current))) this.changed(current);
    this.tell(object);
  }
}

/** How long deliveries, and what is being saved, are waited for at the end at least, in milliseconds. */
const minGraceMs = 1_000;

/** How long a receiver may hold up deliveries to others in milliseconds; who asks for more is tried again later. */
const patience = 100;

/** The most warnings of an object that are known to have been logged. */
const maxWarned = 100;

/** Time between evaluations while more is due than can be sent, in milliseconds. */
const crowdedMs = 2;

/** How long a report waits for its object's first tries, and for what is more urgent, before it is looked at again, in milliseconds. */
const untriedMs = 30_000;
const busyMs = 2_000;

import { setImmediate as afterOthers } from 'node:timers/promises';
import type { Api } from '../../engine/api.ts';
import { displayOf } from '../../engine/errors.ts';
import { formatDestination } from '../../engine/notification/destinations.ts';
import type { Log as ServiceLog } from '../../engine/services/service.ts';
import { asControllerError, ControllerError } from '../errors.ts';
import { type Clock, type KubernetesObject, keyOf, type ListWatch, WorkQueue } from '../kubernetes/index.ts';
import type { Log } from '../log.ts';
import type { Configuration } from './configuration.ts';
import { Deliveries, type Delivery, type Outcome } from './deliveries.ts';
import { type ConditionCount, type Evaluation, evaluate } from './evaluate.ts';
import type { Failure, Report } from './report.ts';
import type { StateStore } from './state.ts';

/** Learns what the controller does, for metrics and events. */
export interface Observer {
  evaluated(counts: readonly ConditionCount[]): void;
  settled(delivery: Delivery, outcome: Outcome): void;
}

export interface ControllerOptions {
  readonly objects: ListWatch;
  readonly state: StateStore;
  /** The configuration of now; a new object when it has changed. */
  readonly configuration: () => Configuration;
  /** Takes in how an object stands; a rejection has the object evaluated again, with backoff. */
  readonly report: (report: Report) => Promise<void>;
  /** Prefixes of subscription annotations; the first is that of our own annotations. */
  readonly prefixes: readonly string[];
  /** Whether this process may act now; nothing is evaluated or sent while it may not. */
  readonly mayAct: () => boolean;
  /** Whether another process acts. */
  readonly onStandby: () => boolean;
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
  readonly found: Evaluation;
  /** The evaluation asked for the time, so that its result may change by itself. */
  readonly timely: boolean;
  readonly retry: string | undefined;
  readonly warned: ReadonlySet<string>;
}

/**
 * Watches objects of one resource and notifies about them. An object is evaluated when it has changed or the configuration
 * has, and every resync period when its triggers ask for the time; what is due is delivered beside that, so that no receiver
 * holds up an evaluation. A new value of the annotation `<prefix>/retry` tries all at once that waits or was given up.
 */
export class NotificationController {
  private readonly options: ControllerOptions;
  private readonly queue: WorkQueue;
  private readonly deliveries: Deliveries;
  /** Objects that are gone and still to be evaluated a last time. */
  private readonly gone = new Map<string, KubernetesObject>();
  private readonly known = new Map<string, Known>();
  private turn: Promise<void> = Promise.resolve();
  /** Since when reports wait. */
  private readonly deferred = new Map<string, number>();

  constructor(options: ControllerOptions) {
    this.options = options;
    this.deliveries = new Deliveries({
      render: ({ object, due }) => this.api().render(object, due.templates, due.destination),
      send: (notification, { due }, signal) =>
        this.api().deliver(notification, due.destination, { signal, log: serviceLog(options.log) }),
      onSettled: (delivery, outcome) => this.settled(delivery, outcome),
      mayStart: options.mayAct,
      maxAttempts: options.maxAttempts,
      log: options.log,
      clock: options.clock,
    });
    this.queue = new WorkQueue({
      work: (key) => this.process(key),
      concurrency: options.concurrency ?? 8,
      clock: options.clock,
      onError: (key, error, _failures, retryMs) => {
        const { message } = this.errorOf(key, error);
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
    if (this.options.onStandby()) return;
    const deletionTimestamp = object.metadata.deletionTimestamp ?? new Date(this.options.clock.now()).toISOString();
    const key = keyOf(object.metadata);
    this.gone.set(key, { ...object, metadata: { ...object.metadata, deletionTimestamp } });
    this.queue.add(key);
  }

  /** The configuration has changed: everything is evaluated again, and what waits for a retry is tried at once. */
  reconfigured(): void {
    this.deliveries.hurry();
    this.lookAtAll();
  }

  /** Looks at every object, e.g. because this process may act from now on. */
  lookAtAll(): void {
    for (const key of this.gone.keys()) this.queue.add(key);
    for (const object of this.options.objects.objects()) this.changed(object);
  }

  /** Leaves what is not being sent to another process. */
  handOver(): void {
    this.deliveries.handOver();
    this.known.clear();
    this.gone.clear();
  }

  /** Objects waiting to be evaluated, and notifications on their way or given up. */
  get counts(): { readonly queued: number; readonly pending: number; readonly dead: number } {
    return { queued: this.queue.length, ...this.deliveries.counts };
  }

  /** Stops evaluating, then waits at most `graceMs` for deliveries under way. */
  async stop(graceMs: number): Promise<void> {
    await this.queue.drain(graceMs);
    await this.deliveries.stop(graceMs);
  }

  /** One evaluation in each turn of the event loop, so that answers go first and a delivery is soon saved while much is evaluated. */
  private nextTurn(): Promise<void> {
    this.turn = this.turn.then(() => afterOthers());
    return this.turn;
  }

  private async process(key: string): Promise<void> {
    await this.nextTurn();
    if (!this.options.mayAct()) return;
    const gone = this.gone.get(key);
    if (gone) {
      this.gone.delete(key);
      await this.evaluate(gone);
      this.options.state.forget(gone);
      this.known.delete(idOf(gone));
    }
    const object = this.options.objects.get(key);
    if (!object) return;
    const found = this.upToDate(object) ?? (await this.evaluate(object));
    const unsaved = await this.options.state.persist(object).catch((error: unknown) => this.errorOf(key, error));
    if (!unsaved && this.defers(key, object)) return;
    await this.options.report(this.reportOf(object, found));
    if (unsaved) await this.options.state.persist(object);
    this.queue.addAfter(key, this.options.resyncMs);
  }

  /**
   * Whether a report waits: for the first tries of its own notifications, each of which has the object looked at again, and while
   * others are being delivered.
   */
  private defers(key: string, object: KubernetesObject): boolean {
    const now = this.options.clock.now();
    const since = this.deferred.get(key) ?? now;
    const untried = this.deliveries.isUntried(idOf(object));
    const waits = untried || this.deliveries.isFlowing(reportWaitMs);
    const defers = waits && Math.abs(now - since) < maxReportWaitMs;
    if (defers) {
      this.deferred.set(key, since);
      this.queue.addAfter(key, untried ? maxReportWaitMs : reportWaitMs);
    } else this.deferred.delete(key);
    return defers;
  }

  /** The last evaluation, when another one cannot give anything else. */
  private upToDate(object: KubernetesObject): Evaluation | undefined {
    const known = this.known.get(idOf(object));
    if (!known || known.timely) return undefined;
    const { state, configuration } = this.options;
    const same = known.configuration === configuration() && state.isSame(object, known.resourceVersion);
    return same ? known.found : undefined;
  }

  private async evaluate(object: KubernetesObject): Promise<Evaluation> {
    const configuration = this.options.configuration();
    const { api } = configuration;
    const { state, prefixes, observer } = this.options;
    const clockReads = configuration.clockReads();
    const found = api ? await evaluate({ api, object, state: state.read(object), prefixes }) : nothing;
    observer.evaluated(found.conditions);
    if (api) this.apply(object, found);
    this.remember(object, found, { configuration, timely: configuration.clockReads() !== clockReads });
    return found;
  }

  private remember(object: KubernetesObject, found: Evaluation, more: Pick<Known, 'configuration' | 'timely'>): void {
    const before = this.known.get(idOf(object));
    const retry = object.metadata.annotations?.[`${this.options.prefixes[0]}/retry`];
    if (before && retry !== before.retry) this.deliveries.hurry(idOf(object));
    const warned = new Set(found.warnings.map(({ errorMessage }) => errorMessage));
    const { resourceVersion } = object.metadata;
    this.known.set(idOf(object), { resourceVersion, found, retry, warned, ...more });
    this.logTransitions(keyOf(object.metadata), before, found);
  }

  /** What was delivered while the evaluation waited is no longer due. */
  private apply(object: KubernetesObject, found: Evaluation): void {
    const { state } = this.options;
    const owner = idOf(object);
    const live = new Set([...found.due, ...found.notified].map(({ key }) => key));
    for (const key of found.cleared) state.clear(object, key);
    state.keep(object, live);
    const notified = state.read(object);
    for (const due of found.due) if (!notified.has(due.key)) this.deliveries.offer(owner, object, due);
    this.deliveries.retain(owner, live, found.subscribed);
  }

  private api(): Api {
    const { api } = this.options.configuration();
    if (!api) throw new ControllerError('InvalidConfig', 'configuration', 'nothing of it can be used');
    return api;
  }

  private reportOf(object: KubernetesObject, found: Evaluation): Report {
    const pending = this.deliveries.of(idOf(object)).filter(({ lastError }) => lastError !== undefined);
    const state = this.options.state.read(object);
    const delivered = [...found.notified, ...found.due.filter(({ key }) => state.has(key))];
    const { problems, warnings } = this.options.configuration();
    return {
      object,
      problems,
      warnings: [...warnings.map((errorMessage) => ({ errorMessage })), ...found.warnings],
      failures: pending.map(failureOf),
      deliveries: delivered.map(({ trigger, destination }) => ({ trigger, destination, alreadyNotified: true })),
    };
  }

  private async settled(delivery: Delivery, outcome: Outcome): Promise<void> {
    const { state, objects, clock, observer } = this.options;
    const { due, object } = delivery;
    observer.settled(delivery, outcome);
    const key = keyOf(object.metadata);
    const current = objects.get(key);
    if (!current || idOf(current) !== idOf(object)) return;
    if (outcome === 'delivered') {
      state.mark(object, due.key, Math.floor(clock.now() / 1000));
      await state.persist(object).catch((error: unknown) => this.logUnsaved(key, error));
    }
    this.queue.add(key);
  }

  private errorOf(key: string, error: unknown): ControllerError {
    return asControllerError(error, 'BadResponse', `resource ${key}`);
  }

  private logUnsaved(key: string, error: unknown): void {
    const { message } = this.errorOf(key, error);
    const text = 'the notification state could not be saved and is kept in memory';
    this.options.log.warn({ event: 'unsaved', resource: key, err: message }, text);
  }

  /** Each trigger that begins or ceases to hold, and each warning that is new. */
  private logTransitions(resource: string, before: Known | undefined, found: Evaluation): void {
    const { log } = this.options;
    const fired = before?.found.fired ?? new Set();
    for (const trigger of found.fired) {
      if (!fired.has(trigger)) log.info({ event: 'holds', resource, trigger }, 'trigger holds');
    }
    for (const trigger of fired) {
      if (!found.fired.has(trigger as string))
        log.info({ event: 'over', resource, trigger }, 'trigger no longer holds');
    }
    for (const { trigger, errorMessage } of found.warnings) {
      if (!before?.warned.has(errorMessage)) {
        log.warn({ event: 'warning', resource, trigger, err: errorMessage }, 'trigger cannot be evaluated');
      }
    }
  }
}

function failureOf({ due, message, lastError, dead, failures }: Delivery): Failure {
  const { trigger, destination } = due;
  const given = dead ? `given up after ${failures} tries: ` : '';
  const error = `${given}failed to deliver notification ${trigger} to ${formatDestination(destination)}: ${displayOf(lastError)}`;
  return { trigger, destination, message, error };
}

/** How long a report waits for deliveries, at once and in all, in milliseconds. */
const reportWaitMs = 2_000;
const maxReportWaitMs = 30_000;

const nothing: Evaluation = {
  due: [],
  notified: [],
  cleared: [],
  warnings: [],
  fired: new Set(),
  conditions: [],
  subscribed: new Set(),
};

/** A log for services, which know no fields. */
function serviceLog(log: Log): ServiceLog {
  const at = (level: keyof Log) => (message: string) => log[level]({ event: 'service' }, message);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** What tells an object from another one of its name. */
function idOf(object: KubernetesObject): string {
  return object.metadata.uid ?? keyOf(object.metadata);
}

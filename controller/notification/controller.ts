import type { Api } from '../../engine/api.ts';
import { displayOf } from '../../engine/errors.ts';
import { formatDestination } from '../../engine/notification/destinations.ts';
import type { Log as ServiceLog } from '../../engine/services/service.ts';
import { asControllerError, ControllerError } from '../errors.ts';
import { type Clock, type KubernetesObject, keyOf, type ListWatch, WorkQueue } from '../kubernetes/index.ts';
import type { Log } from '../log.ts';
import type { Configuration } from './configuration.ts';
import { Deliveries, type Delivery } from './deliveries.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import type { Failure, Report } from './report.ts';
import type { StateStore } from './state.ts';

export interface ControllerOptions {
  readonly objects: ListWatch;
  readonly state: StateStore;
  /** The configuration of now. */
  readonly configuration: () => Configuration;
  /** Takes in how an object stands; a rejection has the object evaluated again, with backoff. */
  readonly report: (report: Report) => Promise<void>;
  /** Prefixes of subscription annotations. */
  readonly prefixes: readonly string[];
  readonly resyncMs: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Objects at work at once; default 8. */
  readonly concurrency?: number;
}

/**
 * Watches objects of one resource and notifies about them. An object is evaluated when it changes, when the configuration
 * changes, and every resync period; what is due is delivered beside that, so that no receiver holds up an evaluation.
 */
export class NotificationController {
  private readonly options: ControllerOptions;
  private readonly queue: WorkQueue;
  private readonly deliveries: Deliveries;
  /** Objects that are gone and still to be evaluated a last time. */
  private readonly gone = new Map<string, KubernetesObject>();
  private readonly fired = new Map<string, ReadonlySet<string>>();

  constructor(options: ControllerOptions) {
    this.options = options;
    this.deliveries = new Deliveries({
      render: ({ object, due }) => this.api().render(object, due.templates, due.destination),
      send: (notification, { due }, signal) =>
        this.api().deliver(notification, due.destination, { signal, log: serviceLog(options.log) }),
      onSettled: (delivery, outcome) => this.settled(delivery, outcome),
      log: options.log,
      clock: options.clock,
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
    const deletionTimestamp = object.metadata.deletionTimestamp ?? new Date(this.options.clock.now()).toISOString();
    const key = keyOf(object.metadata);
    this.gone.set(key, { ...object, metadata: { ...object.metadata, deletionTimestamp } });
    this.queue.add(key);
  }

  /** The configuration has changed: everything is evaluated again, and what waits for a retry is tried at once. */
  reconfigured(): void {
    this.deliveries.hurry();
    for (const object of this.options.objects.objects()) this.changed(object);
  }

  /** Stops evaluating, then waits at most `graceMs` for deliveries under way. */
  async stop(graceMs: number): Promise<void> {
    await this.queue.drain(graceMs);
    await this.deliveries.stop(graceMs);
  }

  private async process(key: string): Promise<void> {
    const gone = this.gone.get(key);
    if (gone) {
      this.gone.delete(key);
      await this.evaluate(gone);
      this.options.state.forget(gone);
      this.fired.delete(idOf(gone));
    }
    const object = this.options.objects.get(key);
    if (!object) return;
    const report = await this.evaluate(object);
    await this.options.state.persist(object);
    await this.options.report(report);
    this.queue.addAfter(key, this.options.resyncMs);
  }

  private async evaluate(object: KubernetesObject): Promise<Report> {
    const { api } = this.options.configuration();
    const { state, prefixes } = this.options;
    const found = api ? await evaluate({ api, object, state: state.read(object), prefixes }) : nothing;
    this.logTransitions(object, found.fired);
    if (api) this.apply(object, found);
    return this.reportOf(object, found);
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
    return {
      object,
      problems: this.options.configuration().problems,
      warnings: found.warnings,
      failures: pending.map(failureOf),
      deliveries: found.notified.map(({ trigger, destination }) => ({ trigger, destination, alreadyNotified: true })),
    };
  }

  private async settled({ due, object }: Delivery, outcome: 'delivered' | 'failed'): Promise<void> {
    const { state, objects, clock } = this.options;
    const key = keyOf(object.metadata);
    const current = objects.get(key);
    if (!current || idOf(current) !== idOf(object)) return;
    if (outcome === 'delivered') {
      state.mark(object, due.key, Math.floor(clock.now() / 1000));
      await state.persist(object).catch((error: unknown) => this.logUnsaved(key, error));
    }
    this.queue.add(key);
  }

  private logUnsaved(key: string, error: unknown): void {
    const { message } = asControllerError(error, 'BadResponse', `resource ${key}`);
    this.options.log.warn(
      { resource: key, err: message },
      'the notification state could not be saved and is kept in memory',
    );
  }

  private logTransitions(object: KubernetesObject, fired: ReadonlySet<string>): void {
    const before = this.fired.get(idOf(object)) ?? new Set();
    const resource = keyOf(object.metadata);
    for (const trigger of fired)
      if (!before.has(trigger)) this.options.log.info({ event: 'holds', resource, trigger }, 'trigger holds');
    for (const trigger of before)
      if (!fired.has(trigger)) this.options.log.info({ event: 'over', resource, trigger }, 'trigger no longer holds');
    this.fired.set(idOf(object), fired);
  }
}

function failureOf({ due, message, lastError }: Delivery): Failure {
  const { trigger, destination } = due;
  const error = `failed to deliver notification ${trigger} to ${formatDestination(destination)}: ${displayOf(lastError)}`;
  return { trigger, destination, message, error };
}

const nothing: Evaluation = {
  due: [],
  notified: [],
  cleared: [],
  warnings: [],
  fired: new Set(),
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

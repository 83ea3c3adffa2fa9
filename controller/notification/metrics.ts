import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { EngineError } from '../../engine/errors.ts';
import type { Observer } from './controller.ts';

export interface MetricsOptions {
  /** What every name begins with; upstream's own metrics are `<prefix>_notifications_…`. */
  readonly prefix: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly gauges: () => Gauges;
}

/** What is asked for when metrics are read. */
export interface Gauges {
  readonly queued: number;
  readonly pending: number;
  readonly dead: number;
  /** Seconds since the API server last said anything. */
  readonly watchAge: number;
  readonly configValid: boolean;
  readonly leading: boolean;
}

/** Prometheus metrics of a controller. The first two have upstream's names and labels (controller/metrics.go). */
export class Metrics implements Observer {
  private readonly registry = new Registry();
  private readonly options: MetricsOptions;
  private readonly deliveries: Counter;
  private readonly evaluations: Counter;
  private readonly failedEvaluations: Counter;
  private readonly attempts: Counter;
  private readonly failures: Counter;
  private readonly latency: Histogram;

  constructor(options: MetricsOptions) {
    this.options = options;
    this.deliveries = this.counter('deliveries_total', 'Number of delivered notifications.', [
      'trigger',
      'service',
      'succeeded',
    ]);
    this.evaluations = this.counter('trigger_eval_total', 'Number of trigger evaluations.', ['name', 'triggered']);
    this.failedEvaluations = this.counter('trigger_eval_failures_total', 'Number of trigger evaluations that failed.', [
      'name',
    ]);
    this.attempts = this.counter('delivery_attempts_total', 'Number of sends.', ['service']);
    this.failures = this.counter('delivery_failures_total', 'Number of sends that failed, by reason.', [
      'service',
      'reason',
    ]);
    this.latency = new Histogram({
      name: this.name('delivery_latency_seconds'),
      help: 'Seconds from the evaluation that called for a notification to its acceptance.',
      labelNames: ['service'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
      registers: [this.registry],
    });
    this.gauge('queue_depth', 'Objects waiting to be evaluated.', ({ queued }) => queued);
    this.gauge('pending_deliveries', 'Notifications on their way.', ({ pending }) => pending);
    this.gauge('dead_letters', 'Notifications given up.', ({ dead }) => dead);
    this.gauge('watch_age_seconds', 'Seconds since the API server last said anything.', ({ watchAge }) => watchAge);
    this.gauge('config_valid', '1 when the whole configuration is usable.', ({ configValid }) => Number(configValid));
    this.gauge('leader', '1 when this process may act.', ({ leading }) => Number(leading));
  }

  evaluated: Observer['evaluated'] = (conditions) => {
    for (const { trigger, triggered, failed } of conditions) {
      this.evaluations.inc({ name: trigger, triggered: String(triggered) });
      if (failed) this.failedEvaluations.inc({ name: trigger });
    }
  };

  settled: Observer['settled'] = ({ due, since, lastError }, outcome) => {
    const { service } = due.destination;
    const succeeded = outcome === 'delivered';
    this.attempts.inc({ service });
    this.deliveries.inc({ trigger: due.trigger, service, succeeded: String(succeeded) });
    if (succeeded) this.latency.observe({ service }, Math.max(0, this.options.now() - since) / 1000);
    else this.failures.inc({ service, reason: lastError instanceof EngineError ? lastError.code : 'other' });
  };

  /** The metrics as Prometheus reads them. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  private name(name: string): string {
    return `${this.options.prefix}_notifications_${name}`;
  }

  private counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name: this.name(name), help, labelNames, registers: [this.registry] });
  }

  private gauge(name: string, help: string, read: (gauges: Gauges) => number): void {
    const { gauges } = this.options;
    new Gauge({
      name: this.name(name),
      help,
      registers: [this.registry],
      collect() {
        this.set(read(gauges()));
      },
    });
  }
}

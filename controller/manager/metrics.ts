import { Counter, Gauge, Registry } from 'prom-client';

/** What is asked for when metrics are read. */
export interface ManagerGauges {
  readonly queued: number;
  readonly enabled: number;
  readonly hosted: number;
  readonly leading: boolean;
}

/** Prometheus metrics of the manager. */
export class ManagerMetrics {
  private readonly registry = new Registry();
  private readonly counter: Counter;

  constructor(gauges: () => ManagerGauges) {
    this.counter = new Counter({
      name: 'notification_manager_reconciles_total',
      help: 'Number of times an RSync was looked at.',
      labelNames: ['result'],
      registers: [this.registry],
    });
    this.gauge('queue_depth', 'RSyncs that wait to be looked at.', () => gauges().queued);
    this.gauge('enabled', 'RSyncs that have notifications enabled.', () => gauges().enabled);
    this.gauge('hosted', 'Notification processes that run in the manager.', () => gauges().hosted);
    this.gauge('leader', 'Whether this manager is the one that acts.', () => Number(gauges().leading));
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  reconciled(result: 'ok' | 'error'): void {
    this.counter.inc({ result });
  }

  private gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name: `notification_manager_${name}`,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }
}

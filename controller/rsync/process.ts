import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { stateAnnotation } from '../../engine/state.ts';
import { asControllerError, type ControllerError } from '../errors.ts';
import {
  backoffMs,
  type Clock,
  type Connection,
  compact,
  configSyncResource,
  EventRecorder,
  KubernetesClient,
  Leader,
  ListWatch,
  type ListWatchOptions,
  type Resource,
  systemClock,
} from '../kubernetes/index.ts';
import type { Log } from '../log.ts';
import { ConfigurationSource } from '../notification/configuration.ts';
import { NotificationController, type Observer } from '../notification/controller.ts';
import { HealthServer } from '../notification/health.ts';
import { Metrics } from '../notification/metrics.ts';
import { observerOf } from '../notification/observer.ts';
import { StateStore } from '../notification/state.ts';
import type { NotificationOptions } from '../options.ts';
import { annotationPrefixes } from './annotations.ts';
import { StatusWriter } from './notification-status.ts';
import { variablesFor } from './variables.ts';

export interface ProcessDependencies {
  readonly connection: Connection;
  readonly log: Log;
  readonly clock?: Clock;
  /** The environment that outgoing requests take their proxy from. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const fieldManager = 'notification-controller';

/** The notification process of one RSync, or of every RSync of a namespace. */
export class NotificationProcess {
  private readonly options: NotificationOptions;
  private readonly log: Log;
  private readonly clock: Clock;
  private readonly client: KubernetesClient;
  private readonly rsyncs: ListWatch;
  /** The Notifications, watched only when they carry the state. */
  private readonly notifications: ListWatch | undefined;
  private readonly configuration: ConfigurationSource;
  private readonly controller: NotificationController;
  private readonly leader: Leader | undefined;
  private readonly events: EventRecorder;
  private readonly health: HealthServer | undefined;
  private acting = false;
  private lastWarning = '';

  constructor(options: NotificationOptions, dependencies: ProcessDependencies) {
    const { connection, log, clock = systemClock, environment = {} } = dependencies;
    this.options = options;
    this.log = log;
    this.clock = clock;
    this.client = new KubernetesClient(connection, { fieldManager });
    this.events = new EventRecorder(this.client, {
      component: 'notification',
      onError: (error) => log.debug({ code: error.code, err: error.message }, 'an Event could not be written'),
      clock,
    });
    this.rsyncs = this.watchRSyncs();
    this.notifications =
      options.stateStore === 'notification' ? this.watch(this.resource('Notification'), {}) : undefined;
    this.configuration = new ConfigurationSource({
      client: this.client,
      namespace: options.configNamespace,
      configMapName: options.configMapName,
      secretName: options.secretName,
      strict: options.strictConfig,
      variables: variablesFor,
      environment,
      clock,
      log,
      onChange: () => this.controller.reconfigured(),
      onError: (error) => this.warn(error),
    });
    const metrics = this.newMetrics();
    this.controller = this.newController(observerOf(metrics, this.events));
    this.leader = options.leaderElect ? this.newLeader() : undefined;
    this.health = options.metricsPort === 0 ? undefined : this.newHealth(metrics);
  }

  /** Resolves when the first RSyncs have been read; never rejects, failures are logged and tried again. */
  async start(): Promise<void> {
    const { apiKind, resourceNamespace, resourceName, configMapName, secretName } = this.options;
    this.log.info({ apiKind, resourceNamespace, resourceName, configMapName, secretName }, 'starting');
    await this.health?.start().catch((error: Error) => {
      this.log.warn({ err: error.message }, 'metrics and health are not served');
    });
    await this.configuration.start();
    await this.notifications?.start().hasSynced;
    await this.rsyncs.start().hasSynced;
    if (resourceName !== undefined && this.rsyncs.size === 0) {
      const resource = `${resourceNamespace}/${resourceName}`;
      this.log.info({ event: 'absent', resource }, `there is no such ${apiKind} yet`);
    }
    if (this.leader) this.leader.start();
    else this.act();
  }

  /** Stops watching, finishes the deliveries under way within the grace period, and closes every connection. */
  async stop(): Promise<void> {
    this.log.info({}, 'stopping');
    const stopped = Promise.all([this.rsyncs.stop(), this.notifications?.stop(), this.configuration.stop()]);
    await this.controller.stop(this.options.gracePeriodMs);
    await stopped;
    await this.leader?.stop();
    await this.events.flush();
    await this.events.stop();
    await this.health?.stop();
    this.configuration.close();
    this.client.close();
  }

  private resource(kind: string): Resource {
    return configSyncResource(kind, this.options.apiVersion, this.options.apiGroup);
  }

  private watchRSyncs(): ListWatch {
    return this.watch(this.resource(this.options.apiKind), {
      onAdd: (object) => this.controller.changed(object),
      onUpdate: (object) => this.controller.changed(object),
      onDelete: (object) => this.controller.deleted(object),
    });
  }

  private watch(resource: Resource, handlers: ListWatchOptions): ListWatch {
    const { resourceNamespace: namespace, resourceName } = this.options;
    const fieldSelector = resourceName && `metadata.name=${resourceName}`;
    const { clock } = this;
    return new ListWatch(this.client, resource, {
      namespace,
      fieldSelector,
      transform: compact,
      pageSize: 500,
      ...handlers,
      onError: (error) => this.warn(error),
      clock,
    });
  }

  private newController(observer: Observer): NotificationController {
    const { options, client, clock, log } = this;
    const writer = new StatusWriter({
      client,
      resource: this.resource('Notification'),
      create: options.createNotification,
      log,
      clock,
    });
    const carrier = this.notifications ?? this.rsyncs;
    const annotation = stateAnnotation(annotationPrefixes[0]);
    return new NotificationController({
      objects: this.rsyncs,
      state: new StateStore({ client, resource: carrier.resource, objects: carrier, annotation }),
      configuration: () => this.configuration.current,
      report: (report) => writer.write(report),
      prefixes: annotationPrefixes,
      mayAct: () => this.acting && (this.leader?.leading ?? true),
      onStandby: () => this.leader?.standby ?? false,
      observer,
      maxAttempts: options.maxAttempts,
      resyncMs: options.resyncPeriodMs,
      clock,
      log,
    });
  }

  private newLeader(): Leader {
    const { apiKind, resourceNamespace: namespace, resourceName = 'all' } = this.options;
    const name = `notification-${apiKind.toLowerCase()}-${resourceName}`;
    return new Leader(this.client, {
      lease: { namespace, name },
      identity: `${hostname()}_${randomUUID()}`,
      onChange: (leading) => {
        this.log.info(
          { event: leading ? 'leading' : 'standby', lease: name },
          leading ? 'leading' : 'another process leads',
        );
        if (leading) void this.takeOver();
        else this.stepBack();
      },
      onError: (error) => this.warn(error),
      clock: this.clock,
    });
  }

  /** Reads the objects once more before it acts, since the leader before may have written after our watch's last event. */
  private async takeOver(): Promise<void> {
    const carrier = this.notifications ?? this.rsyncs;
    const { resourceNamespace: namespace, resourceName } = this.options;
    const selection = { namespace, fieldSelector: resourceName && `metadata.name=${resourceName}`, limit: 500 };
    for (let page = '', failures = 0; ; ) {
      try {
        const { items, continue: next } = await this.client.list(carrier.resource, {
          ...selection,
          ...(page && { continue: page }),
        });
        for (const item of items) carrier.written(item);
        if (!next) break;
        page = next;
      } catch (error) {
        this.warn(asControllerError(error, 'Unexpected', 'taking over'));
        await new Promise<void>((resolve) => this.clock.after(backoffMs(++failures, {}, this.clock), resolve));
      }
      if (!this.leader?.leading) return;
    }
    if (this.leader?.leading) this.act();
  }

  private act(): void {
    this.acting = true;
    this.controller.lookAtAll();
  }

  private stepBack(): void {
    this.acting = false;
    this.controller.handOver();
  }

  private newMetrics(): Metrics {
    return new Metrics({
      prefix: this.options.metricsPrefix,
      now: () => this.clock.now(),
      gauges: () => ({
        ...this.controller.counts,
        watchAge: this.watchAge(),
        configValid: this.configuration.current.api !== undefined && this.configuration.current.problems.length === 0,
        leading: this.acting && (this.leader?.leading ?? true),
      }),
    });
  }

  private newHealth(metrics: Metrics): HealthServer {
    return new HealthServer({
      port: this.options.metricsPort,
      metrics,
      unhealthy: () =>
        this.watchAge() > maxWatchAge ? `the API server has said nothing for ${this.watchAge()} s` : '',
      unready: () => {
        if (!this.rsyncs.state().synced) return 'the RSyncs have not been read yet';
        return this.leader && !this.leader.decided ? 'the Lease has not been read yet' : '';
      },
    });
  }

  /** Seconds since the watch of the RSyncs last heard of the API server; 0 before it has. */
  private watchAge(): number {
    const { lastSeen } = this.rsyncs.state();
    return lastSeen === undefined ? 0 : Math.max(0, Math.round((this.clock.now() - lastSeen) / 1000));
  }

  /** Logs a failure; one that repeats only once. */
  private warn(error: ControllerError): void {
    const level = error.message === this.lastWarning ? 'debug' : 'warn';
    this.lastWarning = error.message;
    this.log[level](
      { event: 'api', code: error.code, err: error.message },
      'the API server does not answer as expected',
    );
  }
}

/** Longest silence of the API server in seconds before this process counts as ill: twice that of a watch. */
const maxWatchAge = 600;

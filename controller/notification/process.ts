import { stateAnnotation } from '../../engine/state.ts';
import { threadsAnnotation } from '../../engine/thread-state.ts';
import { asControllerError } from '../errors.ts';
import {
  ApiWarnings,
  backoffMs,
  type Clock,
  type Connection,
  compact,
  EventRecorder,
  KubernetesClient,
  type KubernetesObject,
  Leader,
  ListWatch,
  type ListWatchOptions,
  type Resource,
  systemClock,
} from '../kubernetes/index.ts';
import type { Log } from '../log.ts';
import type { NotificationOptions } from '../options.ts';
import { ConfigurationSource } from './configuration.ts';
import { NotificationController, type Observer } from './controller.ts';
import { HealthServer } from './health.ts';
import { Journal, newIdentity } from './journal.ts';
import { LastWords } from './last-words.ts';
import { Ledger } from './ledger.ts';
import { Metrics } from './metrics.ts';
import { observerOf } from './observer.ts';
import { StateStore } from './state.ts';
import type { Subject, SubjectFactory } from './subject.ts';

export interface ProcessDependencies {
  readonly connection: Connection;
  readonly log: Log;
  readonly clock?: Clock;
  /** The environment that outgoing requests take their proxy from. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** `told` leaves it to `farewell` to say that an object is gone; default `watched`. */
  readonly deletions?: 'watched' | 'told' | undefined;
}

const fieldManager = 'notification-controller';

/** The notification process of one object, or of every object of a resource. */
export class NotificationProcess {
  private readonly options: NotificationOptions;
  private readonly log: Log;
  private readonly clock: Clock;
  private readonly client: KubernetesClient;
  private readonly subject: Subject;
  private readonly objects: ListWatch;
  /** The objects that carry the state, when those of the subject do not. */
  private readonly companions: ListWatch | undefined;
  private readonly configuration: ConfigurationSource;
  private readonly controller: NotificationController;
  /** What this process has sent and not saved, and what a process before it in the same pod has. */
  private readonly journal: Journal | undefined;
  private readonly leader: Leader | undefined;
  /** What this process has sent and not saved, for another one that takes over. */
  private readonly ledger: Ledger | undefined;
  private readonly lastWords: LastWords | undefined;
  /** An object that is gone, and is evaluated a last time when this process acts. */
  private parting: KubernetesObject | undefined;
  private readonly events: EventRecorder;
  private readonly health: HealthServer | undefined;
  private acting = false;
  /** The first lists have begun. */
  private reading = false;
  /** It has led since before the first lists, so that they tell all that was written before. */
  private leadsFromStart = false;
  private readonly warnings: ApiWarnings;

  constructor(options: NotificationOptions, subjectOf: SubjectFactory, dependencies: ProcessDependencies) {
    const { connection, log, clock = systemClock, environment = {} } = dependencies;
    this.options = options;
    this.log = log;
    this.warnings = new ApiWarnings(log);
    this.clock = clock;
    this.client = new KubernetesClient(connection, { fieldManager });
    this.events = new EventRecorder(this.client, {
      component: 'notification',
      onError: (error) => log.debug({ code: error.code, err: error.message }, 'an Event could not be written'),
      clock,
    });
    this.subject = subjectOf({
      options,
      client: this.client,
      clock,
      log,
      watch: (resource, handlers) => this.watch(resource, { namespace: options.resourceNamespace, ...handlers }),
      lookAtAll: () => this.controller.lookAtAll(),
    });
    this.objects = this.watchObjects(dependencies.deletions ?? 'watched');
    const { companion, variables } = this.subject;
    this.companions =
      companion && options.stateStore === 'notification' ? this.watch(companion, this.selection) : undefined;
    this.configuration = new ConfigurationSource({
      client: this.client,
      namespace: options.configNamespace,
      configMapName: options.configMapName,
      secretName: options.secretName,
      selfService: this.selfServiceNamespaces,
      strict: options.strictConfig,
      variables,
      environment,
      clock,
      log,
      onChange: (namespace) => this.controller.reconfigured(namespace),
      onError: (error) => this.warnings.warn(error),
    });
    const metrics = this.newMetrics();
    this.journal = options.journal === undefined ? undefined : this.newJournal(options.journal);
    this.leader = options.leaderElect ? this.newLeader() : undefined;
    this.ledger = this.leader && this.newLedger(this.leader);
    this.lastWords = this.leader && new LastWords(this.leader, this.subject.prefixes[0]);
    this.controller = this.newController(observerOf(metrics, this.events));
    this.health = options.metricsPort === 0 ? undefined : this.newHealth(metrics);
  }

  /** Resolves when the first objects have been read, after all that their evaluation needs; never rejects, failures are logged and tried again. */
  async start(): Promise<void> {
    const { apiKind, resourceNamespace, resourceName, configMapName, secretName } = this.options;
    this.log.info({ apiKind, resourceNamespace, resourceName, configMapName, secretName }, 'starting');
    await this.health?.start().catch((error: Error) => {
      this.log.warn({ err: error.message }, 'metrics and health are not served');
    });
    await this.configuration.start();
    await this.leader?.start().attempted;
    this.reading = true;
    this.leadsFromStart = this.leader?.leading ?? true;
    await Promise.all(this.beside.map((watch) => watch.start().hasSynced));
    const synced = this.objects.start().hasSynced;
    await Promise.race([synced, this.afterPatience()]);
    if (this.leadsFromStart) this.act();
    await synced;
    if (resourceName !== undefined && this.objects.size === 0) {
      const resource = `${resourceNamespace}/${resourceName}`;
      this.log.info({ event: 'absent', resource }, `there is no such ${apiKind} yet`);
    }
  }

  /** Has an object that is gone evaluated a last time, when this process acts or once it does. */
  farewell(object: KubernetesObject): void {
    this.parting = object;
    if (this.acting) this.bury(object);
  }

  /** Whether this process acts and has nothing left to do. */
  get idle(): boolean {
    return this.acting && this.objects.state().synced && this.controller.idle;
  }

  /** Stops watching, finishes the deliveries under way within the grace period, and closes every connection. */
  async stop(): Promise<void> {
    this.log.info({}, 'stopping');
    const watches = [this.objects, ...this.beside, this.configuration];
    const stopped = Promise.all(watches.map((watch) => watch.stop()));
    await this.controller.stop(this.options.gracePeriodMs);
    await stopped;
    await this.ledger?.close();
    await this.leader?.stop();
    await this.events.flush();
    await this.events.stop();
    await this.health?.stop();
    this.configuration.close();
    this.client.close();
    this.journal?.close();
  }

  /** The watches beside that of the objects. */
  private get beside(): readonly ListWatch[] {
    return [...this.subject.watches, ...(this.companions ? [this.companions] : [])];
  }

  /** Which objects are read. */
  private get selection(): { readonly namespace: string | undefined; readonly fieldSelector: string | undefined } {
    const { resourceNamespace, resourceName } = this.options;
    return {
      namespace: this.subject.allNamespaces ? undefined : resourceNamespace,
      fieldSelector: resourceName && `metadata.name=${resourceName}`,
    };
  }

  private get selfServiceNamespaces(): readonly string[] | 'all' | undefined {
    if (!this.options.selfService) return undefined;
    return this.subject.allNamespaces ? 'all' : [this.options.resourceNamespace];
  }

  private watchObjects(deletions: 'watched' | 'told'): ListWatch {
    return this.watch(this.subject.resource, {
      ...this.selection,
      onAdd: (object) => this.controller.changed(object),
      onUpdate: (object) => this.controller.changed(object),
      onDelete: (object) => {
        if (deletions === 'watched') this.controller.deleted(object);
      },
    });
  }

  private watch(resource: Resource, options: ListWatchOptions): ListWatch {
    const { clock } = this;
    return new ListWatch(this.client, resource, {
      transform: compact,
      pageSize: 250,
      ...options,
      onError: (error) => this.warnings.warn(error),
      clock,
    });
  }

  private newController(observer: Observer): NotificationController {
    const { options, client, clock, log } = this;
    const { prefixes, skip, alterDestinations, dependency, report, forget } = this.subject;
    const carrier = this.companions ?? this.objects;
    const [prefix] = prefixes;
    return new NotificationController({
      objects: this.objects,
      state: new StateStore({
        client,
        resource: carrier.resource,
        objects: carrier,
        annotation: stateAnnotation(prefix),
        threadsAnnotation: threadsAnnotation(prefix),
        journal: this.journal,
        ledger: this.ledger,
        dropsLive: options.asUpstream.has('state-limit'),
      }),
      configuration: ({ metadata }) => this.configuration.of(metadata.namespace),
      report,
      forget,
      skip,
      alterDestinations,
      dependency,
      asUpstream: options.asUpstream,
      prefixes,
      mayAct: () => this.acting && (this.leader?.leading ?? true),
      ledger: this.ledger,
      onStandby: () => this.leader?.standby ?? false,
      lastWords: this.lastWords,
      observer,
      maxAttempts: options.maxAttempts,
      resyncMs: options.resyncPeriodMs,
      clock,
      log,
    });
  }

  private newJournal(file: string): Journal {
    return new Journal({
      file,
      now: () => Math.floor(this.clock.now() / 1000),
      onError: ({ message }) => {
        this.log.warn(
          { event: 'unjournaled', err: message },
          'what is sent is not taken down: a crash may repeat more',
        );
      },
    });
  }

  private newLedger(lease: Leader): Ledger {
    const [prefix] = this.subject.prefixes;
    return new Ledger({ lease, prefix, clock: this.clock, onError: (error) => this.warnings.warn(error) });
  }

  private newLeader(): Leader {
    const { apiKind, resourceNamespace: namespace, resourceName = 'all' } = this.options;
    const name = `notification-${apiKind.toLowerCase()}-${resourceName}`;
    return new Leader(this.client, {
      lease: { namespace, name },
      ...this.options.leaseTimes,
      identity: this.journal?.identity ?? newIdentity(),
      onChange: (leading) => {
        this.log.info(
          { event: leading ? 'leading' : 'standby', lease: name },
          leading ? 'leading' : 'another process leads',
        );
        if (leading) void this.takeOver();
        else this.stepBack();
      },
      onError: (error) => this.warnings.warn(error),
      clock: this.clock,
    });
  }

  /**
   * Reads the objects once more before it acts, since the leader before may have written after our watch's last event. Whoever
   * leads before its first lists has nothing to read again.
   */
  private async takeOver(): Promise<void> {
    if (!this.reading) return;
    const carrier = this.companions ?? this.objects;
    const selection = { ...this.selection, limit: 500 };
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
        this.warnings.warn(asControllerError(error, 'Unexpected', 'taking over'));
        await new Promise<void>((resolve) => this.clock.after(backoffMs(++failures, {}, this.clock), resolve));
      }
      if (!this.leader?.leading) return;
    }
    if (this.leader?.leading) this.act();
  }

  /** Resolves when a list has taken so long that what is known of it is acted upon. */
  private afterPatience(): Promise<void> {
    return new Promise((resolve) => this.clock.after(listPatienceMs, resolve));
  }

  private act(): void {
    if (this.leader && !this.leader.resumed) this.journal?.disinherit();
    this.ledger?.inherit();
    this.acting = true;
    if (this.parting) this.bury(this.parting);
    this.controller.lookAtAll();
  }

  private bury(object: KubernetesObject): void {
    this.controller.bury(object, this.lastWords?.heard(object));
  }

  private stepBack(): void {
    this.acting = false;
    this.leadsFromStart = false;
    this.journal?.disinherit();
    this.controller.handOver();
    this.ledger?.handOver();
  }

  private newMetrics(): Metrics {
    return new Metrics({
      prefix: this.options.metricsPrefix,
      now: () => this.clock.now(),
      gauges: () => ({
        ...this.controller.counts,
        watchAge: this.watchAge(),
        configValid: this.configuration.of().apis.length > 0 && this.configuration.of().problems.length === 0,
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
        if (!this.objects.state().synced) return 'the objects have not been read yet';
        return this.leader && !this.leader.decided ? 'the Lease has not been read yet' : '';
      },
    });
  }

  /** Seconds since the watch of the objects last heard of the API server; 0 before it has. */
  private watchAge(): number {
    const { lastSeen } = this.objects.state();
    return lastSeen === undefined ? 0 : Math.max(0, Math.round((this.clock.now() - lastSeen) / 1000));
  }
}

/** How long a first list is waited for, in milliseconds: reading pages delays the state of what is delivered meanwhile. */
const listPatienceMs = 1_000;

/** Longest silence of the API server in seconds before this process counts as ill: twice that of a watch. */
const maxWatchAge = 600;

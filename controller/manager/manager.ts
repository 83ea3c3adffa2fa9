import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { stateAnnotation } from '../../engine/state.ts';
import { asControllerError, type ControllerError } from '../errors.ts';
import {
  ApiWarnings,
  type Clock,
  type Connection,
  configMaps,
  EventRecorder,
  KubernetesClient,
  type KubernetesObject,
  keyOf,
  Leader,
  ListWatch,
  type ListWatchOptions,
  type Resource,
  secrets,
  systemClock,
  WorkQueue,
} from '../kubernetes/index.ts';
import type { Log } from '../log.ts';
import { HealthServer } from '../notification/health.ts';
import { annotationPrefixes } from '../rsync/annotations.ts';
import { Departures } from './departures.ts';
import { guestsOf } from './guest.ts';
import { Host } from './host.ts';
import { Inventory } from './inventory.ts';
import { ManagerMetrics } from './metrics.ts';
import { reconcilerName } from './names.ts';
import type { ManagerOptions } from './options.ts';
import { manager, ownerKey, ownerKeyOf, ownerOf } from './owner.ts';
import { Reconciler } from './reconcile.ts';
import { repoSyncs, rootSyncs } from './resources.ts';
import { settingsOf } from './settings.ts';

export interface ManagerDependencies {
  readonly connection: Connection;
  readonly log: Log;
  readonly clock?: Clock;
}

/** Watches every RSync, what it refers to and what is ours, and has each one reconciled that may have to be. */
export class Manager {
  private readonly options: ManagerOptions;
  private readonly log: Log;
  private readonly clock: Clock;
  private readonly client: KubernetesClient;
  private readonly inventory: Inventory;
  private readonly rsyncs: ReadonlyMap<string, ListWatch>;
  private readonly sources: readonly ListWatch[];
  private readonly queue: WorkQueue;
  private readonly reconciler: Reconciler;
  private readonly events: EventRecorder;
  private readonly leader: Leader | undefined;
  private readonly metrics: ManagerMetrics;
  private readonly health: HealthServer | undefined;
  private readonly host: Host;
  private readonly departures = new Departures();
  private acting = false;
  private readonly warnings: ApiWarnings;

  constructor(options: ManagerOptions, { connection, log, clock = systemClock }: ManagerDependencies) {
    this.options = options;
    this.log = log;
    this.warnings = new ApiWarnings(log);
    this.clock = clock;
    this.client = new KubernetesClient(connection, { fieldManager: manager, userAgent: manager });
    const onError = (error: ControllerError) => this.warnings.warn(error);
    const { client } = this;
    this.events = new EventRecorder(client, { component: manager, burst: 100, refillMs: 1000, onError, clock });
    this.inventory = new Inventory({
      client,
      systemNamespace: options.systemNamespace,
      onChange: (object) => this.ownChanged(object),
      onError,
    });
    this.rsyncs = new Map([rootSyncs, repoSyncs].map((resource) => [resource.kind, this.watchRSyncs(resource)]));
    this.sources = [configMaps, secrets].map((resource) => this.watchSources(resource));
    this.queue = new WorkQueue({
      work: (key) => this.work(key),
      concurrency: 4,
      onError: (key, error, failures, retryMs) => this.failed(key, error, failures, retryMs),
      clock,
    });
    this.host = new Host({ invite: guestsOf({ connection, log, clock }), log, clock });
    const { inventory, events, host } = this;
    this.reconciler = new Reconciler({ client, inventory, events, host, options, clock, log });
    this.leader = options.leaderElect ? this.newLeader() : undefined;
    this.metrics = new ManagerMetrics(() => ({
      queued: this.queue.length,
      enabled: this.allRSyncs().filter(([, rsync]) => settingsOf(rsync) !== undefined).length,
      hosted: this.host.size,
      leading: this.mayAct(),
    }));
    this.health = options.metricsPort === 0 ? undefined : this.newHealth();
  }

  /** Resolves when everything has been read and the work begun; never rejects, failures are logged and tried again. */
  async start(): Promise<void> {
    const { mode, systemNamespace, image } = this.options;
    this.log.info({ mode, systemNamespace, image }, 'starting');
    await this.health?.start().catch((error: Error) => {
      this.log.warn({ err: error.message }, 'metrics and health are not served');
    });
    const watches = [...this.rsyncs.values(), ...this.sources].map((watch) => watch.start().hasSynced);
    await Promise.all([this.inventory.start(), ...watches]);
    if (this.leader) this.leader.start();
    else this.act(true);
  }

  /** Finishes the work under way within the grace period, gives the Lease back, and closes every connection. */
  async stop(): Promise<void> {
    this.log.info({}, 'stopping');
    await this.queue.drain(this.options.gracePeriodMs);
    await Promise.all([
      this.host.dismissAll(),
      this.inventory.stop(),
      ...[...this.rsyncs.values(), ...this.sources].map((each) => each.stop()),
    ]);
    await this.leader?.stop();
    await this.events.flush();
    await this.events.stop();
    await this.health?.stop();
    this.client.close();
  }

  private async work(key: string): Promise<void> {
    if (!this.acting) return;
    if (!this.mayAct()) return this.queue.addAfter(key, overdueRenewalMs);
    const { kind, ...ref } = ownerOf(key);
    const rsync = this.rsyncs.get(kind)?.get(keyOf(ref));
    const departure = this.departures.of(key);
    const wait = departure ? await this.reconciler.partFrom(key, departure.rsync, departure.since) : 0;
    if (wait > 0) return this.queue.addAfter(key, wait);
    this.departures.forget(key, departure);
    const again = await this.reconciler.reconcile(key, rsync);
    if (again !== undefined) this.queue.addAfter(key, again);
    this.metrics.reconciled('ok');
  }

  private failed(key: string, error: unknown, failures: number, retryMs: number): void {
    this.metrics.reconciled('error');
    const { code, message } = asControllerError(error, 'Unexpected', key);
    const level = failures > 1 || code !== 'Conflict' ? 'warn' : 'debug';
    this.log[level]({ event: 'failed', owner: key, code, err: message, failures, retryMs }, 'tried again later');
  }

  private mayAct(): boolean {
    return this.acting && (this.leader?.leading ?? true);
  }

  private act(leading: boolean): void {
    this.acting = leading;
    if (!leading) {
      void this.host.dismissAll();
      return;
    }
    for (const [key] of this.allRSyncs()) this.queue.add(key);
    for (const key of this.inventory.owners()) this.queue.add(key);
  }

  private allRSyncs(): [key: string, rsync: KubernetesObject][] {
    return [...this.rsyncs].flatMap(([kind, watch]) => [...watch.objects()].map((rsync) => entryOf(kind, rsync)));
  }

  private watchRSyncs(resource: Resource): ListWatch {
    const changed = (rsync: KubernetesObject) => this.queue.add(entryOf(resource.kind, rsync)[0]);
    return this.watch(resource, {
      onAdd: changed,
      onUpdate: changed,
      onDelete: (rsync) => {
        const [key] = entryOf(resource.kind, rsync);
        this.departures.add(key, this.withState(rsync), this.clock.now());
        this.queue.add(key);
      },
      transform: withoutManagedFields,
      labelSelector: this.options.selector,
    });
  }

  /** An RSync with the state that its Notification, which is about to follow it, keeps for it. */
  private withState(rsync: KubernetesObject): KubernetesObject {
    if (this.options.stateStore === 'resource') return rsync;
    const { namespace = '', name } = rsync.metadata;
    const annotation = stateAnnotation(annotationPrefixes[0]);
    const state = this.inventory.find('Notification', namespace, name)?.metadata.annotations?.[annotation];
    if (state === undefined) return rsync;
    const annotations = { ...rsync.metadata.annotations, [annotation]: state };
    return { ...rsync, metadata: { ...rsync.metadata, annotations } };
  }

  /** ConfigMaps or Secrets of which an RSync may speak; what they hold is read when it matters. */
  private watchSources(resource: Resource): ListWatch {
    const changed = ({ metadata }: KubernetesObject) => {
      for (const [key, rsync] of this.allRSyncs()) {
        if (rsync.metadata.namespace !== metadata.namespace) continue;
        const settings = settingsOf(rsync);
        const name = resource === secrets ? settings?.secretName : settings?.configMapName;
        if (name === metadata.name) this.queue.add(key);
      }
    };
    return this.watch(resource, { onAdd: changed, onUpdate: changed, onDelete: changed, transform: onlyMetadata });
  }

  private watch(resource: Resource, handlers: ListWatchOptions): ListWatch {
    return new ListWatch(this.client, resource, {
      ...handlers,
      onError: (error) => this.warnings.warn(error),
      clock: this.clock,
    });
  }

  /** An object of ours, or the Deployment of a reconciler, has changed. */
  private ownChanged(object: KubernetesObject): void {
    const key = ownerKeyOf(object);
    if (key !== undefined) this.queue.add(key);
    else if (object.kind === 'Deployment') this.reconcilerChanged(object);
  }

  private reconcilerChanged(object: KubernetesObject): void {
    for (const [owner] of this.allRSyncs()) {
      if (reconcilerName(ownerOf(owner)) === object.metadata.name) this.queue.add(owner);
    }
  }

  private newLeader(): Leader {
    return new Leader(this.client, {
      lease: { namespace: this.options.systemNamespace, name: manager },
      identity: `${hostname()}_${randomUUID()}`,
      onChange: (leading) => {
        this.log.info({ event: leading ? 'leading' : 'standby' }, leading ? 'leading' : 'another manager leads');
        this.act(leading);
      },
      onError: (error) => this.warnings.warn(error),
      clock: this.clock,
    });
  }

  private newHealth(): HealthServer {
    return new HealthServer({
      port: this.options.metricsPort,
      metrics: this.metrics,
      unhealthy: () => {
        const silent = this.silentSeconds();
        return silent > longestSilence ? `the API server has said nothing for ${silent} s` : '';
      },
      unready: () => {
        const rsyncs = [...this.rsyncs].filter(([, watch]) => !watch.state().synced).map(([kind]) => kind);
        const unread = [...rsyncs, ...this.inventory.unread];
        if (unread.length > 0) return `not read yet: ${unread.join(', ')}`;
        return this.leader && !this.leader.decided ? 'the Lease has not been read yet' : '';
      },
    });
  }

  private silentSeconds(): number {
    const seen = [...this.rsyncs.values()].map((watch) => watch.state().lastSeen ?? this.clock.now());
    return Math.round((this.clock.now() - Math.min(...seen)) / 1000);
  }
}

/** When a key is looked at again that came up while the renewal of the Lease was overdue. */
const overdueRenewalMs = 2000;

/** In seconds; a watch is silent for at most a quarter of it. */
const longestSilence = 600;

function entryOf(kind: string, rsync: KubernetesObject): [key: string, rsync: KubernetesObject] {
  const { namespace = '', name } = rsync.metadata;
  return [ownerKey({ kind, namespace, name }), rsync];
}

function withoutManagedFields(object: KubernetesObject): KubernetesObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata: metadata as KubernetesObject['metadata'] };
}

function onlyMetadata({ apiVersion, kind, metadata }: KubernetesObject): KubernetesObject {
  const { name, namespace, uid, resourceVersion } = metadata;
  return { apiVersion, kind, metadata: { name, namespace, uid, resourceVersion } as KubernetesObject['metadata'] };
}

import { type ControllerError, hasCode } from '../errors.ts';
import {
  type Clock,
  configMaps,
  type EventRecorder,
  type KubernetesClient,
  type KubernetesObject,
  keyOf,
  leases,
  type ObjectRef,
  type Resource,
  secrets,
} from '../kubernetes/index.ts';
import type { Log } from '../log.ts';
import { containerOf } from './container.ts';
import { desiredObjects } from './desired.ts';
import type { Host } from './host.ts';
import { hasListeners, hostedAfter } from './hosting.ts';
import type { Inventory } from './inventory.ts';
import { isObjectName, leaseName, processName, reconcilerName } from './names.ts';
import type { ManagerOptions } from './options.ts';
import { isReconcilerOf, type Owner, ownerOf } from './owner.ts';
import { type ProcessState, readinessOf, readyOf, withReadiness, workloadState } from './readiness.ts';
import { deployments, notifications, repoSyncs, rootSyncs } from './resources.ts';
import { type Settings, settingsOf } from './settings.ts';
import { sidecarStep, withoutSidecar } from './sidecar.ts';
import { runsProcess, type Sources, type Wanted } from './wanted.ts';

export interface ReconcilerOptions {
  readonly client: KubernetesClient;
  readonly inventory: Inventory;
  readonly events: EventRecorder;
  readonly host: Pick<Host, 'has' | 'keep' | 'dismiss' | 'farewell'>;
  readonly options: ManagerOptions;
  readonly clock: Clock;
  readonly log: Log;
}

/** Makes the cluster what one RSync asks for. Level-triggered: whatever happened, it compares and writes only differences. */
export class Reconciler {
  private readonly client: KubernetesClient;
  private readonly inventory: Inventory;
  private readonly events: EventRecorder;
  private readonly host: ReconcilerOptions['host'];
  /** Since when RSyncs have had no reconciler. */
  private readonly missingSince = new Map<string, number>();
  private readonly options: ManagerOptions;
  private readonly clock: Clock;
  private readonly log: Log;

  constructor({ client, inventory, events, host, options, clock, log }: ReconcilerOptions) {
    this.client = client;
    this.inventory = inventory;
    this.events = events;
    this.host = host;
    this.options = options;
    this.clock = clock;
    this.log = log;
  }

  /**
   * @param key `RootSync/namespace/name`
   * @param rsync undefined when it is gone, or is not selected any more
   * @returns after how many milliseconds to look again, undefined when only a change is a reason to
   * @throws {ControllerError} what the API server refused
   */
  async reconcile(key: string, rsync: KubernetesObject | undefined): Promise<number | undefined> {
    const owner = ownerOf(key);
    const served = rsync && isServed(owner, this.options) ? rsync : undefined;
    const settings = served && settingsOf(served);
    if (served && settings) return await this.enable(key, { owner, rsync: served, settings });
    this.missingSince.delete(key);
    await this.host.dismiss(key);
    const exists = served ?? (isServed(owner, this.options) && (await this.read(rsyncResource(owner), owner)));
    await this.disable(key, exists ? owner : undefined);
    return undefined;
  }

  /**
   * Has the deletion of an RSync told by the manager when no pod may have, for at most half a minute.
   * @returns after how many milliseconds to look again, 0 when nothing more has to be waited for
   */
  async partFrom(key: string, rsync: KubernetesObject, since: number): Promise<number> {
    const owner = ownerOf(key);
    const settings = settingsOf(rsync);
    if (!settings || !isServed(owner, this.options)) return 0;
    if (this.options.mode === 'deployment') {
      const own = this.ownDeployment(owner);
      return own ? Math.max(0, since + this.options.teardownMs - this.clock.now()) : 0;
    }
    const wanted = { owner, rsync, settings, sources: noSources, options: this.options };
    if (!runsProcess(wanted) || (!this.host.has(key) && !(await this.isUntold(wanted)))) return 0;
    if (await this.isThere(rsync)) return 0;
    const left = since + farewellMs - this.clock.now();
    if (left <= 0) {
      this.log.warn({ event: 'untold', owner: key }, 'whether its deletion was told is not known');
      return 0;
    }
    return this.host.farewell(key, wanted, rsync) === 'told' ? 0 : Math.min(left, lookAgainMs);
  }

  /** Whether somebody wants to know of a deletion, and no manager has cleared up after it. */
  private async isUntold(wanted: Wanted): Promise<boolean> {
    const { owner, settings } = wanted;
    const lease = this.inventory.find(leases.kind, owner.namespace, leaseName(owner));
    return lease !== undefined && hasListeners({ ...wanted, sources: await this.sourcesOf(owner, settings) });
  }

  private async enable(key: string, found: Pick<Wanted, 'owner' | 'rsync' | 'settings'>): Promise<number | undefined> {
    const { options } = this;
    const unread = { ...found, sources: noSources, options };
    const made = await this.inventory.ensure(desiredObjects(unread)[0]);
    try {
      const wanted = { ...unread, sources: await this.sourcesOf(found.owner, found.settings) };
      const [notification, ...others] = desiredObjects(wanted);
      for (const object of others) await this.inventory.ensure(object);
      const state = await this.bringContainer(wanted);
      await this.removeAllBut(key, [notification, ...others]);
      const wait = this.standIn(key, wanted);
      await this.tell(wanted, wait === 0 ? 'Hosted' : state, made);
      return wait || undefined;
    } catch (error) {
      if (isRefusal(error)) await this.tell(unread, { refused: error.message }, made);
      throw error;
    }
  }

  /**
   * Has the manager run the process of an RSync that has no pod for it, or ends that.
   * @returns 0 when it runs here, the milliseconds until it will if nothing changes, undefined when a pod runs it
   */
  private standIn(key: string, wanted: Wanted): number | undefined {
    const after = hostedAfter(wanted, this.reconcilerOf(wanted.owner));
    if (after === undefined) {
      this.missingSince.delete(key);
      void this.host.dismiss(key);
      return undefined;
    }
    const now = this.clock.now();
    const since = this.missingSince.get(key) ?? now;
    this.missingSince.set(key, since);
    const left = Math.max(0, since + after - now);
    if (left === 0) this.host.keep(key, wanted);
    return left;
  }

  /** `owner` is undefined when the RSync is gone, and its reconciler Config Sync's to remove, or when it never had one. */
  private async disable(key: string, owner: Owner | undefined): Promise<void> {
    if (owner) await this.changeSidecar(owner, undefined);
    await this.removeAllBut(key, []);
  }

  private async bringContainer(wanted: Wanted): Promise<ProcessState> {
    const { owner, options } = wanted;
    const sidecar = options.mode === 'sidecar' && runsProcess(wanted);
    const state = await this.changeSidecar(owner, sidecar ? containerOf(wanted) : undefined);
    if (options.mode === 'sidecar') return state;
    const own = this.ownDeployment(owner);
    return own ? workloadState(own) : 'Starting';
  }

  /** The Deployment of `--mode=deployment`. */
  private ownDeployment(owner: Owner): KubernetesObject | undefined {
    return this.inventory.find(deployments.kind, this.options.systemNamespace, processName(owner));
  }

  /** The Deployment of an RSync's reconciler. Names of reconcilers are not unique; their labels are. */
  private reconcilerOf(owner: Owner): KubernetesObject | undefined {
    const found = this.inventory.find(deployments.kind, this.options.systemNamespace, reconcilerName(owner));
    return found && isReconcilerOf(found, owner) ? found : undefined;
  }

  private async changeSidecar(owner: Owner, container: object | undefined): Promise<ProcessState> {
    const deployment = this.reconcilerOf(owner);
    if (!deployment || deployment.metadata.deletionTimestamp) return 'NoDeployment';
    const step = sidecarStep(deployment, container);
    const { name } = deployment.metadata;
    if (step.do === 'yield') return step.to;
    if (step.do === 'nothing') return workloadState(deployment);
    try {
      if (step.anew) await this.inventory.rewrite(deployment, withoutSidecar);
      const applied = await this.inventory.apply(step.object).catch((error: unknown) => {
        if (container || !hasCode(error, 'Invalid')) throw error;
        return this.inventory.rewrite(deployment, withoutSidecar);
      });
      this.log.info({ event: container ? 'injected' : 'ejected', deployment: name }, 'the reconciler has been changed');
      return workloadState(applied);
    } catch (error) {
      if (!hasCode(error, 'NotFound', 'Conflict')) throw error;
      return 'NoDeployment';
    }
  }

  private async removeAllBut(key: string, desired: readonly KubernetesObject[]): Promise<void> {
    const named = ({ kind, metadata }: KubernetesObject) => `${kind} ${keyOf(metadata)}`;
    const kept = new Set(desired.map(named));
    for (const object of this.inventory.of(key).reverse()) {
      if (kept.has(named(object)) || object.metadata.deletionTimestamp) continue;
      await this.inventory.remove(object);
      this.log.info({ event: 'removed', owner: key, object: named(object) }, 'no longer wanted');
    }
  }

  private async sourcesOf({ namespace }: Owner, { configMapName, secretName }: Settings): Promise<Sources> {
    const [configMap, secret] = await Promise.all([
      this.read(configMaps, { namespace, name: configMapName }),
      this.read(secrets, { namespace, name: secretName ?? '' }),
    ]);
    return { configMap, secret };
  }

  /** Whether this very RSync is there after all, and only not selected any more. */
  private async isThere({ kind, metadata }: KubernetesObject): Promise<boolean> {
    const { namespace = '', name, uid } = metadata;
    const owner = { kind, namespace, name };
    return (await this.read(rsyncResource(owner), owner))?.metadata.uid === uid;
  }

  /** The object, undefined when there is none. */
  private async read(resource: Resource, { namespace, name }: ObjectRef): Promise<KubernetesObject | undefined> {
    if (!isObjectName(name)) return undefined;
    return await this.client.get(resource, { namespace, name }).catch((error: unknown) => {
      if (hasCode(error, 'NotFound')) return undefined;
      throw error;
    });
  }

  /** Writes the condition Ready when it has changed, and an Event when its reason has. */
  private async tell(wanted: Wanted, state: ProcessState, notification: KubernetesObject): Promise<void> {
    const { rsync } = wanted;
    const readiness = readinessOf(wanted, state, notification);
    const now = `${new Date(this.clock.now()).toISOString().slice(0, 19)}Z`;
    const conditions = withReadiness(notification, readiness, rsync.metadata.generation, now);
    if (!conditions) return;
    const before = readyOf(notification)?.['reason'];
    const patch = { metadata: { uid: notification.metadata.uid }, status: { conditions } };
    const options = { subresource: 'status' as const };
    this.inventory.written(await this.client.mergePatch(notifications, notification.metadata, patch, options));
    if (before === readiness.reason) return;
    const { reason, message } = readiness;
    this.log.info({ event: 'ready', resource: keyOf(rsync.metadata), status: readiness.status, reason }, message);
    const type = blameless.has(reason) ? 'Normal' : 'Warning';
    this.events.record(rsync, { type, reason: `Notification${reason}`, message });
  }
}

/** An answer that will be the same next time, unless something changes. */
function isRefusal(error: unknown): error is ControllerError {
  return hasCode(error, 'Invalid', 'Forbidden', 'BadRequest');
}

const blameless: ReadonlySet<string> = new Set(['Running', 'Hosted', 'Starting', 'NoDeployment', 'NoSubscriptions']);

const noSources: Sources = { configMap: undefined, secret: undefined };

/** How long the deletion of an RSync may take to be told once it is gone: a Lease may be held by a pod that was killed, for 15 s. */
const farewellMs = 30_000;
const lookAgainMs = 500;

function rsyncResource({ kind }: Owner): Resource {
  return kind === rootSyncs.kind ? rootSyncs : repoSyncs;
}

/** RootSyncs live in the system namespace, RepoSyncs outside of it; Config Sync serves no others. */
function isServed({ kind, namespace }: Owner, { systemNamespace }: ManagerOptions): boolean {
  return (namespace === systemNamespace) === (kind === 'RootSync');
}

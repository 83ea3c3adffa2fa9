import { type ControllerError, hasCode } from '../errors.ts';
import {
  type Clock,
  configMaps,
  type EventRecorder,
  type KubernetesClient,
  type KubernetesObject,
  keyOf,
  type Resource,
  secrets,
} from '../kubernetes/index.ts';
import type { Log } from '../log.ts';
import { conditionOf } from '../rsync/sync.ts';
import { containerOf } from './container.ts';
import { desiredObjects } from './desired.ts';
import type { Inventory } from './inventory.ts';
import { processName, reconcilerName } from './names.ts';
import type { ManagerOptions, Mode } from './options.ts';
import { isReconcilerOf, type Owner, ownerOf } from './owner.ts';
import { type ProcessState, readinessOf, readyOf, withReadiness, workloadState } from './readiness.ts';
import { deployments, notifications } from './resources.ts';
import { type Settings, settingsOf } from './settings.ts';
import { sidecarStep, withoutSidecar } from './sidecar.ts';
import { runsProcess, type Sources, type Wanted } from './wanted.ts';

export interface ReconcilerOptions {
  readonly client: KubernetesClient;
  readonly inventory: Inventory;
  readonly events: EventRecorder;
  readonly options: ManagerOptions;
  readonly clock: Clock;
  readonly log: Log;
}

/** Makes the cluster what one RSync asks for. Level-triggered: whatever happened, it compares and writes only differences. */
export class Reconciler {
  private readonly client: KubernetesClient;
  private readonly inventory: Inventory;
  private readonly events: EventRecorder;
  private readonly options: ManagerOptions;
  private readonly clock: Clock;
  private readonly log: Log;

  constructor({ client, inventory, events, options, clock, log }: ReconcilerOptions) {
    this.client = client;
    this.inventory = inventory;
    this.events = events;
    this.options = options;
    this.clock = clock;
    this.log = log;
  }

  /**
   * @param key `RootSync/namespace/name`
   * @param rsync undefined when it is gone
   * @throws {ControllerError} what the API server refused
   */
  async reconcile(key: string, rsync: KubernetesObject | undefined): Promise<void> {
    const owner = ownerOf(key);
    const served = rsync && isServed(owner, this.options) ? rsync : undefined;
    const settings = served && settingsOf(served);
    if (served && settings) await this.enable(key, { owner, rsync: served, settings });
    else await this.disable(key, served && owner);
  }

  private async enable(key: string, found: Pick<Wanted, 'owner' | 'rsync' | 'settings'>): Promise<void> {
    const options = { ...this.options, mode: this.modeFor(found) };
    const wanted = { ...found, sources: await this.sourcesOf(found.owner, found.settings), options };
    const [notification, ...others] = desiredObjects(wanted);
    const made = await this.inventory.ensure(notification);
    try {
      for (const object of others) await this.inventory.ensure(object);
      const state = await this.bringContainer(wanted);
      await this.removeAllBut(key, [notification, ...others]);
      await this.tell(wanted, state, made);
    } catch (error) {
      if (isRefusal(error)) await this.tell(wanted, { refused: error.message }, made);
      throw error;
    }
  }

  /** `owner` is undefined when the RSync is gone, and its reconciler Config Sync's to remove, or when it never had one. */
  private async disable(key: string, owner: Owner | undefined): Promise<void> {
    if (owner) await this.changeSidecar(owner, undefined);
    await this.removeAllBut(key, []);
  }

  /**
   * Where the process of an RSync runs. One that is stalled before Config Sync has created its reconciler has no pod for a
   * sidecar, so its process gets a Deployment of its own until it does.
   */
  private modeFor({ owner, rsync }: Pick<Wanted, 'owner' | 'rsync'>): Mode {
    const stalled = conditionOf(rsync, 'Stalled')?.['status'] === 'True';
    return stalled && !this.reconcilerOf(owner) ? 'deployment' : this.options.mode;
  }

  private async bringContainer(wanted: Wanted): Promise<ProcessState> {
    const { owner, options } = wanted;
    const sidecar = options.mode === 'sidecar' && runsProcess(wanted);
    const state = await this.changeSidecar(owner, sidecar ? containerOf(wanted) : undefined);
    if (options.mode === 'sidecar') return state;
    const own = this.inventory.find(deployments.kind, options.systemNamespace, processName(owner));
    return own ? workloadState(own) : 'Starting';
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
    if (step.do === 'yield') return 'ContainerExists';
    if (step.do === 'nothing') return workloadState(deployment);
    try {
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
    const read = async (resource: Resource, name: string | undefined): Promise<KubernetesObject | undefined> => {
      if (!name) return undefined;
      return await this.client.get(resource, { namespace, name }).catch((error: unknown) => {
        if (hasCode(error, 'NotFound')) return undefined;
        throw error;
      });
    };
    const [configMap, secret] = await Promise.all([read(configMaps, configMapName), read(secrets, secretName)]);
    return { configMap, secret };
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

const blameless: ReadonlySet<string> = new Set(['Running', 'Starting', 'NoDeployment', 'NoSubscriptions']);

/** RootSyncs live in the system namespace, RepoSyncs outside of it; Config Sync serves no others. */
function isServed({ kind, namespace }: Owner, { systemNamespace }: ManagerOptions): boolean {
  return (namespace === systemNamespace) === (kind === 'RootSync');
}

import { hasCode } from '../errors.ts';
import {
  apiVersionOf,
  configMaps,
  type KubernetesClient,
  type KubernetesObject,
  keyOf,
  ListWatch,
  type ListWatchOptions,
  type Resource,
  secrets,
} from '../kubernetes/index.ts';
import { corrected, differenceOf } from './diff.ts';
import { managedSelector, manager, ownerKeyOf } from './owner.ts';
import { deployments, managedResources, serviceAccounts } from './resources.ts';

export interface InventoryOptions {
  readonly client: KubernetesClient;
  readonly systemNamespace: string;
  /** An object of ours, or a Deployment of the system namespace, is there, has changed or is gone. */
  readonly onChange: (object: KubernetesObject) => void;
  readonly onError: ListWatchOptions['onError'];
}

/** The objects that are ours, kept current, and the writes that make them so. */
export class Inventory {
  private readonly client: KubernetesClient;
  private readonly watches: ReadonlyMap<string, ListWatch>;

  constructor({ client, systemNamespace, onChange, onError }: InventoryOptions) {
    this.client = client;
    const handlers = { onAdd: onChange, onUpdate: onChange, onDelete: onChange, onError, transform: slim };
    const selection = (resource: Resource): ListWatchOptions => {
      if (resource === deployments) return { namespace: systemNamespace };
      const namespace = inSystem.has(resource) ? systemNamespace : undefined;
      return { namespace, labelSelector: managedSelector(systemNamespace) };
    };
    this.watches = new Map(
      managedResources.map((resource) => [
        resource.kind,
        new ListWatch(client, resource, { ...selection(resource), ...handlers }),
      ]),
    );
  }

  /** Resolves when everything has been read. */
  async start(): Promise<void> {
    await Promise.all([...this.watches.values()].map((watch) => watch.start().hasSynced));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.watches.values()].map((watch) => watch.stop()));
  }

  /** The kinds that have not been read yet. */
  get unread(): string[] {
    return [...this.watches].filter(([, watch]) => !watch.state().synced).map(([kind]) => kind);
  }

  find(kind: string, namespace: string, name: string): KubernetesObject | undefined {
    return this.watches.get(kind)?.get(keyOf({ namespace, name }));
  }

  /** What is an RSync's, in the order it is created. */
  of(key: string): KubernetesObject[] {
    return this.all().filter((object) => ownerKeyOf(object) === key);
  }

  /** The keys of every RSync that anything of ours belongs to. */
  owners(): Set<string> {
    return new Set(this.all().flatMap((object) => ownerKeyOf(object) ?? []));
  }

  /**
   * Makes one object as desired, writing only what differs. Returns it as it then is.
   * @throws {ControllerError}
   */
  async ensure(desired: KubernetesObject): Promise<KubernetesObject> {
    const { namespace = '', name } = desired.metadata;
    const resource = resourceOf(desired);
    const live = this.find(desired.kind, namespace, name);
    if (desired.kind === 'Deployment') {
      return live && differenceOf(live, desired) === 'none' ? live : await this.apply(desired);
    }
    try {
      return live ? await this.correct(live, desired) : await this.client.create(resource, desired);
    } catch (error) {
      if (hasCode(error, 'NotFound')) return await this.client.create(resource, desired);
      if (!hasCode(error, 'AlreadyExists', 'Conflict')) throw error;
      return await this.correct(await this.client.get(resource, desired.metadata), desired);
    }
  }

  /** Server-side apply with our field manager. */
  async apply(object: KubernetesObject): Promise<KubernetesObject> {
    const applied = await this.client.apply(resourceOf(object), object, { fieldManager: manager, force: true });
    this.watches.get(object.kind)?.written(applied);
    return applied;
  }

  /** Writes what `change` makes of the object as the server has it. */
  async rewrite(
    ref: KubernetesObject,
    change: (live: KubernetesObject) => KubernetesObject,
  ): Promise<KubernetesObject> {
    const resource = resourceOf(ref);
    const written = await this.client.update(resource, change(await this.client.get(resource, ref.metadata)));
    this.written(written);
    return written;
  }

  /** Takes in what the server answered to a write of somebody else. */
  written(object: KubernetesObject): void {
    this.watches.get(object.kind)?.written(object);
  }

  /** Deletes this very object; one that is gone, or has been created anew, is no error. */
  async remove(object: KubernetesObject): Promise<void> {
    const { uid } = object.metadata;
    try {
      await this.client.delete(resourceOf(object), object.metadata, { uid, propagationPolicy: 'Background' });
    } catch (error) {
      if (!hasCode(error, 'NotFound', 'Conflict')) throw error;
    }
  }

  private async correct(live: KubernetesObject, desired: KubernetesObject): Promise<KubernetesObject> {
    const resource = resourceOf(desired);
    const difference = differenceOf(live, desired);
    if (difference === 'none') return live;
    if (difference === 'replace') {
      await this.remove(live);
      return await this.client.create(resource, desired);
    }
    const written = await this.client.update(resource, corrected(live, desired));
    this.written(written);
    return written;
  }

  private all(): KubernetesObject[] {
    return [...this.watches.values()].flatMap((watch) => [...watch.objects()]);
  }
}

/** What is of an RSync's but never in its namespace, unless that is the system namespace. */
const inSystem: ReadonlySet<Resource> = new Set([configMaps, secrets, serviceAccounts]);

/** Drops what fields others manage, which is most of an object. */
function slim(object: KubernetesObject): KubernetesObject {
  const entries = object.metadata['managedFields'];
  if (!Array.isArray(entries)) return object;
  const kept = entries.filter((entry: { manager?: unknown }) => entry.manager === manager);
  return { ...object, metadata: { ...object.metadata, managedFields: kept } };
}

function resourceOf({ apiVersion, kind }: KubernetesObject): Resource {
  const found = managedResources.find((each) => each.kind === kind && apiVersionOf(each) === apiVersion);
  if (!found) throw new RangeError(`${apiVersion} ${kind} is none of ours`);
  return found;
}

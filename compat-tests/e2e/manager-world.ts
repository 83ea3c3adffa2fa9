import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubeObject, Reference } from '../kube/client.ts';
import { fixture, objectsOf } from './fixtures.ts';
import type { World } from './harness.ts';
import { LoggedProcess } from './process.ts';
import { type Container, Upstream } from './upstream.ts';
import { waitFor } from './wait.ts';

const deploy = join(import.meta.dirname, '../../deploy');
const managed = 'app.kubernetes.io/managed-by=notification-manager';
const rbac = 'rbac.authorization.k8s.io/v1';

/** The kinds that the manager creates. */
const kinds = [
  { apiVersion: 'configsync.gke.io/v1beta1', kind: 'Notification' },
  { apiVersion: 'v1', kind: 'ConfigMap' },
  { apiVersion: 'v1', kind: 'Secret' },
  { apiVersion: 'v1', kind: 'ServiceAccount' },
  { apiVersion: rbac, kind: 'Role' },
  { apiVersion: rbac, kind: 'RoleBinding' },
  { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' },
  { apiVersion: 'apps/v1', kind: 'Deployment' },
];

/** How an RSync of a manager's scenario begins. */
export interface ManagedOptions {
  readonly kind?: 'RootSync' | 'RepoSync';
  readonly name: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  /** Undefined leaves `spec.notificationConfig` out. */
  readonly config?: object | undefined;
}

export interface Namespaces {
  readonly system: string;
  readonly tenant: string;
}

/** The label of a world's RSyncs, so that its manager serves no other's. */
const worldLabel = 'e2e.example.com/world';

/**
 * A world with the manager's rights as `deploy/manager` has them, for a system namespace of its own and one tenant's, and
 * a stand-in for Config Sync's reconciler-manager.
 */
export class ManagerWorld {
  readonly world: World;
  readonly system: string;
  readonly tenant: string;
  readonly upstream: Upstream;
  private readonly folder = mkdtempSync(join(tmpdir(), 'argo-notifications-manager-'));
  private readonly rsyncs: KubeObject[] = [];

  private constructor(world: World, { system, tenant }: Namespaces) {
    this.world = world;
    this.system = system;
    this.tenant = tenant;
    this.upstream = new Upstream(world.client, this.system);
    world.closing(() => this.close());
  }

  /** By default the world's namespace is the system's. */
  static async open(world: World, namespaces: Partial<Namespaces> = {}): Promise<ManagerWorld> {
    const tenant = `team-${randomBytes(4).toString('hex')}`;
    const managers = new ManagerWorld(world, { system: world.namespace, tenant, ...namespaces });
    for (const name of [managers.system, managers.tenant]) {
      await world.client.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    }
    await managers.install('manager/rbac.yaml');
    return managers;
  }

  /** Installs a file of `deploy` for this world: its system namespace, and cluster-wide objects of its own. */
  async install(file: string): Promise<void> {
    for (const object of objectsOf(join(deploy, file))) {
      const created = await this.world.client.apply(this.moved(object));
      if (created.metadata.namespace === undefined) this.world.closing(() => this.world.client.delete(created));
    }
  }

  /** A manager that is its ServiceAccount, by a token of it. */
  async manager(...flags: readonly string[]): Promise<LoggedProcess> {
    const kubeconfig = await this.kubeconfigOf(this.system, 'notification-manager');
    const selector = `--selector=${worldLabel}=${this.system}`;
    const more = ['--image=notification:e2e', '--metrics-port=0', '--teardown-delay=1s', selector];
    const args = [`--kubeconfig=${kubeconfig}`, `--system-namespace=${this.system}`, ...more, ...flags];
    return this.world.watchOver(new LoggedProcess('manager', args));
  }

  /** Runs what a notification container says, as a ServiceAccount of the system namespace, in a pod of its own. */
  async runContainer(container: Container, account: string): Promise<LoggedProcess> {
    const kubeconfig = await this.kubeconfigOf(this.system, account);
    const env = Object.fromEntries((container.env ?? []).map(({ name, value = '' }) => [name, value]));
    const volume = mkdtempSync(join(this.folder, 'volume-'));
    const flags = (container['args'] as string[])
      .filter((flag) => !flag.startsWith('--metrics-port'))
      .map((flag) => flag.replace('/var/lib/notification', volume));
    const more = ['--metrics-port=0', '--kubeconfig', kubeconfig];
    return this.world.watchOver(new LoggedProcess('notification', [...flags, ...more], env));
  }

  /** The path of a kubeconfig with a real token of a ServiceAccount. */
  async kubeconfigOf(namespace: string, account: string): Promise<string> {
    const file = join(this.folder, `${namespace}-${account}`);
    writeFileSync(file, await this.world.client.token(namespace, account), { mode: 0o600 });
    return this.world.server.kubeconfig('admin', file);
  }

  /** Creates an RSync; RootSyncs are in the system namespace, RepoSyncs in the tenant's. */
  async rsync(options: ManagedOptions): Promise<KubeObject> {
    const { kind = 'RootSync', annotations = {} } = options;
    const namespace = kind === 'RootSync' ? this.system : this.tenant;
    return await this.create(options, namespace, annotations);
  }

  /** Creates a RootSync where Config Sync serves none. */
  async misplacedRootSync(name: string): Promise<KubeObject> {
    return await this.create({ name, config: undefined }, this.tenant, {});
  }

  /** Creates a ConfigMap and a Secret named `sync-notifications` beside RSyncs of a kind. */
  async sources(kind: 'RootSync' | 'RepoSync', data: object = { subscriptions: '[]' }): Promise<void> {
    const metadata = { name: 'sync-notifications', namespace: kind === 'RootSync' ? this.system : this.tenant };
    await this.world.client.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
    await this.world.client.apply({ apiVersion: 'v1', kind: 'Secret', metadata, stringData: { token: 'first' } });
  }

  /** Everything of the manager's making in both namespaces, as `Kind namespace/name`. */
  async made(): Promise<string[]> {
    const lists = kinds.flatMap((type) =>
      [this.system, this.tenant].map((namespace) => this.world.client.list(type, namespace, managed)),
    );
    const found = (await Promise.all(lists)).flat();
    return found.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`).sort();
  }

  /** Resolves when nothing of the manager's making is left. */
  async nothingLeft(deadline = 40_000): Promise<void> {
    let last: readonly string[] = [];
    const look = async () => {
      last = await this.made();
      return last.length === 0 ? (true as const) : undefined;
    };
    await waitFor('end of all that is the manager’s', look, { deadline, interval: 300, state: () => last });
  }

  /** The condition Ready of an RSync's Notification, once it has this reason. */
  ready(rsync: Reference, reason: string): Promise<Readonly<Record<string, unknown>>> {
    let last: unknown;
    const look = async () => {
      const object = await this.world.client.find({
        apiVersion: 'configsync.gke.io/v1beta1',
        kind: 'Notification',
        metadata: rsync.metadata,
      });
      const { conditions = [] } = (object?.['status'] ?? {}) as { conditions?: Record<string, unknown>[] };
      last = conditions;
      return conditions.find((each) => each['type'] === 'Ready' && each['reason'] === reason);
    };
    return waitFor(`condition Ready with ${reason}`, look, { state: () => last });
  }

  private async create(options: ManagedOptions, namespace: string, annotations: object): Promise<KubeObject> {
    const { kind = 'RootSync', name, finalizers = [] } = options;
    const object = fixture(kind === 'RootSync' ? 'rootsync' : 'reposync');
    const { notificationConfig, ...spec } = object['spec'] as Record<string, unknown>;
    const config = 'config' in options ? options.config : notificationConfig;
    const metadata = {
      name,
      namespace,
      annotations: { ...annotations },
      labels: { [worldLabel]: this.system },
      finalizers,
    };
    const created = await this.world.client.apply({
      ...object,
      metadata,
      spec: { ...spec, notificationConfig: config },
    });
    this.rsyncs.push(created);
    return created;
  }

  private moved(object: KubeObject): KubeObject {
    const text = JSON.stringify(object).replaceAll('config-management-system', this.system);
    const copy = JSON.parse(text) as KubeObject;
    if (copy.metadata.namespace !== undefined) return copy;
    const name = `${copy.metadata.name}-${this.tenant}`;
    const { roleRef, spec } = copy as { roleRef?: object; spec?: { policyName?: string } };
    return {
      ...copy,
      metadata: { ...copy.metadata, name },
      ...(roleRef && { roleRef: { ...roleRef, name } }),
      ...(spec && { spec: spec.policyName === undefined ? spec : { ...spec, policyName: name } }),
    };
  }

  private async close(): Promise<void> {
    this.upstream.stop();
    rmSync(this.folder, { recursive: true, force: true });
    for (const rsync of this.rsyncs) {
      await this.world.client.patch(rsync, { metadata: { finalizers: null } }).catch(() => undefined);
      await this.world.client.delete(rsync).catch(() => undefined);
    }
  }
}

import { servedResources } from '../../controller/demo/api-resources.ts';
import { EmbeddedApiServer } from '../../controller/demo/api-server.ts';
import { KubernetesClient, type KubernetesObject, parseKubeConfig } from '../../controller/kubernetes/index.ts';
import { silentLog } from '../../controller/log.ts';
import { Manager } from '../../controller/manager/manager.ts';
import { parseManagerOptions } from '../../controller/manager/options.ts';
import { managedSelector } from '../../controller/manager/owner.ts';
import {
  deployments,
  managedResources,
  notifications,
  roleBindings,
  roles,
  serviceAccounts,
} from '../../controller/manager/resources.ts';
import { eventually } from './world.ts';

const builtIn = { status: false, unconditional: true, fields: [] };
const more = [serviceAccounts, roles, roleBindings, deployments].map((resource) => ({ ...resource, ...builtIn }));

/** An embedded API server with all that a manager deals with, and managers of it. */
export class Managers {
  readonly server: EmbeddedApiServer;
  readonly client: KubernetesClient;
  private readonly running: Manager[] = [];

  private constructor(server: EmbeddedApiServer, client: KubernetesClient) {
    this.server = server;
    this.client = client;
  }

  static async open(): Promise<Managers> {
    const server = await new EmbeddedApiServer({ resources: [...servedResources, ...more] }).start();
    return new Managers(server, new KubernetesClient(await parseKubeConfig(server.kubeconfig(), '/')));
  }

  async close(): Promise<void> {
    for (const manager of this.running) await manager.stop();
    this.client.close();
    await this.server.stop();
  }

  async start(...flags: readonly string[]): Promise<Manager> {
    const argv = ['--image=notification:1', '--metrics-port=0', '--leader-elect=false', '--grace-period=2s', ...flags];
    const connection = await parseKubeConfig(this.server.kubeconfig(), '/');
    const manager = new Manager(parseManagerOptions(argv, {}), { connection, log: silentLog });
    this.running.push(manager);
    await manager.start();
    return manager;
  }

  /** Everything of the manager's making, with its version. */
  async made(): Promise<Map<string, string | undefined>> {
    const list = managedResources.map((each) => this.client.list(each, { labelSelector: managedSelector() }));
    const all = (await Promise.all(list)).flatMap(({ items }) => items);
    const named = ({ kind, metadata }: KubernetesObject) => `${kind} ${metadata.namespace}/${metadata.name}`;
    return new Map(all.map((object) => [named(object), object.metadata.resourceVersion]));
  }

  /** The same, once there are `n` of them. */
  count(n: number): Promise<Map<string, string | undefined>> {
    return eventually(`${n} objects of the manager's`, async () => {
      const found = await this.made();
      return found.size === n ? found : undefined;
    });
  }

  /** The condition Ready of a Notification, once it has this reason. */
  ready(at: { readonly namespace: string; readonly name: string }, reason: string): Promise<unknown> {
    return eventually(`Ready with ${reason}`, async () => {
      const { status } = await this.client.get(notifications, at);
      const [ready] = (status as { conditions?: { reason: string }[] }).conditions ?? [];
      return ready?.reason === reason ? ready : undefined;
    });
  }
}

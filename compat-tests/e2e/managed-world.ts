import { randomBytes } from 'node:crypto';
import type { KubeObject, Reference } from '../kube/client.ts';
import type { KubeServer } from '../kube/server.ts';
import { rsyncFixture } from './fixtures.ts';
import { type RSyncOptions, subscription, World } from './harness.ts';
import { ManagerWorld } from './manager-world.ts';
import type { LoggedProcess, ProcessFlags } from './process.ts';
import type { RSyncKind } from './scenario.ts';
import { waitFor } from './wait.ts';

/**
 * A world whose processes are those that a manager has put into reconcilers: each runs with the arguments and the environment of the
 * injected container, as the reconciler's ServiceAccount.
 */
export class ManagedWorld extends World {
  private managers: ManagerWorld | undefined;

  static async openFor(server: KubeServer, kind: RSyncKind): Promise<ManagedWorld> {
    const name = `e2e-${randomBytes(4).toString('hex')}`;
    const world = new ManagedWorld(server, name, kind);
    try {
      const namespaces = kind === 'RootSync' ? { system: name } : { system: `${name}-system`, tenant: name };
      world.managers = await ManagerWorld.open(world, namespaces);
      await world.managers.manager();
      return world;
    } catch (error) {
      await world.close();
      throw error;
    }
  }

  /** Creates an RSync and, as Config Sync does, its reconciler; the Notification is the manager's to create. */
  override async rsync(options: RSyncOptions): Promise<KubeObject> {
    const { kind = this.kind, name, triggers, finalizers = [], secret = true } = options;
    if (kind !== this.kind) throw new RangeError(`a world of ${this.kind}s has no ${kind}`);
    const annotations = Object.fromEntries(triggers.map((trigger) => [subscription(trigger), '']));
    const { notificationConfig: config } = rsyncFixture(kind, secret)['spec'] as { notificationConfig: object };
    const created = await this.there.rsync({ kind, name, annotations, finalizers, config });
    await this.there.upstream.apply(reconcilerOf(created));
    await waitFor('Notification', () => this.client.find(this.notificationOf(created)));
    return created;
  }

  /** Runs the container of the RSync's reconciler, once it is there. */
  override async process(rsync: Reference, flags: Partial<ProcessFlags> = {}): Promise<LoggedProcess> {
    if (Object.keys(flags).length > 0) throw new RangeError('the manager gives its processes flags of its own');
    const reconciler = reconcilerOf(rsync);
    const container = await waitFor(`notification container in ${reconciler}`, async () =>
      (await this.there.upstream.containers(reconciler)).get('notification'),
    );
    return await this.there.runContainer(container, reconciler);
  }

  private get there(): ManagerWorld {
    if (!this.managers) throw new RangeError('the world is not open yet');
    return this.managers;
  }
}

/** The name of the reconciler that Config Sync gives an RSync. */
export function reconcilerOf({ kind, metadata }: Reference): string {
  const { name, namespace = '' } = metadata;
  if (kind === 'RootSync') return name === 'root-sync' ? 'root-reconciler' : `root-reconciler-${name}`;
  return name === 'repo-sync' ? `ns-reconciler-${namespace}` : `ns-reconciler-${namespace}-${name}-${name.length}`;
}

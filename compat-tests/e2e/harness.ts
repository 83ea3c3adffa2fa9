import { KubeClient, type KubeObject, type Reference } from '../kube/client.ts';
import type { KubeServer } from '../kube/server.ts';
import { Receiver } from '../receiver.ts';
import { fixture, objectsOf, rsyncFixture, withNotificationConfig } from './fixtures.ts';
import { type LoggedProcess, NotificationProcess, type ProcessFlags } from './process.ts';
import type { RSyncKind } from './scenario.ts';
import { waitFor } from './wait.ts';

/** The annotation that holds what an RSync has been notified about. */
export const stateAnnotation = 'notified.notifications.configsync.gke.io';

const group = 'configsync.gke.io/v1beta1';

/** `status` of a Notification. */
export interface NotificationStatus {
  readonly observedGeneration?: number;
  readonly commit?: string;
  readonly lastUpdate?: string;
  readonly notificationError?: readonly Readonly<Record<string, string>>[];
  readonly warnings?: readonly Readonly<Record<string, string>>[];
  readonly deliveries?: readonly Readonly<Record<string, unknown>>[];
}

/** How an RSync of a scenario begins. */
export interface RSyncOptions {
  /** Default the kind of the world. */
  readonly kind?: RSyncKind;
  readonly name: string;
  /** Triggers that the service `local` is subscribed to. */
  readonly triggers: readonly string[];
  readonly finalizers?: readonly string[];
  /** False names no Secret. */
  readonly secret?: boolean;
}

/** One scenario's world: a namespace of its own, and everything that it starts, ended by `close`. */
export class World {
  readonly server: KubeServer;
  readonly client: KubeClient;
  readonly namespace: string;
  /** The kind of the RSyncs of its story. */
  readonly kind: RSyncKind;
  private readonly closers: (() => Promise<unknown>)[] = [];
  private readonly processes: LoggedProcess[] = [];
  private closed = false;

  protected constructor(server: KubeServer, namespace: string, kind: RSyncKind = 'RootSync') {
    this.server = server;
    this.namespace = namespace;
    this.kind = kind;
    this.client = new KubeClient(server.access());
  }

  static async open(server: KubeServer, namespace: string): Promise<World> {
    const world = new World(server, namespace);
    await world.client.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    return world;
  }

  /** Ends all that runs, the last started first. */
  async close(): Promise<void> {
    this.closed = true;
    for (const close of this.closers.reverse()) await close().catch(() => undefined);
    this.client.close();
  }

  /** Has `close` end something more. */
  closing(close: () => Promise<unknown>): void {
    this.checkOpen();
    this.closers.push(close);
  }

  /** Has `close` end a process that the scenario has started. */
  watchOver<T extends LoggedProcess>(started: T): T {
    this.processes.push(started);
    this.closing(() => started.stop('SIGKILL'));
    return started;
  }

  /** The last lines that the scenario's processes logged. */
  logTail(lines: number): string[] {
    return this.processes.flatMap(({ log, noise }) => [
      ...log.slice(-lines).map((line) => JSON.stringify(line)),
      ...noise.slice(-lines),
    ]);
  }

  /** A receiver of notifications, on a port of its own if none is named. */
  async receiver(port?: number): Promise<Receiver> {
    this.checkOpen();
    const receiver = await Receiver.start(port);
    this.closers.push(() => receiver.stop());
    return receiver;
  }

  /** The process of an RSync, by default with every right and the fixtures' ConfigMap and Secret. */
  async process(rsync: Reference, flags: Partial<ProcessFlags> = {}): Promise<LoggedProcess> {
    this.checkOpen();
    const secret = secretOf(rsync);
    return this.watchOver(
      new NotificationProcess({
        kubeconfig: this.server.kubeconfig(),
        kind: rsync.kind,
        namespace: this.namespace,
        name: rsync.metadata.name,
        configMap: 'sync-notifications',
        ...(secret !== undefined && { secret }),
        ...flags,
      }),
    );
  }

  /** Creates the fixtures' ConfigMap, with some keys changed or, by undefined, left out. */
  configMap(changes: Readonly<Record<string, string | undefined>> = {}): Promise<KubeObject> {
    const object = fixture('configmap');
    const data = { ...(object['data'] as object), ...changes };
    const kept = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
    return this.client.apply({ ...this.here(object), data: kept });
  }

  /** Creates the fixtures' Secret for a receiver. */
  secret(receiver: Receiver, changes: Readonly<Record<string, string>> = {}): Promise<KubeObject> {
    const object = fixture('secret');
    const stringData = { ...(object['stringData'] as object), receiver: receiver.url, ...changes };
    return this.client.apply({ ...this.here(object), stringData });
  }

  /** Creates an RSync and its Notification, as Config Sync's user and the manager do. */
  async rsync(options: RSyncOptions): Promise<KubeObject> {
    const { kind = this.kind, name, triggers, finalizers = [], secret = true } = options;
    const object = this.here(rsyncFixture(kind, secret), name);
    const annotations = Object.fromEntries(triggers.map((trigger) => [subscription(trigger), '']));
    const metadata = { ...object.metadata, annotations, finalizers };
    const created = await this.client.apply({ ...object, metadata });
    this.closing(() => this.remove(created));
    await this.client.apply(this.notificationOf(created) as KubeObject);
    return created;
  }

  notificationOf(rsync: Reference): Reference {
    const { name } = rsync.metadata;
    return { apiVersion: group, kind: 'Notification', metadata: { name, namespace: this.namespace } };
  }

  /** The status of the RSync's Notification, once it fits. */
  notification(
    rsync: Reference,
    what: string,
    fits: (status: NotificationStatus) => boolean,
    deadline?: number,
  ): Promise<NotificationStatus> {
    let last: unknown;
    const look = async (): Promise<NotificationStatus | undefined> => {
      const { status = {} } = (await this.client.get(this.notificationOf(rsync))) as { status?: NotificationStatus };
      last = status;
      return fits(status) ? status : undefined;
    };
    return waitFor(`Notification status with ${what}`, look, {
      ...(deadline === undefined ? {} : { deadline }),
      state: () => last,
    });
  }

  /** The state annotation of an RSync, once it has an entry for which `fits` holds. */
  state(rsync: Reference, fits: (key: string) => boolean = () => true): Promise<Readonly<Record<string, number>>> {
    return waitFor('state annotation', async () => {
      const text = (await this.client.get(rsync)).metadata.annotations?.[stateAnnotation];
      const entries = text === undefined ? {} : (JSON.parse(text) as Record<string, number>);
      return Object.keys(entries).some(fits) ? entries : undefined;
    });
  }

  /** Deletes an RSync with its finalizers. */
  protected async remove(rsync: Reference): Promise<void> {
    await this.client.patch(rsync, { metadata: { finalizers: null } });
    await this.client.delete(rsync);
  }

  protected checkOpen(): void {
    if (this.closed) throw new Error('the scenario is over');
  }

  private here(object: KubeObject, name = object.metadata.name): KubeObject {
    return { ...object, metadata: { ...object.metadata, name, namespace: this.namespace } };
  }
}

/** The annotation that subscribes the service `local` to a trigger. */
export function subscription(trigger: string): string {
  return `notifications.configsync.gke.io/subscribe.${trigger}.local`;
}

/** The Secret that an RSync names; the fixtures' when only its name is known. */
function secretOf(rsync: Reference & { readonly spec?: unknown }): string | undefined {
  if (rsync.spec === undefined) return 'sync-notifications';
  const { notificationConfig } = rsync.spec as { notificationConfig?: { secretRef?: { name: string } } };
  return notificationConfig?.secretRef?.name;
}

/** Installs custom resource definitions, those of RSyncs with our extension, and waits until their resources are served. */
export async function installCrds(client: KubeClient, files: readonly string[]): Promise<void> {
  for (const crd of files.flatMap(objectsOf).map(withNotificationConfig)) {
    await client.apply(crd);
    await waitFor(`established ${crd.metadata.name}`, async () => {
      const { status } = (await client.get(crd)) as { status?: { conditions?: { type: string; status: string }[] } };
      return status?.conditions?.find(({ type, status }) => type === 'Established' && status === 'True');
    });
  }
}

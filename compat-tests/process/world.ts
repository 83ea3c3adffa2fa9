import { setTimeout as sleep } from 'node:timers/promises';
import { type Served, servedResources } from '../../controller/demo/api-resources.ts';
import { EmbeddedApiServer } from '../../controller/demo/api-server.ts';
import {
  type Clock,
  configMaps,
  configSyncResource,
  KubernetesClient,
  type KubernetesObject,
  type ObjectRef,
  parseKubeConfig,
  secrets,
  systemClock,
} from '../../controller/kubernetes/index.ts';
import type { Log } from '../../controller/log.ts';
import type { NotificationProcess } from '../../controller/notification/process.ts';
import { notificationProcess } from '../../controller/notification-process.ts';
import { parseNotificationOptions } from '../../controller/options.ts';
import { Receiver } from '../receiver.ts';

const namespace = 'config-management-system';
const name = 'root-sync';
export const rootSyncs = configSyncResource('RootSync');
const notifications = configSyncResource('Notification');

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** An embedded API server, a receiver, and notification processes of one RootSync between them. */
export class World {
  readonly server: EmbeddedApiServer;
  readonly log: LogLine[] = [];
  readonly receiver: Receiver;
  readonly client: KubernetesClient;
  /** The clock of processes that are started from now on. */
  clock: Clock = systemClock;
  private readonly running: NotificationProcess[] = [];

  private constructor(receiver: Receiver, server: EmbeddedApiServer, client: KubernetesClient) {
    this.receiver = receiver;
    this.server = server;
    this.client = client;
  }

  /** @param more what the API server serves beside its own resources. */
  static async open(more: readonly Served[] = []): Promise<World> {
    const server = await new EmbeddedApiServer({ resources: [...servedResources, ...more] }).start();
    const client = new KubernetesClient(await parseKubeConfig(server.kubeconfig(), '/'));
    return new World(await Receiver.start(0, 700), server, client);
  }

  async close(): Promise<void> {
    for (const started of this.running) await started.stop();
    this.client.close();
    await this.server.stop();
    await this.receiver.stop();
  }

  /** Starts a process for the RootSync; further flags may be given. */
  async process(...flags: readonly string[]): Promise<NotificationProcess> {
    const given = [
      '--api-kind=RootSync',
      `--resource-namespace=${namespace}`,
      `--resource-name=${name}`,
      '--cm-name=cm',
      '--secret-name=secret',
    ];
    return await this.start(...given, '--create-notification', ...flags);
  }

  /** Starts a process with these flags. */
  async start(...flags: readonly string[]): Promise<NotificationProcess> {
    const options = parseNotificationOptions(['--grace-period=2s', '--metrics-port=0', ...flags], {});
    const connection = await parseKubeConfig(this.server.kubeconfig(), '/');
    const started = notificationProcess(options, { connection, log: this.logger(), clock: this.clock });
    this.running.push(started);
    await started.start();
    return started;
  }

  /** Creates or changes the ConfigMap, or another one; undefined removes a key. */
  async configMap(data: Readonly<Record<string, string | undefined>>, ref = { namespace, name: 'cm' }): Promise<void> {
    const patch = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, value ?? null]));
    await this.write(configMaps, ref, { data: patch });
  }

  async secret(data: Readonly<Record<string, string>>, ref = { namespace, name: 'secret' }): Promise<void> {
    const encoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
    await this.write(secrets, ref, { data: Object.fromEntries(encoded) });
  }

  async rootSync(annotations: Readonly<Record<string, string>>, more: object = {}): Promise<void> {
    const metadata = { name, namespace, annotations, ...more };
    await this.client.create(rootSyncs, {
      apiVersion: 'configsync.gke.io/v1beta1',
      kind: 'RootSync',
      metadata,
      spec: {},
    });
  }

  async annotate(annotations: Readonly<Record<string, string | null>>): Promise<void> {
    await this.client.mergePatch(rootSyncs, { namespace, name }, { metadata: { annotations } });
  }

  async status(status: object): Promise<void> {
    await this.client.mergePatch(rootSyncs, { namespace, name }, { status }, { subresource: 'status' });
  }

  async synced(commit: string): Promise<void> {
    const conditions = [{ type: 'Syncing', status: 'False', message: 'Sync Completed', commit }];
    await this.status({ lastSyncedCommit: commit, observedGeneration: 1, conditions });
  }

  rsync(): Promise<KubernetesObject> {
    return this.client.get(rootSyncs, { namespace, name });
  }

  async deleteConfigMap(): Promise<void> {
    await this.client.delete(configMaps, { namespace, name: 'cm' });
  }

  async deleteRootSync(): Promise<void> {
    await this.client.delete(rootSyncs, { namespace, name });
  }

  /** The Notification's status once it fits. */
  notification(
    fits: (status: Readonly<Record<string, unknown>>) => boolean,
  ): Promise<Readonly<Record<string, unknown>>> {
    return eventually('a fitting Notification status', async () => {
      const object = await this.client.get(notifications, { namespace, name });
      const status = (object['status'] ?? {}) as Record<string, unknown>;
      return fits(status) ? status : undefined;
    });
  }

  private async write(resource: typeof configMaps, ref: ObjectRef, content: object): Promise<void> {
    const found = await this.client.get(resource, ref).catch(() => undefined);
    if (found) await this.client.mergePatch(resource, ref, content);
    else await this.client.create(resource, { apiVersion: 'v1', kind: resource.kind, metadata: ref, ...content });
  }

  private logger(): Log {
    const at = (level: string) => (fields: object, message: string) => {
      this.log.push({ level, message, fields: fields as Record<string, unknown> });
    };
    return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  }
}

/** What `look` gives once it gives something; its errors count as nothing. @throws {Error} after ten seconds */
export async function eventually<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const until = Date.now() + 10_000;
  for (;;) {
    const found = await Promise.resolve()
      .then(look)
      .catch(() => undefined);
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`${what} did not come about`);
    await sleep(20);
  }
}

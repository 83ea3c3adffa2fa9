import { setTimeout as sleep } from 'node:timers/promises';
import {
  configMaps,
  configSyncResource,
  type KubernetesClient,
  type Resource,
} from '../../controller/kubernetes/index.ts';
import { synced } from '../e2e/statuses.ts';
import { inParallel } from './parallel.ts';
import type { Sink } from './sink.ts';

export const prefix = 'notifications.configsync.gke.io';
const rootSyncs = configSyncResource('RootSync');
const notifications = configSyncResource('Notification');
export const namespaces: Resource = {
  group: '',
  version: 'v1',
  plural: 'namespaces',
  kind: 'Namespace',
  namespaced: false,
};

/** What became of the messages that a field called for. */
export interface Tally {
  readonly expected: number;
  readonly delivered: number;
  readonly lost: number;
  readonly doubled: number;
}

/** A namespace with a ConfigMap and RootSyncs, and the sink that their notifications go to: one contender's own. */
export class Field {
  readonly namespace: string;
  readonly sink: Sink;
  readonly client: KubernetesClient;
  /** Every message that the objects have called for. */
  readonly expected = new Set<string>();
  readonly names: string[] = [];

  private constructor(client: KubernetesClient, namespace: string, sink: Sink) {
    this.client = client;
    this.namespace = namespace;
    this.sink = sink;
  }

  static async open(client: KubernetesClient, namespace: string, sink: Sink): Promise<Field> {
    const field = new Field(client, namespace, sink);
    await client.create(namespaces, { metadata: { name: namespace } });
    await client.create(configMaps, { metadata: { name: 'cm', namespace }, data: field.config() });
    return field;
  }

  /** The ConfigMap's data: one trigger, and services `sink` and `slow` at the paths of their names. */
  config(): Record<string, string> {
    const service = (name: string) => `url: ${this.sink.url}/${name}`;
    const body = "'{{.sync.metadata.name}} {{.sync.status.lastSyncedCommit}}'";
    return {
      'service.webhook.sink': service('sink'),
      'service.webhook.slow': service('slow'),
      'trigger.on-synced': `
        - when: any(sync.status?.conditions ?? [], {.type == 'Syncing' && .status == 'False'})
          oncePer: sync.status.lastSyncedCommit
          send: [synced]`,
      'template.synced': `
        webhook: {sink: {method: POST, body: ${body}}, slow: {method: POST, body: ${body}}}`,
    };
  }

  async setConfig(data: Readonly<Record<string, string | null>>): Promise<void> {
    await this.client.mergePatch(configMaps, { namespace: this.namespace, name: 'cm' }, { data });
  }

  /** Creates RootSyncs subscribed to `services`, for recipients joined by `;`, without a status. */
  async create(count: number, services: readonly string[] = ['sink'], recipients = ''): Promise<void> {
    const annotations = Object.fromEntries(
      services.map((name) => [`${prefix}/subscribe.on-synced.${name}`, recipients]),
    );
    const fresh = Array.from({ length: count }, (_, i) => `sync-${String(this.names.length + i).padStart(5, '0')}`);
    this.names.push(...fresh);
    await inParallel(16, fresh, async (name) => {
      await this.client.create(rootSyncs, {
        metadata: { name, namespace: this.namespace, annotations },
        spec: { sourceFormat: 'unstructured', git: { repo: 'https://git.example.com/clusters', branch: 'main' } },
      });
    });
  }

  /** Creates the Notifications that a manager would. */
  async createNotifications(): Promise<void> {
    await inParallel(16, this.names, async (name) => {
      await this.client.create(notifications, { metadata: { name, namespace: this.namespace } });
    });
  }

  /** Lets each object say that a commit has been applied. */
  async commit(commit: string, names: readonly string[] = this.names): Promise<void> {
    for (const name of names) this.expected.add(`${name} ${commit}`);
    await inParallel(16, names, async (name) => {
      const ref = { namespace: this.namespace, name };
      await this.client.mergePatch(rootSyncs, ref, { status: synced(commit) }, { subresource: 'status' });
    });
  }

  /** The messages of now against those expected, on the path of one service. */
  tally(path = '/sink'): Tally {
    const arrivals = this.sink.arrivals.filter((arrival) => arrival.path === path);
    return tallyOf(
      this.expected,
      arrivals.map(({ body }) => body),
    );
  }

  /** Waits until every expected message has arrived, at most `deadline` ms, and then `quiet` ms for what should not. */
  async settle(deadline: number, quiet = 2_000): Promise<void> {
    const until = Date.now() + deadline;
    while (Date.now() < until && this.tally().lost > 0) await sleep(100);
    await sleep(quiet);
  }
}

/** What became of `expected` messages when `arrived` is what came. */
export function tallyOf(expected: ReadonlySet<string>, arrived: readonly string[]): Tally {
  const distinct = new Set(arrived);
  const delivered = [...expected].filter((message) => distinct.has(message)).length;
  const [all, lost] = [expected.size, expected.size - delivered];
  return { expected: all, delivered, lost, doubled: arrived.length - distinct.size };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { configMaps, configSyncResource, type KubernetesClient, secrets } from '../../controller/kubernetes/index.ts';
import type { FaultProxy } from '../chaos/proxy.ts';
import type { Sink } from '../chaos/sink.ts';
import { synced } from '../e2e/statuses.ts';
import type { Random } from '../fuzz/random.ts';

const prefix = 'notifications.configsync.gke.io';
const rootSyncs = configSyncResource('RootSync');

export interface ChurnOptions {
  readonly client: KubernetesClient;
  readonly namespace: string;
  readonly sink: Sink;
  readonly proxy: FaultProxy;
  readonly random: Random;
  /** How many objects there are. */
  readonly objects: number;
}

/** How often each kind of thing has happened. */
export type Counts = Readonly<Record<string, number>>;

/**
 * What may happen to a notification process, a step each quarter of a second: objects come, change and go, its ConfigMap and Secret
 * are edited, well and badly, its receiver fails for a while, its watches break off.
 */
export class Churn {
  readonly counts: Record<string, number> = {};
  private readonly options: ChurnOptions;
  private readonly names: string[] = [];
  private serial = 0;
  private failingUntil = 0;
  private readonly steps: readonly (readonly [weight: number, name: string, step: () => Promise<void>])[];

  constructor(options: ChurnOptions) {
    this.options = options;
    this.steps = [
      [60, 'changed', () => this.change()],
      [12, 'replaced', () => this.replace()],
      [6, 'subscriptions edited', () => this.subscribe()],
      [3, 'ConfigMap edited', () => this.configure(this.good())],
      [2, 'ConfigMap broken', () => this.configure(bad)],
      [1, 'Secret edited', () => this.rotate()],
      [1, 'receiver failed', () => this.fail()],
      [1, 'watches cut', async () => options.proxy.cutWatches()],
      [1, 'watches expired', async () => options.proxy.expireWatches()],
    ];
  }

  /** Creates the ConfigMap, the Secret and the objects. */
  async prepare(): Promise<void> {
    const { client, namespace } = this.options;
    await client.create(configMaps, { metadata: { name: 'cm', namespace }, data: this.good() });
    await client.create(secrets, { metadata: { name: 'secret', namespace }, data: { token: 'MA==' } });
    for (let i = 0; i < this.options.objects; i++) await this.create();
  }

  /** Goes on until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    const bag = this.steps.flatMap(([weight, ...step]) => Array.from({ length: weight }, () => step));
    while (!signal.aborted) {
      if (this.failingUntil !== 0 && Date.now() > this.failingUntil) await this.recover();
      const [name, step] = this.options.random.pick(bag);
      await step();
      this.counts[name] = (this.counts[name] ?? 0) + 1;
      await sleep(250);
    }
    await this.recover();
    await this.configure(this.good());
  }

  /** Changes every object a last time, and resolves to the messages that must arrive. */
  async conclude(): Promise<string[]> {
    for (const name of this.names) await this.commit(name, 'last');
    return this.names.map((name) => `${name} last`);
  }

  private async create(): Promise<void> {
    const { client, namespace } = this.options;
    const name = `sync-${++this.serial}`;
    const annotations = { [`${prefix}/subscribe.on-synced.sink`]: '' };
    await client.create(rootSyncs, { metadata: { name, namespace, annotations }, spec: {} });
    this.names.push(name);
  }

  /** Another object in place of one; as many stay, so that what the process holds is comparable. */
  private async replace(): Promise<void> {
    const { client, namespace, random } = this.options;
    const [name = ''] = this.names.splice(random.below(this.names.length), 1);
    await client.delete(rootSyncs, { namespace, name });
    await this.create();
  }

  private async change(): Promise<void> {
    await this.commit(this.options.random.pick(this.names), `commit-${++this.serial}`);
  }

  private async commit(name: string, commit: string): Promise<void> {
    const { client, namespace } = this.options;
    await client.mergePatch(rootSyncs, { namespace, name }, { status: synced(commit) }, { subresource: 'status' });
  }

  private async subscribe(): Promise<void> {
    const { client, namespace, random } = this.options;
    const value = random.chance(0.5) ? `room-${random.below(5)}` : null;
    const annotations = { [`${prefix}/subscribe.on-synced.other`]: value };
    await client.mergePatch(rootSyncs, { namespace, name: random.pick(this.names) }, { metadata: { annotations } });
  }

  private async configure(data: Readonly<Record<string, string>>): Promise<void> {
    const { client, namespace } = this.options;
    await client.mergePatch(configMaps, { namespace, name: 'cm' }, { data });
  }

  private async rotate(): Promise<void> {
    const { client, namespace } = this.options;
    const token = Buffer.from(String(++this.serial)).toString('base64');
    await client.mergePatch(secrets, { namespace, name: 'secret' }, { data: { token } });
  }

  private async fail(): Promise<void> {
    if (this.failingUntil !== 0) return;
    this.failingUntil = Date.now() + 5_000;
    await this.options.sink.down();
  }

  private async recover(): Promise<void> {
    if (this.failingUntil === 0) return;
    this.failingUntil = 0;
    await this.options.sink.up();
  }

  private good(): Record<string, string> {
    const url = this.options.sink.url;
    const service = (path: string) => `{url: "${url}/${path}", retryMax: 0, headers: [{name: Token, value: $token}]}`;
    const body = "'{{.sync.metadata.name}} {{.sync.status.lastSyncedCommit}}'";
    return {
      'service.webhook.sink': service('sink'),
      'service.webhook.other': service('other'),
      'trigger.on-synced': `
        - when: any(sync.status?.conditions ?? [], {.type == 'Syncing' && .status == 'False'})
          oncePer: sync.status.lastSyncedCommit
          send: [synced]`,
      'template.synced': `
        # ${++this.serial}
        webhook: {sink: {method: POST, body: ${body}}, other: {method: POST, body: ${body}}}`,
    };
  }
}

const bad = { 'template.synced': 'webhook: [', 'trigger.on-synced': '- when: (((', 'service.webhook.other': 'url: [' };

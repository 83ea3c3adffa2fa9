import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeClient, KubeObject, Reference } from '../kube/client.ts';

/** A container of a Deployment as far as the tests look at it. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly [field: string]: unknown;
}

/** Does to reconcilers' Deployments what Config Sync's reconciler-manager does: it applies them with force, again and again. */
export class Upstream {
  private readonly client: KubeClient;
  private readonly namespace: string;
  private image = 'reconciler:1';
  private running = false;

  constructor(client: KubeClient, namespace: string) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Applies a reconciler's Deployment and creates its ServiceAccount. */
  async apply(name: string): Promise<KubeObject> {
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: this.namespace } };
    await this.client.apply(account, 'reconciler-manager');
    return await this.client.apply(this.deployment(name), 'reconciler-manager');
  }

  /** Applies it every `ms` from now on, until `stop`. */
  keepApplying(name: string, ms: number): void {
    this.running = true;
    const loop = async (): Promise<void> => {
      for (; this.running; await sleep(ms)) await this.apply(name).catch(() => undefined);
    };
    void loop();
  }

  stop(): void {
    this.running = false;
  }

  /** What it applies from now on has another image. */
  changeImage(image: string): void {
    this.image = image;
  }

  /**
   * Collects as it does for a RepoSync at every look: it deletes Secrets whose names begin with the reconciler's and are not its own,
   * and ConfigMaps whose names begin with `ns-reconciler` and that it has not labelled. Returns the names.
   */
  async collect(reconciler: string): Promise<string[]> {
    const secrets = await this.client.list({ apiVersion: 'v1', kind: 'Secret' }, this.namespace);
    const maps = await this.client.list({ apiVersion: 'v1', kind: 'ConfigMap' }, this.namespace);
    const stray = [
      ...secrets.filter(({ metadata }) => metadata.name.startsWith(reconciler)),
      ...maps.filter(({ metadata }) => metadata.name.startsWith('ns-reconciler')),
    ];
    for (const object of stray) await this.client.delete(object);
    return stray.map(({ metadata }) => metadata.name);
  }

  /** The status that a Deployment controller writes when every pod is well. */
  async available(name: string): Promise<void> {
    const { metadata } = await this.client.get(this.reference(name));
    const status = { observedGeneration: metadata.generation, replicas: 1, readyReplicas: 1, availableReplicas: 1 };
    await this.client.patch(this.reference(name), { status }, 'status');
  }

  reference(name: string): Reference {
    return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: this.namespace } };
  }

  /** The containers of a Deployment by their names; none when there is no Deployment. */
  async containers(name: string): Promise<ReadonlyMap<string, Container>> {
    const { containers = [] } = await this.pod(name);
    return new Map(containers.map((container) => [container.name, container]));
  }

  /** The volumes of a Deployment by their names, in the same way. */
  async volumes(name: string): Promise<ReadonlyMap<string, object>> {
    const { volumes = [] } = await this.pod(name);
    return new Map(volumes.map((volume) => [volume.name, volume]));
  }

  private async pod(name: string): Promise<{ containers?: Container[]; volumes?: { name: string }[] }> {
    const found = await this.client.find(this.reference(name));
    const { template } = (found?.['spec'] ?? {}) as { template?: { spec: object } };
    return template?.spec ?? {};
  }

  /** The Deployment as it applies it. */
  deployment(name: string): KubeObject {
    const labels = { app: 'reconciler', 'configsync.gke.io/deployment-name': name };
    const containers = ['reconciler', 'git-sync', 'otel-agent'].map((container) => ({
      name: container,
      image: this.image,
      env: [{ name: 'SOURCE', value: container }],
      volumeMounts: [{ name: 'repo', mountPath: '/repo' }],
    }));
    return {
      ...this.reference(name),
      metadata: { name, namespace: this.namespace, labels },
      spec: {
        replicas: 1,
        minReadySeconds: 10,
        strategy: { type: 'Recreate' },
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers, serviceAccountName: name, volumes: [{ name: 'repo', emptyDir: {} }] },
        },
      },
    };
  }
}

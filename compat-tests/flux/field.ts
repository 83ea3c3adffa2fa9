import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesClient } from '../../controller/kubernetes/index.ts';
import { namespaces, type Tally, tallyOf } from '../chaos/field.ts';
import type { Sink } from '../chaos/sink.ts';
import type { FluxController } from './controller.ts';
import { alert, alerts, fluxEvent, messageOf, provider, providers } from './objects.ts';

/** A namespace with Alerts and Providers, and the sink that they post to. */
export class FluxField {
  readonly namespace: string;
  readonly sink: Sink;
  readonly client: KubernetesClient;
  /** The messages of the events that Flux has accepted. */
  readonly accepted = new Set<string>();
  /** When the first event got through, in milliseconds since the epoch; set by `ready`. */
  readyAt = 0;

  private constructor(client: KubernetesClient, namespace: string, sink: Sink) {
    this.client = client;
    this.namespace = namespace;
    this.sink = sink;
  }

  static async open(client: KubernetesClient, namespace: string, sink: Sink): Promise<FluxField> {
    await client.create(namespaces, { metadata: { name: namespace } });
    return new FluxField(client, namespace, sink);
  }

  /** Sends every event of this namespace to the path `/NAME` of the sink. */
  async subscribe(name: string, timeout?: string): Promise<void> {
    const address = `${this.sink.url}/${name}`;
    const destination = timeout === undefined ? { address } : { address, timeout };
    await this.client.create(providers, provider(this.namespace, name, destination));
    await this.client.create(alerts, alert(this.namespace, name));
  }

  /** The status that Flux answers an event with; its message is expected to arrive when that is 202. */
  async post(flux: FluxController, message: string): Promise<number> {
    const status = await flux.post(fluxEvent(this.namespace, message));
    if (status === 202) this.accepted.add(message);
    return status;
  }

  /** Resolves when an event gets through to the path `/NAME`, which the sink then forgets. */
  async ready(flux: FluxController, name = 'sink'): Promise<void> {
    const before = this.arrived(`/${name}`).length;
    const arrived = () => this.arrived(`/${name}`).length > before;
    const started = Date.now();
    await flux.warmUp((attempt) => fluxEvent(this.namespace, `warm-up ${started} ${attempt}`), arrived);
    this.readyAt = this.sink.arrivals.find(({ path }) => path === `/${name}`)?.time ?? 0;
    await sleep(500);
    this.sink.arrivals.length = 0;
  }

  /** The messages that have arrived on a path. */
  arrived(path = '/sink'): string[] {
    return this.sink.arrivals.filter((arrival) => arrival.path === path).map(({ body }) => messageOf(body) ?? body);
  }

  tally(path = '/sink'): Tally {
    return tallyOf(this.accepted, this.arrived(path));
  }

  /** Waits until every accepted message has arrived, at most `deadline` ms. */
  async settle(deadline: number): Promise<void> {
    const until = Date.now() + deadline;
    while (Date.now() < until && this.tally().lost > 0) await sleep(100);
  }
}

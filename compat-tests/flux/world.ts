import { join } from 'node:path';
import type { KubernetesClient } from '../../controller/kubernetes/index.ts';
import { Arena } from '../chaos/arena.ts';
import type { Contender, StartOptions } from '../chaos/contender.ts';
import type { Field } from '../chaos/field.ts';
import type { Program } from '../chaos/program.ts';
import { Sink } from '../chaos/sink.ts';
import type { KubeServer } from '../kube/server.ts';
import type { FluxBinaries } from './build.ts';
import { FluxController } from './controller.ts';
import { FluxField } from './field.ts';

export interface WorldOptions {
  readonly server: KubeServer;
  readonly client: KubernetesClient;
  readonly folder: string;
  readonly flux: FluxBinaries;
  readonly ours: Contender;
  readonly say: (line: string) => void;
}

/** Where one finding is made: fields and processes of both on one API server, all ended by `close`. */
export class World {
  readonly client: KubernetesClient;
  readonly flux: FluxBinaries;
  readonly say: (line: string) => void;
  private readonly options: WorldOptions;
  private readonly name: string;
  private readonly arena: Arena;
  private readonly sinks: Sink[] = [];
  private readonly controllers: FluxController[] = [];
  private count = 0;

  constructor(name: string, options: WorldOptions) {
    const { server, client, folder, ours, say } = options;
    this.options = options;
    this.name = name;
    this.client = client;
    this.flux = options.flux;
    this.say = say;
    this.arena = new Arena(name, { server, client, folder, contenders: [ours], scale: 1, seed: 1, say });
  }

  /** A namespace with RootSyncs, for our process. */
  field(label = ''): Promise<Field> {
    return this.arena.field(this.options.ours, label);
  }

  /** Where processes that follow each other in one pod leave their journal. */
  journal(): string {
    return this.arena.file('');
  }

  start(field: Field, more: Partial<StartOptions> = {}): Program {
    return this.arena.start(this.options.ours, field, more);
  }

  /** A namespace for Alerts and Providers. */
  async fluxField(label = ''): Promise<FluxField> {
    const sink = await Sink.start();
    this.sinks.push(sink);
    return FluxField.open(this.client, `${this.name}-flux${label}`, sink);
  }

  async startFlux(): Promise<FluxController> {
    const controller = await FluxController.start({
      binary: this.flux.controller,
      kubeconfig: this.options.server.kubeconfig(),
      log: join(this.options.folder, `${this.name}-flux-${++this.count}.log`),
    });
    this.controllers.push(controller);
    return controller;
  }

  async close(): Promise<void> {
    await this.arena.close();
    for (const { program } of this.controllers) await program.stop('SIGKILL');
    for (const sink of this.sinks) await sink.down();
  }
}

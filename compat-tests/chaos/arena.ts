import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesClient } from '../../controller/kubernetes/index.ts';
import { Random } from '../fuzz/random.ts';
import type { KubeServer } from '../kube/server.ts';
import type { Contender, StartOptions } from './contender.ts';
import { Field } from './field.ts';
import type { Program } from './program.ts';
import { Sink } from './sink.ts';

export interface ArenaOptions {
  readonly server: KubeServer;
  readonly client: KubernetesClient;
  readonly folder: string;
  readonly contenders: readonly Contender[];
  /** What counts of objects and kills are multiplied with. */
  readonly scale: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

/** Where one scenario takes place: a real API server, fields and processes, all ended by `close`. */
export class Arena {
  readonly server: KubeServer;
  readonly random: Random;
  readonly contenders: readonly Contender[];
  readonly say: (line: string) => void;
  private readonly options: ArenaOptions;
  private readonly name: string;
  private readonly sinks: Sink[] = [];
  private readonly programs: Program[] = [];
  private count = 0;

  constructor(name: string, options: ArenaOptions) {
    this.options = options;
    this.name = name;
    this.server = options.server;
    this.contenders = options.contenders;
    this.random = new Random(options.seed);
    this.say = options.say;
  }

  /** A number of the full run, brought to scale, at least `least`. */
  scaled(full: number, least = 1): number {
    return Math.max(least, Math.round(full * this.options.scale));
  }

  async field(contender: Contender, label = ''): Promise<Field> {
    const sink = await Sink.start();
    this.sinks.push(sink);
    return Field.open(this.options.client, `${this.name}-${contender.short}${label}`, sink);
  }

  start(contender: Contender, field: Field, more: Partial<StartOptions> = {}): Program {
    const name = join(this.options.folder, `${field.namespace}-${contender.short}-${++this.count}`);
    const places = { log: `${name}.log`, journal: `${name}.journal` };
    const program = contender.start({ kubeconfig: this.server.kubeconfig(), field, ...places, ...more });
    this.programs.push(program);
    return program;
  }

  /** The path of a new file with this content. */
  file(content: string): string {
    const path = join(this.options.folder, `${this.name}-${++this.count}`);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  /** Ends every program that runs. */
  async stopPrograms(): Promise<void> {
    for (const program of this.programs) {
      program.signal('SIGCONT');
      await program.stop('SIGKILL');
    }
  }

  async close(): Promise<void> {
    await this.stopPrograms();
    for (const sink of this.sinks) await sink.down();
  }
}

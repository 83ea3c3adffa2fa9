import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { waitFor } from './wait.ts';

/** One line of the process's log. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** What the notification process is told. */
export interface ProcessFlags {
  readonly kubeconfig: string;
  readonly kind: string;
  readonly namespace: string;
  /** Empty for every RSync of the namespace. */
  readonly name: string;
  readonly configMap: string;
  readonly secret?: string;
  readonly more?: readonly string[];
}

const main = join(import.meta.dirname, '../../controller/main.ts');

/** One process of the controller, its log as it comes. */
export class LoggedProcess {
  readonly log: LogLine[] = [];
  /** What it printed that is no JSON: nothing, when all is well. */
  readonly noise: string[] = [];
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;

  constructor(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, command, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...env },
    });
    this.child.on('error', (error) => this.noise.push(error.message));
    this.closed = once(this.child, 'close').catch(() => undefined);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.take(line));
    }
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The first log line that fits, once there is one. */
  logged(what: string, fits: (line: LogLine) => boolean, deadline?: number): Promise<LogLine> {
    return waitFor(`log line of ${what}`, () => this.log.find(fits), {
      ...(deadline === undefined ? {} : { deadline }),
      state: () => [...this.log.slice(-5), ...this.noise.slice(-20)],
    });
  }

  /** The exit code after a signal, or the signal if it died of it. */
  async stop(signal: NodeJS.Signals = 'SIGTERM', deadline = 30_000): Promise<number | string | null> {
    if (this.running) this.child.kill(signal);
    const timer = setTimeout(() => this.child.kill('SIGKILL'), deadline);
    await this.closed;
    clearTimeout(timer);
    return this.child.exitCode ?? this.child.signalCode;
  }

  private take(line: string): void {
    try {
      this.log.push(JSON.parse(line) as LogLine);
    } catch {
      this.noise.push(line);
    }
  }
}

/** A notification process. */
export class NotificationProcess extends LoggedProcess {
  constructor(flags: ProcessFlags) {
    super('notification', args(flags));
  }
}

function args({ kubeconfig, kind, namespace, name, configMap, secret, more = [] }: ProcessFlags): string[] {
  return [
    ['--kubeconfig', kubeconfig],
    ['--api-kind', kind],
    ['--resource-namespace', namespace],
    name === '' ? [] : ['--resource-name', name],
    ['--cm-name', configMap],
    secret === undefined ? [] : ['--secret-name', secret],
    ['--metrics-port', '0'],
    more,
  ].flat();
}

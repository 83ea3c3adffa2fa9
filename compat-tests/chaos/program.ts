import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';

/** Resident memory of a process in MB: all of it, and what no file backs. */
export interface Memory {
  readonly resident: number;
  readonly anonymous: number;
}

/** What `/proc` counts CPU time in: USER_HZ, which Linux has at 100 everywhere. */
const ticksPerSecond = 100;

/** A contender's process; what it prints goes to a file. Its environment is `env` alone. */
export class Program {
  readonly log: string;
  private readonly child: ChildProcess;

  constructor(command: string, args: readonly string[], log: string, env: Readonly<Record<string, string>> = {}) {
    this.log = log;
    const output = openSync(log, 'a');
    this.child = spawn(command, args, { stdio: ['ignore', output, output], env });
    this.child.once('error', () => undefined);
    closeSync(output);
  }

  get running(): boolean {
    return this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Resolves when the process is gone. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!this.running) return;
    const gone = once(this.child, 'exit');
    this.child.kill(signal);
    await gone;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** As Linux's `/proc` has it; undefined elsewhere. */
  memory(): Memory | undefined {
    try {
      const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
      const megabytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024;
      return { resident: megabytes('VmRSS'), anonymous: megabytes('RssAnon') };
    } catch {
      return undefined;
    }
  }

  /** Seconds of CPU it has used, of all its threads, from Linux's `/proc`; undefined elsewhere. */
  cpuSeconds(): number | undefined {
    try {
      const stat = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8');
      const [user = 0, system = 0] = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .slice(11, 13)
        .map(Number);
      return (user + system) / ticksPerSecond;
    } catch {
      return undefined;
    }
  }

  output(): string {
    return readFileSync(this.log, 'utf8');
  }
}

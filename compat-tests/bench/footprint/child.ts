import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Memory in MB: what is resident, and what of it no file backs. */
export interface Memory {
  readonly resident: number;
  readonly anonymous: number;
}

const deadline = 60_000;

/** A measured process and what it prints. */
export class Child {
  private readonly child: ChildProcess;
  private readonly startedAt = performance.now();
  private output = '';

  constructor(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
  }

  /** Seconds from the start until `ready` holds, which is asked every 2 ms. @throws {Error} when the process ends or takes a minute */
  async until(ready: (output: string) => boolean | Promise<boolean>): Promise<number> {
    while (!(await ready(this.output))) {
      const seconds = performance.now() - this.startedAt;
      if (this.child.exitCode !== null || seconds > deadline) throw new Error(`not ready: ${this.output.slice(-2000)}`);
      await sleep(2);
    }
    return (performance.now() - this.startedAt) / 1000;
  }

  /** As the kernel adds it up over all mappings. */
  memory(): Memory {
    const rollup = readFileSync(`/proc/${this.child.pid}/smaps_rollup`, 'utf8');
    const megabytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(rollup)?.[1]) / 1024;
    return { resident: megabytes('Rss'), anonymous: megabytes('Anonymous') };
  }

  /** Ends it in order, so that it gives its Lease back to the next one. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), deadline);
    await gone;
    clearTimeout(timer);
  }
}

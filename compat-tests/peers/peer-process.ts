import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

export interface PeerProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What it prints when it can be used. */
  readonly ready: RegExp;
}

const readyDeadline = 30_000;
const stopDeadline = 5000;
const kept = 64 * 1024;

/** A receiver in a process of its own, started and awaited. Ends with its standard input or by `stop`. */
export class PeerProcess {
  /** What it has printed, the last 64 KiB of it. */
  output = '';
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.child = child;
    child.on('error', (error) => this.take(error.message));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.take(text));
    }
  }

  /** The process and what of its output matched `ready`. */
  static async start(options: PeerProcessOptions): Promise<{ process: PeerProcess; match: RegExpExecArray }> {
    const { command, args, env = {}, ready } = options;
    const child = spawn(command, [...args], { stdio: ['pipe', 'pipe', 'pipe'], env });
    const started = new PeerProcess(child);
    try {
      return { process: started, match: await started.until(ready, readyDeadline) };
    } catch (error) {
      await started.stop();
      throw error;
    }
  }

  /** Waits until the output matches. @throws {Error} with the output when it does not in time */
  async until(pattern: RegExp, deadline: number): Promise<RegExpExecArray> {
    for (const end = Date.now() + deadline; Date.now() < end; await sleep(20)) {
      const match = pattern.exec(this.output);
      if (match) return match;
      if (this.ended) break;
    }
    throw new Error(`${this.child.spawnfile} did not print ${pattern}:\n${this.output.slice(-2000)}`);
  }

  async stop(): Promise<void> {
    if (this.ended) return;
    const exited = once(this.child, 'exit');
    this.child.stdin?.end();
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), stopDeadline);
    await exited;
    clearTimeout(timer);
  }

  private get ended(): boolean {
    return this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  private take(text: string): void {
    this.output = `${this.output}${text}`.slice(-kept);
  }
}

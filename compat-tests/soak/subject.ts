import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { imageOptions } from '../chaos/contender.ts';
import type { Sample } from './sample.ts';

const probe = join(import.meta.dirname, 'probe.ts');

/** The process that is soaked; it tells on demand what it holds. */
export class SoakedProcess {
  private readonly child: ChildProcess;

  constructor(bundle: string, flags: readonly string[], log: string) {
    const output = openSync(log, 'a');
    this.child = spawn(process.execPath, ['--expose-gc', '--import', probe, ...imageOptions, bundle, ...flags], {
      stdio: ['ignore', output, output, 'ipc'],
      env: {},
    });
    closeSync(output);
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** What it holds now. @throws {Error} when it does not say within ten seconds */
  async sample(): Promise<Sample> {
    const answer = once(this.child, 'message', { signal: AbortSignal.timeout(10_000) });
    this.child.send('sample');
    const [sample] = (await answer) as [Sample];
    return sample;
  }

  /** Resolves when it is gone, killed if it does not end within 30 s of SIGTERM. */
  async stop(): Promise<void> {
    if (!this.running) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const kill = setTimeout(() => this.child.kill('SIGKILL'), 30_000);
    await gone;
    clearTimeout(kill);
  }
}

import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = pathToFileURL(join(import.meta.dirname, '../..')).href;

/** Counts the calls of functions of ours, which no clock and no other program on the machine changes. */
export class CallCounter {
  private readonly session = new Session();

  /** Counting slows down all that runs in this process from then on. */
  async start(): Promise<this> {
    this.session.connect();
    await this.session.post('Profiler.enable');
    await this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    return this;
  }

  /** How many functions of the engine, the controller and the command line are called until `run` has settled. */
  async count(run: () => unknown): Promise<number> {
    await this.session.post('Profiler.takePreciseCoverage');
    await run();
    const { result } = await this.session.post('Profiler.takePreciseCoverage');
    const ours = result.filter(({ url }) => isOurs(url));
    const calls = ours.flatMap(({ functions }) => functions).map(({ ranges }) => ranges[0]?.count ?? 0);
    return calls.reduce((sum, count) => sum + count, 0);
  }
}

function isOurs(url: string): boolean {
  return /^\/(engine|controller|cli)\//.test(url.startsWith(root) ? url.slice(root.length) : '');
}

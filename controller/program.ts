import { ControllerError, hasCode } from './errors.ts';
import type { Environment } from './flags.ts';
import { type Connection, inCluster, loadKubeConfig } from './kubernetes/index.ts';
import type { Log } from './log.ts';

/** One process: runs until it is done or a signal asks it to stop, and gives its exit code. */
export type Program = (argv: readonly string[], env: Environment) => Promise<number>;

/** The exit code of a program, which has told what went wrong: 2 for a command line that is. */
export async function exitCodeOf(program: Program, argv: readonly string[], env: Environment): Promise<number> {
  try {
    return await program(argv, env);
  } catch (error) {
    if (hasCode(error, 'Help')) {
      process.stdout.write(`${error.message}\n`);
      return 0;
    }
    process.stderr.write(`${error instanceof ControllerError ? error.message : (error as Error).stack}\n`);
    return hasCode(error, 'Usage') ? 2 : 1;
  }
}

/** The API server of a kubeconfig file, or of the pod. @throws {ControllerError} */
export async function connect(kubeconfig: string | undefined, env: Environment): Promise<Connection> {
  if (kubeconfig !== undefined) return await loadKubeConfig(kubeconfig);
  return inCluster({ host: env['KUBERNETES_SERVICE_HOST'], port: env['KUBERNETES_SERVICE_PORT'] });
}

/** The name of the first SIGTERM or SIGINT. */
export function untilSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });
}

/** What starts, works by itself, and stops. */
export interface Stoppable {
  start(): Promise<unknown>;
  stop(): Promise<unknown>;
}

/** Milliseconds between looks at whether a process is at rest, and at least between two collections. */
const lookMs = 3_000;
const pauseMs = 60_000;

/** Milliseconds of CPU between two looks above which a process is at work. */
const work = 60;

/** Bytes of heap that are worth a collection, and of which one takes so long, some 3 ms a MB, that it would be noticed. */
const worthwhile = 4 * 1024 * 1024;
const tooMuch = 48 * 1024 * 1024;

/**
 * Gives back the memory that only the start or later work needed, garbage and code, once a process is at rest, where Node's
 * `--expose-gc` allows it: at work the code would be compiled again. Returns what calls it off.
 */
function releaseAtRest(): () => void {
  let kept = Number.NEGATIVE_INFINITY;
  let pause = 0;
  let before = process.cpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    const { heapTotal } = process.memoryUsage();
    before = process.cpuUsage();
    pause -= lookMs;
    if (pause > 0 || (user + system) / 1000 > work || heapTotal < kept + worthwhile || heapTotal > tooMuch) return;
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    kept = process.memoryUsage().heapTotal;
    before = process.cpuUsage();
    pause = pauseMs;
  }, lookMs);
  return () => clearInterval(timer);
}

/** Runs a process until `signal`, and stops it in any case, so that nothing outlives a start that fails. Exit code 0. */
export async function runUntil(signal: Promise<string>, started: Stoppable, log: Log): Promise<number> {
  const callOff = releaseAtRest();
  try {
    await Promise.race([started.start(), signal]);
    log.info({ signal: await signal }, 'a signal asks to stop');
  } finally {
    callOff();
    await started.stop();
  }
  return 0;
}

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { Answer } from '../conformance/case.ts';

/** An answer, or why there is none. */
export type Outcome = Answer & { readonly unstable?: boolean };

/** Something that answers lines one by one, until it is ended. */
interface Session {
  /** Sends the lines; `onLine` is called once for each, in order; `onEnd` when no more will come. */
  start(lines: readonly string[], onLine: (line: string) => void, onEnd: () => void): void;
  end(): void;
}

/**
 * The answers to cases, in order. A case that takes longer than `patience` ms, or ends the session, gets the phase `hang`
 * or `died`, and the rest are put to a new session.
 */
export async function answers(open: () => Session, lines: readonly string[], patience: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  while (outcomes.length < lines.length) {
    const stopped = await ask(open(), lines.slice(outcomes.length), patience, outcomes);
    if (stopped) outcomes.push({ ok: false, phase: stopped, error: stopped });
  }
  return outcomes;
}

function ask(session: Session, lines: readonly string[], patience: number, outcomes: Outcome[]): Promise<'hang' | 'died' | undefined> {
  const { promise, resolve } = Promise.withResolvers<'hang' | 'died' | undefined>();
  const wanted = outcomes.length + lines.length;
  const start = patience + 5000;
  let timer = setTimeout(() => resolve('hang'), start);
  session.start(
    lines,
    (line) => {
      clearTimeout(timer);
      outcomes.push(JSON.parse(line) as Outcome);
      if (outcomes.length === wanted) resolve(undefined);
      else timer = setTimeout(() => resolve('hang'), patience);
    },
    () => resolve('died'),
  );
  return promise.finally(() => {
    clearTimeout(timer);
    session.end();
  });
}

/** Megabytes of address space that the oracle may take before it dies. */
const oracleMemory = 6000;

/** The Go oracle as a process of its own. */
export function oracleSession(oracle: string): Session {
  const child = spawn('sh', ['-c', `ulimit -v ${oracleMemory * 1024}; exec "$0"`, oracle], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { TZ: 'UTC', GOMAXPROCS: '1' },
  });
  return {
    start(lines, onLine, onEnd) {
      createInterface({ input: child.stdout }).on('line', onLine);
      child.once('close', onEnd);
      child.stdin.on('error', () => undefined);
      child.stdin.end(`${lines.join('\n')}\n`);
    },
    end: () => child.kill('SIGKILL'),
  };
}

/** The engine of this repository in a worker. */
export function engineSession(): Session {
  const worker = new Worker(new URL('./ours.worker.ts', import.meta.url));
  return {
    start(lines, onLine, onEnd) {
      worker.on('message', onLine);
      worker.once('error', onEnd);
      for (const line of lines) worker.postMessage(line);
    },
    end: () => void worker.terminate(),
  };
}

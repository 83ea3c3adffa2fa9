import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { Answer } from '../conformance/case.ts';

/** An answer, or why there is none. */
export type Outcome = Answer & { readonly unstable?: boolean };

/** Something that answers lines one by one. */
export interface Session {
  /** Sends the lines; `onLine` is called once for each, in order; `onEnd` when no more will come. */
  ask(lines: readonly string[], onLine: (line: string) => void, onEnd: () => void): void;
  end(): void;
}

/** Sessions of one kind, of which one is kept for the next question. */
export class Answerer {
  private readonly open: () => Session;
  private readonly patience: number;
  private idle: Session | undefined;

  /** `patience` in ms is what one case may take. */
  constructor(open: () => Session, patience: number) {
    this.open = open;
    this.patience = patience;
  }

  /** The answers to cases, in order. A case that takes too long or ends the session has the phase `hang` or `died`. */
  async answers(lines: readonly string[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    while (outcomes.length < lines.length) {
      const session = this.idle ?? this.open();
      this.idle = undefined;
      const stopped = await this.ask(session, lines.slice(outcomes.length), outcomes);
      if (stopped === undefined) this.idle = session;
      else outcomes.push({ ok: false, phase: stopped, error: stopped });
    }
    return outcomes;
  }

  end(): void {
    this.idle?.end();
  }

  private async ask(
    session: Session,
    lines: readonly string[],
    outcomes: Outcome[],
  ): Promise<'hang' | 'died' | undefined> {
    const { promise, resolve } = Promise.withResolvers<'hang' | 'died' | undefined>();
    const wanted = outcomes.length + lines.length;
    let timer = setTimeout(() => resolve('hang'), this.patience + warmUp);
    session.ask(
      lines,
      (line) => {
        clearTimeout(timer);
        outcomes.push(JSON.parse(line) as Outcome);
        if (outcomes.length === wanted) resolve(undefined);
        else timer = setTimeout(() => resolve('hang'), this.patience);
      },
      () => resolve('died'),
    );
    const stopped = await promise;
    clearTimeout(timer);
    if (stopped !== undefined) session.end();
    return stopped;
  }
}

/** Milliseconds that a session may take to start. */
const warmUp = 10_000;

/** Megabytes of address space that the oracle may take before it dies. */
const oracleMemory = 6000;

/** The Go oracle as a process of its own. */
export function oracleSession(oracle: string): Session {
  const child = spawn('sh', ['-c', `ulimit -v ${oracleMemory * 1024}; exec "$0"`, oracle], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { TZ: 'UTC', GOMAXPROCS: '1' },
  });
  const answered = createInterface({ input: child.stdout });
  child.stdin.on('error', () => undefined);
  return {
    ask(lines, onLine, onEnd) {
      answered.removeAllListeners('line').on('line', onLine);
      child.removeAllListeners('close').once('close', onEnd);
      child.stdin.write(`${lines.join('\n')}\n`);
    },
    end: () => void child.kill('SIGKILL'),
  };
}

/** The engine of this repository in a worker. */
export function engineSession(): Session {
  const worker = new Worker(new URL('./ours.worker.ts', import.meta.url));
  return {
    ask(lines, onLine, onEnd) {
      worker.removeAllListeners('message').on('message', onLine);
      worker.removeAllListeners('error').once('error', onEnd);
      for (const line of lines) worker.postMessage(line);
    },
    end: () => void worker.terminate(),
  };
}

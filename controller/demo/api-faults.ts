export interface FaultMatch {
  readonly method?: string | undefined;
  /** Part of path and query, e.g. `watch=true`. */
  readonly path?: string | undefined;
}

export interface Failure extends FaultMatch {
  /** Requests to fail, default all until clear(). */
  readonly times?: number | undefined;
  readonly status: number;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

interface Delay extends FaultMatch {
  readonly ms: number;
}

interface Faulty {
  drop(midLine: boolean): void;
  write(text: string): void;
  mute(): void;
}

/** What the embedded API server is told to do wrong. */
export class Faults {
  /** Watches write nothing while this is set, and lose what they should have written. */
  silent = false;
  /** Watches write every event twice. */
  duplicate = false;
  private failures: { readonly failure: Failure; left: number }[] = [];
  private delays: Delay[] = [];
  private readonly watches: ReadonlySet<Faulty>;

  constructor(watches: ReadonlySet<Faulty>) {
    this.watches = watches;
  }

  /** Answers requests with a failure. */
  fail(failure: Failure): void {
    this.failures.push({ failure, left: failure.times ?? Number.POSITIVE_INFINITY });
  }

  /** Lets requests wait before they are served. */
  delay(ms: number, match: FaultMatch = {}): void {
    this.delays.push({ ms, ...match });
  }

  /** Resets the connections of the open watches, with half a line written before when `midLine`. */
  dropWatches(midLine = false): void {
    for (const watch of this.watches) watch.drop(midLine);
  }

  /** Writes any text into the open watches. */
  writeToWatches(text: string): void {
    for (const watch of this.watches) watch.write(text);
  }

  /** Lets the open watches write nothing any more, as over a connection that is dead. */
  muteWatches(): void {
    for (const watch of this.watches) watch.mute();
  }

  clear(): void {
    this.silent = false;
    this.duplicate = false;
    this.failures = [];
    this.delays = [];
  }

  /** The failure to answer a request with; counts it. */
  failureOf(method: string, path: string): Failure | undefined {
    const found = this.failures.find(({ failure, left }) => left > 0 && matches(failure, method, path));
    if (found !== undefined) found.left--;
    return found?.failure;
  }

  /** How long a request has to wait, in milliseconds. */
  delayOf(method: string, path: string): number {
    return Math.max(0, ...this.delays.filter((delay) => matches(delay, method, path)).map(({ ms }) => ms));
  }
}

function matches(match: FaultMatch, method: string, path: string): boolean {
  return (match.method ?? method) === method && path.includes(match.path ?? '');
}

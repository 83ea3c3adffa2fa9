/** What one evaluation may spend. Defaults are far above what a real config needs. */
export interface Limits {
  /** Loop iterations, calls, values visited and texts read, about a tenth of a microsecond each. */
  readonly steps: number;
  /** Characters of output, and of any one string that is built. */
  readonly output: number;
  /** Values allocated in lists, maps and ranges. */
  readonly memory: number;
  /** Nested template calls. */
  readonly depth: number;
}

/** The limits of a `Run` that is given no others. */
export const defaultLimits: Limits = { steps: 5_000_000, output: 4 << 20, memory: 1_000_000, depth: 1_000 };

/** Characters that are read or written for a step. */
const charactersPerStep = 8;
const shortText = 64;

/** Raised when an evaluation exceeds one of its limits. */
export class LimitError extends Error {
  override readonly name: string = 'LimitError';
  readonly limit: keyof Limits;

  constructor(limit: keyof Limits, max: number) {
    super(`${limit} limit of ${max} exceeded`);
    this.limit = limit;
  }
}

/** A point in time: seconds since 1970 UTC and nanoseconds within the second. */
export interface Instant {
  readonly seconds: number;
  readonly nanoseconds: number;
}

/**
 * Thrown by `Run.need` for a look-up that has to be awaited. It is no error: the caller of the evaluation awaits
 * `load`, remembers its outcome and evaluates again. Code that catches errors of evaluated functions lets it pass.
 */
export class Need extends Error {
  override readonly name: string = 'Need';
  readonly key: string;
  readonly load: () => Promise<unknown>;

  constructor(key: string, load: () => Promise<unknown>) {
    super(`a look-up is needed first: ${key}`);
    this.key = key;
    this.load = load;
  }
}

/** Options of a `Run`. */
export interface RunOptions {
  /** Limits that differ from the defaults. */
  readonly limits?: Partial<Limits>;
  /** The current time; the system's without it. */
  readonly clock?: () => Instant;
}

type Outcome = { readonly value: unknown } | { readonly error: unknown };

/** One evaluation: its budget, its clock and the look-ups it has made. */
export class Run {
  readonly limits: Limits;
  /** The current time; constant or advancing, as the caller chose. */
  readonly clock: () => Instant;
  private steps = 0;
  private memory = 0;
  private outcomes: Map<string, Outcome> | undefined;

  constructor(options: RunOptions = {}) {
    this.limits = options.limits ? { ...defaultLimits, ...options.limits } : defaultLimits;
    this.clock = options.clock ?? systemClock;
  }

  /** Counts one loop iteration or call, or the work of `count` of them. @throws {LimitError} */
  step(count = 1): void {
    this.steps += count;
    if (this.steps > this.limits.steps) throw new LimitError('steps', this.limits.steps);
  }

  /** Counts one pass over a text: a step for every eight characters, none for a short one. @throws {LimitError} */
  scan(characters: number): void {
    if (characters >= shortText) this.step(Math.ceil(characters / charactersPerStep));
  }

  /** Accounts for `values` further allocated values. @throws {LimitError} */
  allocate(values: number): void {
    this.memory += values;
    if (this.memory > this.limits.memory) throw new LimitError('memory', this.limits.memory);
  }

  /** Checks the length of a string that is about to be built, or of the output so far. @throws {LimitError} */
  checkLength(characters: number): void {
    if (characters > this.limits.output) throw new LimitError('output', this.limits.output);
  }

  /**
   * The outcome of the look-up `key`, or the error it ended with.
   * @throws {Need} the first time
   */
  need(key: string, load: () => Promise<unknown>): unknown {
    const outcome = this.outcomes?.get(key);
    if (!outcome) throw new Need(key, load);
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }

  /** Starts the budget again, keeping the look-ups. */
  private restart(): void {
    this.steps = 0;
    this.memory = 0;
  }

  /** What `evaluate` returns once every look-up it needs has been awaited. At most 100 look-ups. */
  async settle<T>(evaluate: (run: Run) => T): Promise<T> {
    for (let lookups = 0; ; lookups++) {
      this.restart();
      try {
        return evaluate(this);
      } catch (error) {
        if (!(error instanceof Need) || lookups === 100) throw error;
        this.outcomes ??= new Map();
        this.outcomes.set(error.key, await outcomeOf(error.load));
      }
    }
  }
}

async function outcomeOf(load: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await load() };
  } catch (error) {
    return { error };
  }
}

function systemClock(): Instant {
  const now = performance.timeOrigin + performance.now();
  const seconds = Math.floor(now / 1000);
  return { seconds, nanoseconds: Math.floor((now - seconds * 1000) * 1e6) };
}

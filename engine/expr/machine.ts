import { panic } from '../go/error.ts';
import type { Run } from '../go/run.ts';
import type { GoMap } from '../go/value.ts';

/** The units of memory that one evaluation may use: list elements, map entries, bytes of `repeat`. */
const memoryBudget = 1_000_000;

/** The state of one evaluation. Closures read it and set `at` before anything that can fail. */
export class Machine {
  readonly env: Record<string, unknown> | GoMap;
  readonly run: Run;
  /** Index in the source of the operation under way. */
  at = 0;
  /** The nil at which the last `?.` ended its chain. */
  skippedAt: unknown = null;
  /** Values of `let`, by slot. */
  readonly variables: unknown[] = [];
  /** The element, index and accumulator of each open loop, by nesting. */
  readonly items: unknown[] = [];
  readonly indexes: number[] = [];
  readonly accumulators: unknown[] = [];
  /** The part of Go's stack that matters here: see `Compiler.leaks`. */
  readonly stack: unknown[] = [];
  private memory = 0;

  constructor(env: Record<string, unknown> | GoMap, run: Run) {
    this.env = env;
    this.run = run;
  }

  /** Accounts for memory. @throws {GoError} `memory budget exceeded` */
  grow(size: number): void {
    this.memory += size;
    if (this.memory >= memoryBudget) throw panic('memory budget exceeded');
    this.run.allocate(size);
  }
}

/** A compiled node. */
export type Code = (machine: Machine) => unknown;

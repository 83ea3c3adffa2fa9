import { panic } from '../go/error.ts';
import type { Run } from '../go/run.ts';
import type { GoMap } from '../go/value.ts';

/** The units of memory that one evaluation may use: list elements, map entries, bytes of `repeat`. */
const memoryBudget = 1_000_000;

/** What only loops, variables and a few rare operations need. */
class Frame {
  readonly variables: unknown[] = [];
  readonly items: unknown[] = [];
  readonly indexes: number[] = [];
  readonly accumulators: unknown[] = [];
  readonly stack: unknown[] = [];
}

/** The state of one evaluation. Closures read it and set `at` before anything that can fail. */
export class Machine {
  readonly env: Record<string, unknown> | GoMap;
  readonly run: Run;
  /** Index in the source of the operation under way. */
  at = 0;
  /** The nil at which the last `?.` ended its chain. */
  skippedAt: unknown = null;
  private frame: Frame | undefined;
  private memory = 0;

  constructor(env: Record<string, unknown> | GoMap, run: Run) {
    this.env = env;
    this.run = run;
  }

  /** Values of `let`, by slot. */
  get variables(): unknown[] {
    return this.opened().variables;
  }

  /** The element of each open loop, by nesting. */
  get items(): unknown[] {
    return this.opened().items;
  }

  /** The index of each open loop, by nesting. */
  get indexes(): number[] {
    return this.opened().indexes;
  }

  /** The accumulator of each open loop, by nesting. */
  get accumulators(): unknown[] {
    return this.opened().accumulators;
  }

  /** The part of Go's stack that matters here: see `Compiler.leaks`. */
  get stack(): unknown[] {
    return this.opened().stack;
  }

  private opened(): Frame {
    this.frame ??= new Frame();
    return this.frame;
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

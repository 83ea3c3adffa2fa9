import { panic } from '../go/error.ts';
import type { Run } from '../go/run.ts';
import type { GoMap } from '../go/value.ts';

/** The units of memory that one evaluation may use: list elements, map entries, bytes of `repeat`. */
const memoryBudget = 1_000_000;

/** Where an open loop is. */
export class Cursor {
  item: unknown = undefined;
  index = 0;
  accumulator: unknown = null;
}

/** The state of one evaluation. Closures read it and set `at` before anything that can fail. */
export class Machine {
  readonly env: Record<string, unknown> | GoMap;
  readonly run: Run;
  /** Index in the source of the operation under way. */
  at = 0;
  /** The nil at which the last `?.` ended its chain. */
  skippedAt: unknown = null;
  private memory = 0;
  private outermost: Cursor | undefined;
  private inner: Cursor[] | undefined;
  private slots: unknown[] | undefined;
  private values: unknown[] | undefined;

  constructor(env: Record<string, unknown> | GoMap, run: Run) {
    this.env = env;
    this.run = run;
  }

  /** The loop open at a level of nesting, from 0. */
  cursor(level: number): Cursor {
    if (level === 0) {
      this.outermost ??= new Cursor();
      return this.outermost;
    }
    this.inner ??= [];
    const cursor = this.inner[level] ?? new Cursor();
    this.inner[level] = cursor;
    return cursor;
  }

  /** Values of `let`, by slot. */
  get variables(): unknown[] {
    this.slots ??= [];
    return this.slots;
  }

  /** The part of Go's stack that matters here: see `Compiler.leaks`. */
  get stack(): unknown[] {
    this.values ??= [];
    return this.values;
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

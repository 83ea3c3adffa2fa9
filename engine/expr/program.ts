import { GoError } from '../go/error.ts';
import { LimitError, Need, type Run } from '../go/run.ts';
import type { GoMap } from '../go/value.ts';
import { check } from './check.ts';
import { compileTree } from './compile/index.ts';
import { errorAt } from './errors.ts';
import { type Code, Machine } from './machine.ts';
import { optimise } from './optimise/index.ts';
import { parse } from './parse.ts';

/** JavaScript's own limits; the nesting that is allowed stays far below them unless the caller is deep in the stack. */
const exhausted = 'the stack or a string is too large';

/** A compiled expression. It has no state: one program may run many times, over any environments. */
export class Program {
  readonly source: string;
  private readonly code: Code;

  constructor(source: string, code: Code) {
    this.source = source;
    this.code = code;
  }

  /**
   * The value of the expression over variables, which are values of engine/go.
   * @throws {ExprError} with code `run` for what Go reports, `limit` when the run's budget or the stack is exhausted
   * @throws {Need} when a function of the environment has to look something up first
   */
  run(env: Record<string, unknown> | GoMap, run: Run): unknown {
    const machine = new Machine(env, run);
    try {
      return this.code(machine);
    } catch (error) {
      throw this.failure(error, machine.at);
    }
  }

  private failure(error: unknown, at: number): unknown {
    if (error instanceof Need) return error;
    if (error instanceof LimitError) return errorAt('limit', this.source, at, error.message, error);
    if (error instanceof GoError) return errorAt('run', this.source, at, error.message, error);
    if (error instanceof RangeError) return errorAt('limit', this.source, at, exhausted, error);
    return error;
  }
}

/** The program of an expression, as expr.Compile makes it without options. @throws {ExprError} with code `parse`, `check` or `limit` */
export function compile(source: string): Program {
  try {
    const tree = parse(source);
    check(tree.root, source);
    return new Program(source, compileTree(optimise(tree, source)));
  } catch (error) {
    throw error instanceof RangeError ? errorAt('limit', source, 0, exhausted, error) : error;
  }
}

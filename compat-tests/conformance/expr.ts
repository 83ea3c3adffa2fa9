import { compile, ExprError } from '../../engine/expr/index.ts';
import { format, sprintf } from '../../engine/go/fmt.ts';
import type { Answer, Case } from './case.ts';
import { encode } from './encoding.ts';
import { environmentOf, liveRun } from './environment.ts';

/** Compiles and runs an expression as triggers do: kind `expr`. */
export function answerExpr(c: Case): Answer {
  const env = environmentOf(c);
  let phase = 'compile';
  try {
    const program = compile(c.source ?? '');
    phase = 'run';
    const value = program.run(env, liveRun());
    const output = encode(value);
    const type = sprintf('%T', [value]);
    return { ok: true, output, v: format(value), type, ...(output === null ? { null: true } : {}) };
  } catch (error) {
    if (error instanceof ExprError) return { ok: false, phase, error: error.message };
    throw error;
  }
}

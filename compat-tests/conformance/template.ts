import type { GoFunc } from '../../engine/go/value.ts';
import { sprigFunctions } from '../../engine/sprig/index.ts';
import { parse, TemplateError } from '../../engine/template/index.ts';
import type { Answer, Case } from './case.ts';
import { encode } from './encoding.ts';
import { environmentOf, liveRun } from './environment.ts';

/** Parses and executes a template with sprig's functions: kind `tmpl`. */
export function answerTemplate(c: Case): Answer {
  return answerWith(c, sprigFunctions);
}

/** As `answerTemplate`, with text/template's own functions only: kind `tmplbase`. */
export function answerTemplateBase(c: Case): Answer {
  return answerWith(c, new Map());
}

function answerWith(c: Case, functions: ReadonlyMap<string, GoFunc>): Answer {
  const env = environmentOf(c);
  let phase = 'parse';
  try {
    const template = parse(c.name ?? 't', c.source ?? '', functions);
    phase = 'exec';
    return { ok: true, output: encode(template.execute(env, liveRun())) };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const partial = phase === 'exec' ? { partial: encode(error.partial) } : {};
    return { ok: false, phase, error: error.message, ...partial };
  }
}

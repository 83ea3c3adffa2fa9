import { composites } from './expr-composites.ts';
import { scalars } from './expr-scalars.ts';
import { syntax } from './expr-syntax.ts';
import type { Grammar } from './grammar.ts';

/** expr-lang: sorts in lower case are values, those with an upper-case letter syntax. */
export const exprGrammar: Grammar = { ...scalars, ...composites, ...syntax };

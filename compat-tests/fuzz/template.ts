import type { Grammar } from './grammar.ts';
import { literals } from './template-literals.ts';
import { statements } from './template-statements.ts';
import { values } from './template-values.ts';

/** Templates with sprig: sorts in lower case are values, those with an upper-case letter syntax. */
export const templateGrammar: Grammar = { ...values, ...statements, ...literals };

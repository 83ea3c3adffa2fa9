import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Run } from '../go/run.ts';
import { variables } from './fixture.ts';
import { compile, ExprError } from './index.ts';

const names = [...Object.keys(variables), 'nope', '$env', '#', '#index', '.a', '.k'];
const literals = [
  '0',
  '1',
  '-1',
  '2.5',
  '9223372036854775807',
  '"a"',
  "'é'",
  'b"x"',
  'true',
  'nil',
  '[]',
  '{}',
  '{a: 1}',
  '1..3',
];
const operators = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '**',
  '==',
  '!=',
  '<',
  '>=',
  'and',
  'or',
  '??',
  'in',
  'not in',
  'contains',
  'matches',
  '..',
  '|',
  ';',
];
const functions = [
  'len',
  'map',
  'filter',
  'sum',
  'sortBy',
  'reduce',
  'find',
  'findLast',
  'groupBy',
  'max',
  'split',
  'join',
  'int',
  'string',
  'sort',
  'get',
  'add',
  'boom',
  'date',
  'flatten',
];
const fragments = [
  ...operators,
  ...functions,
  ...literals,
  ...names,
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  ':',
  '?',
  '?.',
  '.',
  '!',
  'not',
  'let',
  'if',
  'else',
  '"',
  "'",
  '`',
  '\\',
  '/*',
  '//',
  '\n',
  '@',
];

/** Programs that mostly parse. */
const { program } = fc.letrec<{ program: string }>((tie) => ({
  program: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom(...names, ...literals),
    fc.tuple(tie('program'), fc.constantFrom(...operators), tie('program')).map((parts) => `(${parts.join(' ')})`),
    fc
      .tuple(fc.constantFrom(...functions), fc.array(tie('program'), { maxLength: 3 }))
      .map(([name, args]) => `${name}(${args.join(', ')})`),
    fc.tuple(tie('program'), tie('program')).map(([base, key]) => `${base}[${key}]`),
    fc.tuple(tie('program'), fc.constantFrom('a', 'k', 'Year', '__proto__')).map(([base, name]) => `${base}?.${name}`),
    fc.array(tie('program'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc.tuple(tie('program'), tie('program'), tie('program')).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
    fc.tuple(tie('program'), tie('program')).map(([a, b]) => `let v = ${a}; ${b}`),
  ),
}));

/** The outcome of an expression; anything but a value or an ExprError fails the test. */
function outcome(source: string, env: Record<string, unknown>): unknown {
  try {
    return compile(source).run(env, new Run({ limits: { steps: 20_000 } }));
  } catch (error) {
    if (error instanceof ExprError) return error.message;
    throw error;
  }
}

describe('expressions', () => {
  it('give a value or an ExprError, whatever the source', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (source) => void outcome(source, variables)));
    const soup = fc.array(fc.constantFrom(...fragments), { maxLength: 25 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(soup, (source) => void outcome(source, variables)),
      { numRuns: 3_000 },
    );
  });

  it('give a value or an ExprError, whatever the environment', () => {
    const env = fc.dictionary(fc.constantFrom('n', 'm', 'xs', 's', 't', 'add'), fc.jsonValue());
    fc.assert(
      fc.property(program, env, (source, values) => void outcome(source, values as Record<string, unknown>)),
      { numRuns: 3_000 },
    );
    fc.assert(
      fc.property(program, (source) => void outcome(source, variables)),
      { numRuns: 3_000 },
    );
  });

  it('do not change their environment, and give the same again', () => {
    fc.assert(
      fc.property(
        program,
        fc.dictionary(fc.constantFrom('n', 'm', 'xs', 's', 't'), fc.jsonValue()),
        (source, values) => {
          const before = JSON.stringify(values);
          const first = outcome(source, values as Record<string, unknown>);
          expect(outcome(source, values as Record<string, unknown>)).toEqual(first);
          expect(JSON.stringify(values)).toBe(before);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { builtins as exprBuiltins } from '../../engine/expr/builtins/index.ts';
import { sprigFunctions } from '../../engine/sprig/index.ts';
import { builtins as templateBuiltins } from '../../engine/template/builtins.ts';
import type { Answer, Case } from '../conformance/case.ts';
import { goldenFiles, linesOf } from './files.ts';

// Every function of the three languages, and every class of error text, is answered for by the Go oracle.

interface Golden {
  readonly kind: string;
  readonly source: string;
  readonly error: string;
}

const golden: readonly Golden[] = goldenFiles().flatMap(({ lines, answersPath }) => {
  const answers = linesOf(answersPath).map((line) => JSON.parse(line) as Answer);
  return lines.map((line, i) => {
    const { kind, source } = JSON.parse(line) as Case;
    return { kind, source: typeof source === 'string' ? source : '', error: String(answers[i]?.['error'] ?? '') };
  });
});

/** Sprig's functions whose results no golden file can hold, and what tests them in its place. */
const propertyTests: ReadonlyMap<string, string> = new Map([
  ['getHostByName', 'asks the network: engine/sprig/plain-functions.test.ts'],
]);

function isNamed(name: string, kinds: readonly string[]): boolean {
  const word = new RegExp(`(?<![\\w.$"])${name}(?![\\w"])`);
  return golden.some(({ kind, source }) => kinds.includes(kind) && word.test(source));
}

describe('golden cases name', () => {
  it('every builtin of expr', () => {
    expect([...exprBuiltins.keys()].filter((name) => !isNamed(name, ['expr']))).toEqual([]);
  });

  it('every function of text/template', () => {
    expect([...templateBuiltins.keys()].filter((name) => !isNamed(name, ['tmplbase']))).toEqual([]);
  });

  it('every function of sprig', () => {
    const missing = [...sprigFunctions.keys()].filter((name) => !isNamed(name, ['tmpl']));
    expect(missing).toEqual([...propertyTests.keys()]);
    expect(sprigFunctions.size).toBe(209);
  });
});

/** A piece of every text that parsing a template can end with. */
const parseErrors = [
  'unclosed action',
  'unclosed left paren',
  'unexpected right paren',
  'unclosed comment',
  'comment ends before closing delimiter',
  'unterminated quoted string',
  'unterminated raw quoted string',
  'unterminated character constant',
  'bad number syntax: ',
  'bad character U+',
  'unrecognized character in action: U+',
  'expected :=',
  'unexpected EOF',
  'unexpected {{end}}',
  'unexpected {{else}}',
  'expected end; found {{else}}',
  'missing value for ',
  'non executable command in pipeline stage ',
  'range can only initialize variables',
  'too many declarations in ',
  'undefined variable ',
  'function "nope" not defined',
  'unexpected . after term ',
  '{{break}} outside {{range}}',
  '{{continue}} outside {{range}}',
  'illegal number syntax: ',
  'integer overflow: ',
  'malformed character constant: ',
  'invalid syntax',
  'multiple definition of template ',
  ' in action started at ',
  ...['input', 'command', 'operand', 'if', 'range', 'end', 'define clause', 'template clause', 'block clause'].map(
    (context) => ` in ${context}`,
  ),
  ' in parenthesized pipeline',
  ' in {{break}}',
  ' in {{continue}}',
];

/** Of every text that executing one can end with. */
const execErrors = [
  "can't evaluate field x in type interface {}",
  "can't evaluate field x in type string",
  'nil pointer evaluating interface {}.x',
  'is an unexported field of struct type',
  'has arguments but cannot be invoked as function',
  'is not a method but has arguments',
  "can't give argument to non-function ",
  'nil is not a command',
  'wrong number of args for ',
  'want at least ',
  'invalid function signature for ISOWeek',
  'has 3 return values; should be 1 or 2',
  'wrong type for value; expected ',
  'invalid value; expected ',
  'cannot assign nil to ',
  'expected string; found ',
  'expected integer; found ',
  "range can't iterate over ",
  'to iterate over more than one variable',
  'template "nope" not defined',
  "can't print ",
  'error calling ',
  'error calling index: index out of range: ',
  'error calling index: reflect: slice index out of range',
  'error calling index: index of untyped nil',
  "error calling index: can't index item of type ",
  'error calling index: cannot index slice/array with ',
  'error calling slice: invalid slice index',
  'error calling slice: cannot 3-index slice a string',
  'error calling len: len of type ',
  'error calling len: reflect: call of reflect.Value.Type on zero Value',
  'incompatible types for comparison: ',
  'invalid type for comparison',
  'missing argument for comparison',
  'non-comparable type',
  'error calling call: call of nil',
  'error calling call: non-function ',
  'error calling call: wrong number of args for ',
  'arg 0: value has type ',
  'arg 0: value is nil; should be of type ',
  'runtime error: integer divide by zero',
  'runtime error: invalid memory address or nil pointer dereference',
  'runtime error: slice bounds out of range ',
];

/** Of every text that evaluating an expression can end with. */
const runErrors = [
  'cannot fetch x from <nil>',
  'cannot fetch x from int64',
  'index out of range: ',
  'invalid operation: int(string)',
  'reflect.Value.MapIndex: value of type ',
  'interface conversion: interface {} is ',
  'operator "in" not defined on ',
  'cannot call nil',
  'cannot call non-function of type ',
  'invalid number of arguments: expected ',
  'reflect: Call using ',
  'reflect: call of reflect.Value.Len on zero Value',
  'cannot slice ',
  'runtime error: integer divide by zero',
  'reflect: slice index out of range',
  'memory budget exceeded',
  'invalid operation: int64 + string',
  'invalid operation: int64 < string',
  'unhashable type',
  'boom!',
];

/** Of every text that compiling one can end with. */
const checkErrors = [
  'unexpected token ',
  'unexpected token EOF',
  'literal not terminated',
  'invalid char escape',
  'invalid integer literal',
  'unclosed comment',
  'cannot redeclare variable ',
  'cannot redeclare builtin ',
  'mismatched types int and string',
  'predicate should return boolean (got int)',
  'builtin map takes only array (got int)',
  'not enough arguments to call ',
  'too many arguments to call ',
  'cannot use ',
  'non-bool expression (type int) used as condition',
  'array elements can only be selected using an integer (got string)',
  'type string has no field b',
  'cannot slice int',
  'non-integer slice index ',
  'as type string in ',
  'error parsing regexp',
  'unknown pointer #nope',
  'integer divide by zero',
  'coalesce expressions (??) cannot be mixed',
  'invalid argument for ',
  'cannot take ',
];

describe('golden answers have every class of error', () => {
  it.each([
    ['of parsing templates', ['tmplbase', 'tmpl'], parseErrors],
    ['of executing them', ['tmplbase', 'tmpl'], execErrors],
    ['of running expressions', ['expr'], runErrors],
    ['of compiling them', ['expr'], checkErrors],
  ])('%s', (_what, kinds, texts) => {
    const errors = golden.filter(({ kind }) => kinds.includes(kind)).map(({ error }) => error);
    expect(texts.filter((text) => !errors.some((error) => error.includes(text)))).toEqual([]);
  });
});

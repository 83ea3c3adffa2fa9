import { expect, test } from 'vitest';
import { GoError, panic } from '../go/error.ts';
import { LimitError, Run } from '../go/run.ts';
import { GoNil, GoSlice, int } from '../go/value.ts';
import { regexFunctions } from './regex.ts';

function call(name: string, ...args: unknown[]): unknown {
  return regexFunctions[name]!.call(args, new Run({ limits: { memory: 100, output: 1_000 } }));
}

test.each([
  ['regexFindAll', ['a.', 'abacad', int(2)], new GoSlice('[]string', ['ab', 'ac'])],
  ['regexFindAll', ['z', 'abacad', int(-1)], new GoNil('[]string')],
  ['regexSplit', ['a', 'bab', int(0)], new GoNil('[]string')],
  ['regexSplit', ['a', 'bab', int(-1)], new GoSlice('[]string', ['b', 'b'])],
  ['regexFind', ['z', 'a'], ''],
  ['regexReplaceAll', ['(a)', 'ba', '[$1]'], 'b[a]'],
  ['regexReplaceAllLiteral', ['(a)', 'ba', '[$1]'], 'b[$1]'],
  ['regexQuoteMeta', ['1+1?'], '1\\+1\\?'],
  ['regexMatch', ['(', '('], false],
  ['mustRegexMatch', ['^a', 'ab'], true],
])('%s %o', (name, args, want) => {
  expect(call(name, ...args)).toEqual(want);
});

test('a bad pattern panics, or is the error of a must function', () => {
  const message = 'error parsing regexp: missing closing ): `(`';
  expect(() => call('regexFind', '(', 'a')).toThrow(panic(`regexp: Compile(\`(\`): ${message}`));
  expect(() => call('regexFind', '`(', 'a')).toThrow(
    panic('regexp: Compile("`("): error parsing regexp: missing closing ): ``(`'),
  );
  expect(() => call('mustRegexFind', '(', 'a')).toThrow(new GoError(message));
});

test('matches and replaced texts are held to the limits', () => {
  expect(() => call('regexFindAll', 'a', 'a'.repeat(101), int(-1))).toThrow(LimitError);
  expect(() => call('regexSplit', 'a', 'a'.repeat(101), int(-1))).toThrow(LimitError);
  expect(() => call('regexReplaceAll', 'a', 'a'.repeat(100), 'x'.repeat(50))).toThrow(LimitError);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from './errors.ts';
import { parseSelector } from './selectors.ts';

const labels = { a: 'b', n: '5', 'x.io/k': '', in: 'in' };

describe('parseSelector', () => {
  it.each<[string, string, boolean]>([
    ['', '', true],
    ['a', 'a', true],
    ['!a', '!a', false],
    ['!z', '!z', true],
    ['a=b', 'a=b', true],
    ['a == b', 'a==b', true],
    ['a!=b', 'a!=b', false],
    ['z!=b', 'z!=b', true],
    ['z=', 'z=', false],
    ['x.io/k=', 'x.io/k=', true],
    ['a in (c, b)', 'a in (b,c)', true],
    ['a notin (c,b)', 'a notin (b,c)', false],
    ['z notin (b)', 'z notin (b)', true],
    ['x.io/k in ()', 'x.io/k in ()', true],
    ['x.io/k in (,q)', 'x.io/k in (,q)', true],
    ['n>4,n<6', 'n>4,n<6', true],
    ['n>5', 'n>5', false],
    ['a>1', 'a>1', false],
    ['z<1', 'z<1', false],
    ['in in (in, notin)', 'in in (in,notin)', true],
    ['n>4,\ta in (b),\n!z', 'a in (b),n>4,!z', true],
    ['toString', 'toString', false],
    ['!constructor', '!constructor', true],
  ])('%j', (text, written, matches) => {
    const selector = parseSelector(text);
    expect(selector.toString()).toBe(written);
    expect(selector.matches(labels)).toBe(matches);
  });

  it.each<[string, string]>([
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a,', "found '', expected: identifier after ','"],
    ['=a', "found '=', expected: !, identifier, or 'end of string'"],
    ['a=b c', "found 'c', expected: ',' or 'end of string'"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['a in (!)', "unable to parse requirement: found '!', expected: ',', ')' or identifier"],
    ['a=(', "unable to parse requirement: found '(', expected: identifier"],
    ['/a', 'unable to parse requirement: <nil>: Invalid value: "/a": prefix part must be non-empty'],
    [
      'n>x',
      "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
  ])('%j is an error', (text, message) => {
    expect(() => parseSelector(text)).toThrow(new EngineError('selector', message));
  });

  it.each([
    ['a/b/c'],
    ['_a'],
    ['a=-'],
    [`${'a'.repeat(64)}`],
    ['A.b/c'],
    [`a=${'b'.repeat(64)}`],
  ])('%j is no label', (text) => {
    expect(() => parseSelector(text)).toThrow(/Invalid value/);
  });

  it('throws nothing but its own error', () => {
    const pieces = fc.constantFrom(
      'a',
      'in',
      'notin',
      '(',
      ')',
      ',',
      '=',
      '==',
      '!=',
      '!',
      '>',
      '<',
      ' ',
      'é',
      '/',
      '5',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        try {
          parseSelector(parts.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(EngineError);
        }
      }),
    );
  });
});

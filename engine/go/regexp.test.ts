import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GoError } from './error.ts';
import { compileRegexp, quoteMeta, RegexpCache } from './regexp.ts';

test.each([
  ['a*', 'baaac', -1, ['', 'aaa', '']],
  ['a*', '', -1, ['']],
  ['x*', 'é😀', -1, ['', '', '']],
  ['a|b', 'abab', 3, ['a', 'b', 'a']],
  ['a', 'a', 0, []],
  ['(?i)k', 'kK', -1, ['k', 'K']],
])('%s finds in %j at most %d', (pattern, text, limit, want) => {
  expect(compileRegexp(pattern).findAll(text, limit)).toEqual(want);
});

test.each([
  ['a*', 'baaac', 'X', 'XbXcX'],
  ['(a)(b)?', 'aab', '[$1|$2|$3]', '[a||][a|b|]'],
  ['(?P<x>a)', 'a', `$x-\${x}-$1W-\${1}W`, 'a-a--aW'],
  ['a', 'a', '$$ $ ${ ${1', '$ $ ${ ${1'],
  ['(?P<n>a)|(?P<n>b)', 'ab', '<$n>', '<a><b>'],
])('%s in %j becomes %s', (pattern, text, replacement, want) => {
  expect(compileRegexp(pattern).replaceAll(text, replacement)).toBe(want);
});

test('a literal replacement is taken as it is', () => {
  expect(compileRegexp('(a)').replaceAllLiteral('aba', '$1')).toBe('$1b$1');
});

test.each([
  [',', 'a,b,c', -1, ['a', 'b', 'c']],
  [',', 'a,b,c', 2, ['a', 'b,c']],
  [',', 'a,b,c', 0, []],
  ['a*', 'abaabaccadaaae', 5, ['', 'b', 'b', 'c', 'cadaaae']],
  ['', 'ab', -1, ['a', 'b']],
  ['z', '', -1, ['']],
])('%s splits %j into at most %d', (pattern, text, limit, want) => {
  expect(compileRegexp(pattern).split(text, limit)).toEqual(want);
});

test.each([
  ['[a', 'error parsing regexp: missing closing ]: `[a`'],
  ['a**', 'error parsing regexp: invalid nested repetition operator: `**`'],
  ['(?=a)', 'error parsing regexp: invalid or unsupported Perl syntax: `(?=`'],
  ['a\\', 'error parsing regexp: trailing backslash at end of expression: ``'],
  ['(?P<n>a)(?P<n>', 'error parsing regexp: missing closing ): `(?P<n>a)(?P<n>`'],
  ['\\8', 'error parsing regexp: invalid escape sequence: `\\8`'],
])('%s does not compile', (pattern, message) => {
  expect(() => compileRegexp(pattern)).toThrow(new GoError(message));
});

test('nested repetition is matched in linear time', () => {
  const started = performance.now();
  expect(compileRegexp('^(a|a)*(a+)+$').match(`${'a'.repeat(20_000)}b`)).toBe(false);
  expect(performance.now() - started).toBeLessThan(2_000);
});

test('growth of a replaced text can be stopped', () => {
  const stop = (length: number) => {
    if (length > 100) throw new RangeError('too long');
  };
  expect(() => compileRegexp('a').replaceAll('a'.repeat(50), 'xxx', stop)).toThrow('too long');
});

test('a quoted text matches itself', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(compileRegexp(`^${quoteMeta(text)}$`).match(text)).toBe(true);
    }),
  );
});

test('any pattern compiles or is refused with a Go error, and the cache remembers both', () => {
  const cache = new RegexpCache(2);
  const pieces = fc.constantFrom(
    'a',
    '(',
    ')',
    '[',
    ']',
    '^',
    '*',
    '+',
    '?',
    '{2}',
    '|',
    '\\',
    'é',
    '(?P<n>',
    '\\Q',
    '-',
    '$',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      const outcome = () => {
        try {
          return cache.get(parts.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(GoError);
          return error;
        }
      };
      expect(outcome()).toBe(outcome());
    }),
  );
});

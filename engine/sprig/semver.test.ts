import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GoError, panic } from '../go/error.ts';
import { stringOf } from '../go/methods.ts';
import { Run } from '../go/run.ts';
import type { GoObject } from '../go/value.ts';
import { semverFunctions } from './semver.ts';

function semverCompare(constraint: string, version: string): unknown {
  return semverFunctions['semverCompare']!.call([constraint, version], new Run());
}

function semver(text: string): GoObject {
  return semverFunctions['semver']!.call([text], new Run()) as GoObject;
}

function call(version: GoObject, method: string, ...args: unknown[]): unknown {
  return version.method(method)?.call(args, new Run());
}

test.each([
  ['^1.2.0', '1.2.3', true],
  ['^0.2.3', '0.3.0', false],
  ['^0', '0.5', true],
  ['~1.2', '1.3.0', false],
  ['~> 1', '1.9', true],
  ['>=1.2, <2', '1.9.0', true],
  ['>=1.2 <1.5', '1.4.0', true],
  ['=> 1.2', '1.3', true],
  ['!=1.2.3', '1.2.3', false],
  ['!=1.x', '1.5.0', false],
  ['>1.2', '1.2.9', false],
  ['<=1.2', '1.2.9', true],
  ['1.2 - 1.4', '1.4.9', true],
  ['*', '2.0.0', true],
  ['=1.2', 'v1.2.7', true],
  ['>2 || <1', '0.9', true],
  ['>=1.0.0', '1.1.0-alpha', false],
  ['>=1.0.0-0', '1.1.0-alpha', true],
  ['>1.0.0-alpha.9', '1.0.0-alpha.10', true],
  ['^1', '01.2.3', true],
])('%s holds for %s: %s', (constraint, version, want) => {
  expect(semverCompare(constraint, version)).toBe(want);
});

test.each([
  ['abc', '1.0', 'improper constraint: abc'],
  ['', '1.0', 'improper constraint: '],
  ['1|2', '1.0', 'constraint parser error'],
  ['^1', 'abc', 'invalid semantic version'],
  ['^1', '1.2.3-01', 'version segment starts with 0'],
  [
    '^1',
    '99999999999999999999',
    'error parsing version segment: strconv.ParseUint: parsing "99999999999999999999": value out of range',
  ],
])('%j for %j is refused', (constraint, version, message) => {
  expect(() => semverCompare(constraint, version)).toThrow(new GoError(message));
});

test.each([
  ['Original', 'v1.2.3-beta.1+b345'],
  ['String', '1.2.3-beta.1+b345'],
  ['Prerelease', 'beta.1'],
  ['Metadata', 'b345'],
  ['IncPatch', '1.2.3'],
  ['IncMinor', '1.3.0'],
  ['IncMajor', '2.0.0'],
])('method %s', (name, want) => {
  const result = call(semver('v1.2.3-beta.1+b345'), name);
  expect(typeof result === 'string' ? result : stringOf(result)).toBe(want);
});

test('versions are compared, changed in place by Scan, and encoded', () => {
  const version = semver('1.2');
  expect(call(version, 'LessThan', semver('1.2.1'))).toBe(true);
  expect(call(version, 'Equal', semver('1.2.0+build'))).toBe(true);
  expect(() => call(version, 'Compare', null)).toThrow(
    panic('runtime error: invalid memory address or nil pointer dereference'),
  );
  call(version, 'Scan', '3.0.0-rc.1');
  expect([version.string(), version.json()]).toEqual(['3.0.0-rc.1', '"3.0.0-rc.1"']);
  expect(stringOf(call(version, 'Scan', 'x'))).toBe('invalid semantic version');
  expect(() => call(version, 'SetMetadata', 'a_b')).toThrow(new GoError('invalid metadata string'));
});

test('what IncMajor returns has no pointer methods', () => {
  const next = call(semver('1.0.0'), 'IncMajor') as GoObject;
  expect(next.type.name).toBe('semver.Version');
  expect(next.method('Original')).toBeUndefined();
});

test('any constraint is read or refused with a Go error, quickly', () => {
  const pieces = fc.constantFrom(
    '1',
    '.2',
    '.x',
    '*',
    ' ',
    '   ',
    ',',
    '||',
    ' - ',
    '>=',
    '~>',
    '^',
    '!=',
    '-a',
    '+b',
    '|',
    'v',
    '!',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      try {
        semverCompare(parts.join(''), '1.2.3');
      } catch (error) {
        expect(error).toBeInstanceOf(GoError);
      }
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { GoError } from '../error.ts';
import { Run } from '../run.ts';
import { durationType } from '../type.ts';
import { sized } from '../value.ts';
import { durationMethod, durationString, monthString, parseDuration, weekdayString } from './duration.ts';

test.each([
  [0n, '0s'],
  [1n, '1ns'],
  [1_500n, '1.5µs'],
  [-2_000_000n, '-2ms'],
  [1_000_000_000n, '1s'],
  [90_061_000_000_001n, '25h1m1.000000001s'],
  [3_600_000_000_000n, '1h0m0s'],
  [-9_223_372_036_854_775_808n, '-2562047h47m16.854775808s'],
])('%d nanoseconds print as %s', (nanoseconds, text) => {
  expect(durationString(nanoseconds)).toBe(text);
});

test.each([
  ['1h30m', 5_400_000_000_000n],
  ['-1.5h', -5_400_000_000_000n],
  ['+5s', 5_000_000_000n],
  ['.5ms', 500_000n],
  ['1µs1us1μs', 3_000n],
  ['0', 0n],
  ['0.3333333333333333333h', 1_200_000_000_000n],
  ['-9223372036854775808ns', -9_223_372_036_854_775_808n],
])('%s is parsed', (text, nanoseconds) => {
  expect(parseDuration(text)).toBe(nanoseconds);
});

test.each([
  ['', 'time: invalid duration ""'],
  ['-', 'time: invalid duration "-"'],
  ['1', 'time: missing unit in duration "1"'],
  ['1d', 'time: unknown unit "d" in duration "1d"'],
  ['1é"', 'time: unknown unit "\\xc3\\xa9\\"" in duration "1\\xc3\\xa9\\""'],
  ['.s', 'time: invalid duration ".s"'],
  ['9223372036854775808ns', 'time: invalid duration "9223372036854775808ns"'],
])('%s is refused', (text, message) => {
  expect(() => parseDuration(text)).toThrow(new GoError(message));
});

test('any text is parsed or refused with a Go error', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[-+]?([\d.]{0,22}(ns|us|ms|s|m|h|x)?){0,3}$/), (text) => {
      try {
        parseDuration(durationString(parseDuration(text)));
      } catch (error) {
        expect(error).toBeInstanceOf(GoError);
      }
    }),
  );
});

describe('methods', () => {
  const call = (nanoseconds: bigint, name: string, ...args: bigint[]) => {
    const converted = args.map((argument) => sized(durationType, argument));
    return durationMethod(sized(durationType, nanoseconds), name)?.call(converted, new Run());
  };

  it.each([
    ['Round', 1_500_000_000n, 2_000_000_000],
    ['Round', -1_500_000_000n, -2_000_000_000],
    ['Truncate', 1_999_999_999n, 1_000_000_000],
  ])('%s to a second: %d', (name, nanoseconds, want) => {
    expect(call(nanoseconds, name, 1_000_000_000n)).toEqual(sized(durationType, want));
  });

  it('gives fractions of hours and whole milliseconds', () => {
    expect(call(5_400_000_000_000n, 'Hours')).toBe(1.5);
    expect(call(1_999_999n, 'Milliseconds')).toBe(1);
    expect(call(-9_223_372_036_854_775_808n, 'Abs')).toEqual(sized(durationType, 9_223_372_036_854_775_807n));
    expect(call(1n, 'Nope')).toBeUndefined();
  });
});

test('months and weekdays out of range print as Go prints them', () => {
  expect([monthString(1), monthString(13), monthString(-1)]).toEqual([
    'January',
    '%!Month(13)',
    '%!Month(18446744073709551615)',
  ]);
  expect([weekdayString(0), weekdayString(7)]).toEqual(['Sunday', '%!Weekday(7)']);
});

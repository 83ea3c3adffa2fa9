import { expect, test } from 'vitest';
import { GoError } from '../error.ts';
import { Run } from '../run.ts';
import { durationType } from '../type.ts';
import { sized } from '../value.ts';
import { fixedZone, fromInstant, GoTime, layouts, loadLocation, parseTime, utc, zeroTime } from './index.ts';

const berlin = loadLocation('Europe/Berlin');
const time = fromInstant({ seconds: 1_714_979_289, nanoseconds: 123_456_789 }, berlin);

test.each([
  ['Monday, January 2 2006 3:04:05.000 PM MST', 'Monday, May 6 2024 9:08:09.123 AM CEST'],
  ['Mon Jan _2 __2 002 06 01 1 03 pm', 'Mon May  6 127 127 24 05 5 09 am'],
  ['2006-01-02T15:04:05.999999999Z07:00', '2024-05-06T09:08:09.123456789+02:00'],
  ['Z0700 Z070000 Z07 Z07:00:00 -0700 -07', '+0200 +020000 +02 +02:00:00 +0200 +02'],
  ['.0 ,00 .999 .9999999999', '.1 ,12 .123 .123456789'],
  ['Month Janua _2006 é 20060102', 'Month Janua _2024 é 20240506'],
])('%s', (layout, text) => {
  expect(time.format(layout)).toBe(text);
});

function call(name: string, ...args: unknown[]): unknown {
  return time.method(name)?.call(args, new Run());
}

test.each([
  ['String', '2024-05-06 09:08:09.123456789 +0200 CEST'],
  ['Unix', 1_714_979_289],
  ['UnixNano', 1_714_979_289_123_456_789n],
  ['IsDST', true],
  ['GoString', 'time.Date(2024, time.May, 6, 9, 8, 9, 123456789, time.Location("Europe/Berlin"))'],
  ['MarshalJSON', new TextEncoder().encode('"2024-05-06T09:08:09.123456789+02:00"')],
  ['MarshalBinary', Uint8Array.of(1, 0, 0, 0, 14, 221, 202, 120, 217, 7, 91, 205, 21, 0, 120)],
])('method %s', (name, want) => {
  expect(call(name)).toEqual(want);
});

test('dates are carried over and rounding counts from the zero time', () => {
  expect(time.addDate(0, 1, 30).format(layouts.rfc3339)).toBe('2024-07-06T09:08:09+02:00');
  const day = sized(durationType, 86_400_000_000_000n);
  expect((call('Round', day) as GoTime).format(layouts.rfc3339Nano)).toBe('2024-05-06T02:00:00+02:00');
  expect(zeroTime.string()).toBe('0001-01-01 00:00:00 +0000 UTC');
});

test('differences stop at what a duration holds', () => {
  expect(time.sub(fromInstant({ seconds: 1_714_979_288, nanoseconds: 999_999_999 }))).toBe(123_456_790n);
  expect(time.sub(zeroTime)).toBe(9_223_372_036_854_775_807n);
});

test('a time equals itself at the same location object only', () => {
  expect(time.equals(new GoTime(time.seconds, time.nanoseconds, berlin))).toBe(true);
  expect(time.equals(time.in(loadLocation('Europe/Berlin')))).toBe(false);
  expect(parseTime(layouts.rfc3339, '2024-05-06T07:08:09+02:00').location).toBe(fixedZone('', 7200));
});

test('a year beyond 9999 has no JSON', () => {
  const far = time.addDate(8000, 0, 0).in(utc);
  expect(() => far.json()).toThrow(new GoError('Time.MarshalJSON: year outside of range [0,9999]'));
});

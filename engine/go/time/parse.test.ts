import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GoError } from '../error.ts';
import { layouts, parseTime, utc } from './index.ts';

test.each([
  ['2006 002', '2024 060', '2024-02-29 00:00:00 +0000 UTC'],
  ['3:04PM', '12:01AM', '0000-01-01 00:01:00 +0000 UTC'],
  ['15:04:05', '23:59:59.25', '0000-01-01 23:59:59.25 +0000 UTC'],
  ['2006-01-02T15:04:05Z07:00', '2024-05-06T07:08:09+05:45', '2024-05-06 07:08:09 +0545 +0545'],
  ['2006-01-02T15:04:05Z07:00', '2024-05-06T7:08:09Z', '2024-05-06 07:08:09 +0000 UTC'],
  ['2006-01-02 MST', '2024-01-02 CEST', '2024-01-02 00:00:00 +0000 CEST'],
  ['2006-01-02 MST', '2024-01-02 GMT+3', '2024-01-02 03:00:00 +0300 GMT+3'],
  ['06', '68', '2068-01-01 00:00:00 +0000 UTC'],
  ['06', '69', '1969-01-01 00:00:00 +0000 UTC'],
  ['2006  Jan', '2024 jan', '2024-01-01 00:00:00 +0000 UTC'],
])('%s reads %s', (layout, text, want) => {
  expect(parseTime(layout, text, utc).string()).toBe(want);
});

test.each([
  ['2006-01-02', '2024-02-30', 'parsing time "2024-02-30": day out of range'],
  ['2006-01-02', '2024-13-01', 'parsing time "2024-13-01": month out of range'],
  ['2006-01-02', 'x', 'parsing time "x" as "2006-01-02": cannot parse "x" as "2006"'],
  ['2006-01-02', '2024-01-02x', 'parsing time "2024-01-02x": extra text: "x"'],
  ['2006 002', '2023 366', 'parsing time "2023 366": day-of-year out of range'],
  ['3:04PM', '13:00PM', 'parsing time "13:00PM": hour out of range'],
  ['-0700', '+2500', 'parsing time "+2500": time zone offset hour out of range'],
  ['é2006', 'é24', 'parsing time "\\xc3\\xa924" as "\\xc3\\xa92006": cannot parse "24" as "2006"'],
  ['.000', '.12', 'parsing time ".12" as ".000": cannot parse ".12" as ".000"'],
  ['Monday 2', 'funday 1', 'parsing time "funday 1" as "Monday 2": cannot parse "funday 1" as "Monday"'],
])('%s refuses %s', (layout, text, message) => {
  expect(() => parseTime(layout, text, utc)).toThrow(new GoError(message));
});

const elements = fc.constantFrom(
  '2006',
  '01',
  'Jan',
  '_2',
  '__2',
  '15',
  '03',
  '04',
  '05',
  '.000',
  'PM',
  'MST',
  '-07',
  ' ',
  'é',
);

test('any text is read or refused with a Go error', () => {
  fc.assert(
    fc.property(fc.array(elements, { maxLength: 6 }), fc.string(), (parts, text) => {
      try {
        parseTime(parts.join(''), text, utc);
      } catch (error) {
        expect(error).toBeInstanceOf(GoError);
      }
    }),
  );
});

test('what a full layout writes, it reads', () => {
  fc.assert(
    fc.property(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), fc.nat(999_999_999), (seconds, nanos) => {
      const time = parseTime(layouts.rfc3339, '1970-01-01T00:00:00Z', utc).add(
        BigInt(seconds) * 1_000_000_000n + BigInt(nanos),
      );
      expect(parseTime(layouts.rfc3339Nano, time.format(layouts.rfc3339Nano), utc).compare(time)).toBe(0);
    }),
  );
});

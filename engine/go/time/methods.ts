import { panic } from '../error.ts';
import { nativeMethod } from '../native.ts';
import { toBytes } from '../utf8.ts';
import type { GoFunc } from '../value.ts';
import { isoWeekOf, weekdayOf, yearDayOf } from './calendar.ts';
import { Location, utc } from './location.ts';
import { goString, marshalBinary } from './marshal.ts';
import type { GoTime } from './time.ts';
import { local } from './zone.ts';

type Method = readonly [signature: string, implementation: (time: GoTime, ...args: never[]) => unknown];

function inLocation(time: GoTime, location: unknown): GoTime {
  if (location instanceof Location) return time.in(location);
  throw panic('time: missing Location in call to Time.In');
}

function appended(bytes: unknown, more: Uint8Array): Uint8Array {
  return bytes instanceof Uint8Array ? Uint8Array.from([...bytes, ...more]) : more;
}

const methods: readonly (readonly [name: string, method: Method])[] = [
  ['Add', ['func(time.Duration) time.Time', (t, d: bigint) => t.add(d)]],
  [
    'AddDate',
    [
      'func(int, int, int) time.Time',
      (t, years: number, months: number, days: number) => t.addDate(years, months, days),
    ],
  ],
  ['After', ['func(time.Time) bool', (t, u: GoTime) => t.compare(u) > 0]],
  ['AppendBinary', ['func([]uint8) ([]uint8, error)', (t, bytes: unknown) => appended(bytes, marshalBinary(t))]],
  [
    'AppendFormat',
    [
      'func([]uint8, string) []uint8',
      (t, bytes: unknown, layout: string) => appended(bytes, toBytes(t.format(layout))),
    ],
  ],
  [
    'AppendText',
    [
      'func([]uint8) ([]uint8, error)',
      (t, bytes: unknown) => appended(bytes, toBytes(t.strictRfc3339('Time.AppendText: '))),
    ],
  ],
  ['Before', ['func(time.Time) bool', (t, u: GoTime) => t.compare(u) < 0]],
  ['Clock', ['func() (int, int, int)', (t) => t.clock.hour]],
  ['Compare', ['func(time.Time) int', (t, u: GoTime) => t.compare(u)]],
  ['Date', ['func() (int, time.Month, int)', (t) => t.clock.date.year]],
  ['Day', ['func() int', (t) => t.clock.date.day]],
  ['Equal', ['func(time.Time) bool', (t, u: GoTime) => t.compare(u) === 0]],
  ['Format', ['func(string) string', (t, layout: string) => t.format(layout)]],
  ['GoString', ['func() string', (t) => goString(t)]],
  ['GobEncode', ['func() ([]uint8, error)', (t) => marshalBinary(t)]],
  ['Hour', ['func() int', (t) => t.clock.hour]],
  ['ISOWeek', ['func() (int, int)', (t) => isoWeekOf(t.clock.days).year]],
  ['In', ['func(*time.Location) time.Time', inLocation]],
  ['IsDST', ['func() bool', (t) => t.zone.isDst]],
  ['IsZero', ['func() bool', (t) => t.isZero()]],
  ['Local', ['func() time.Time', (t) => t.in(local)]],
  ['Location', ['func() *time.Location', (t) => t.location]],
  ['MarshalBinary', ['func() ([]uint8, error)', (t) => marshalBinary(t)]],
  ['MarshalJSON', ['func() ([]uint8, error)', (t) => toBytes(t.json())]],
  ['MarshalText', ['func() ([]uint8, error)', (t) => toBytes(t.strictRfc3339('Time.MarshalText: '))]],
  ['Minute', ['func() int', (t) => t.clock.minute]],
  ['Month', ['func() time.Month', (t) => t.clock.date.month]],
  ['Nanosecond', ['func() int', (t) => t.nanoseconds]],
  ['Round', ['func(time.Duration) time.Time', (t, d: bigint) => t.round(d)]],
  ['Second', ['func() int', (t) => t.clock.second]],
  ['String', ['func() string', (t) => t.string()]],
  ['Sub', ['func(time.Time) time.Duration', (t, u: GoTime) => t.sub(u)]],
  ['Truncate', ['func(time.Duration) time.Time', (t, d: bigint) => t.truncate(d)]],
  ['UTC', ['func() time.Time', (t) => t.in(utc)]],
  ['Unix', ['func() int64', (t) => t.seconds]],
  ['UnixMicro', ['func() int64', (t) => BigInt(t.seconds) * 1_000_000n + BigInt(Math.floor(t.nanoseconds / 1e3))]],
  ['UnixMilli', ['func() int64', (t) => BigInt(t.seconds) * 1000n + BigInt(Math.floor(t.nanoseconds / 1e6))]],
  ['UnixNano', ['func() int64', (t) => t.unixNano]],
  ['Weekday', ['func() time.Weekday', (t) => weekdayOf(t.clock.days)]],
  ['Year', ['func() int', (t) => t.clock.date.year]],
  ['YearDay', ['func() int', (t) => yearDayOf(t.clock.days)]],
  ['Zone', ['func() (string, int)', (t) => t.zone.name]],
  ['ZoneBounds', ['func() (time.Time, time.Time)', (t) => t.zoneStart()]],
];

const binders = new Map(
  methods.map(([name, [signature, implementation]]) => [name, nativeMethod(signature, implementation)]),
);

/** A method of a `time.Time`. One with several results gives the first; Go's templates reject those anyway. */
export function timeMethod(time: GoTime, name: string): GoFunc | undefined {
  return binders.get(name)?.(time);
}

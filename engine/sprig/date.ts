import { GoError } from '../go/error.ts';
import { native, nativeRun } from '../go/native.ts';
import type { Instant, Run } from '../go/run.ts';
import {
  durationString,
  fromInstant,
  GoTime,
  hour,
  type Location,
  layouts,
  loadLocation,
  local,
  minute,
  parseDuration,
  parseTime,
  roundDuration,
  second,
  utc,
  zeroTime,
} from '../go/time/index.ts';
import { type GoFunc, GoNum, typeOf } from '../go/value.ts';

/** What `attempt` returns, or `fallback` where it ends with a Go error. */
function orElse<T>(attempt: () => T, fallback: T): T {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof GoError) return fallback;
    throw error;
  }
}

function unixSeconds(value: unknown, types: readonly string[]): number | undefined {
  if (!types.includes(typeOf(value)?.name ?? '')) return undefined;
  return Number(value instanceof GoNum ? value.value : value);
}

/** The instant of a time or of Unix seconds in one of the given types; of anything else, now. */
function instantOf(run: Run, value: unknown, types: readonly string[]): Instant {
  if (value instanceof GoTime) return value;
  const seconds = unixSeconds(value, types);
  return seconds === undefined ? run.clock() : { seconds, nanoseconds: 0 };
}

function zoneOf(name: string): Location {
  return orElse(() => loadLocation(name), utc);
}

function dateInZone(run: Run, layout: string, date: unknown, zone: string): string {
  return fromInstant(instantOf(run, date, ['int64', 'int', 'int32']), zoneOf(zone)).format(layout);
}

function dateModify(text: string, time: GoTime): GoTime {
  return orElse(() => time.add(parseDuration(text)), time);
}

function since(run: Run, instant: Instant): bigint {
  return fromInstant(run.clock()).sub(instant);
}

function ago(run: Run, date: unknown): string {
  return durationString(roundDuration(since(run, instantOf(run, date, ['int64', 'int'])), second));
}

const maxInt64 = (1n << 63n) - 1n;

/** Go's `strconv.ParseInt` in base 10 with its error ignored: 0 for what is no number, else the nearest int64. */
function parseSeconds(text: string): bigint {
  if (!/^[+-]?\d+$/.test(text)) return 0n;
  if (text.replace(/^[+-]?0*/, '').length > 19) return text.startsWith('-') ? -maxInt64 - 1n : maxInt64;
  const value = BigInt(text.replace(/^\+/, ''));
  return value > maxInt64 ? maxInt64 : value < -maxInt64 ? -maxInt64 - 1n : value;
}

function duration(seconds: unknown): string {
  const value = typeof seconds === 'string' ? parseSeconds(seconds) : (int64Of(seconds) ?? 0n);
  return durationString(BigInt.asIntN(64, value * second));
}

function int64Of(value: unknown): bigint | undefined {
  return typeOf(value)?.name === 'int64' ? BigInt(value as number | bigint) : undefined;
}

function nanosecondsOf(run: Run, value: unknown): bigint {
  if (typeof value === 'string') return orElse(() => parseDuration(value), 0n);
  return value instanceof GoTime ? since(run, value) : (int64Of(value) ?? 0n);
}

const day = 24n * hour;

/** From the largest unit: a duration longer than one is given in it. */
const roundUnits: readonly (readonly [unit: bigint, suffix: string])[] = [
  [365n * day, 'y'],
  [30n * day, 'mo'],
  [day, 'd'],
  [hour, 'h'],
  [minute, 'm'],
  [second, 's'],
];

function durationRound(run: Run, value: unknown): string {
  const nanoseconds = nanosecondsOf(run, value);
  const length = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const found = roundUnits.find(([unit]) => length > unit);
  return found ? `${length / found[0]}${found[1]}` : '0s';
}

const mustToDate = (layout: string, text: string): GoTime => parseTime(layout, text, local);

const dateModifyFunction = native('func(string, time.Time) time.Time', dateModify);
const mustDateModifyFunction = native('func(string, time.Time) (time.Time, error)', (text: string, time: GoTime) =>
  time.add(parseDuration(text)),
);
const dateInZoneFunction = nativeRun('func(string, interface {}, string) string', dateInZone);

/** sprig's date functions. Texts without a zone, and `date` and `htmlDate`, are of the process's own zone. */
export const dateFunctions: Readonly<Record<string, GoFunc>> = {
  now: nativeRun('func() time.Time', (run) => fromInstant(run.clock(), local)),
  date: nativeRun('func(string, interface {}) string', (run, layout: string, date: unknown) =>
    dateInZone(run, layout, date, 'Local'),
  ),
  dateInZone: dateInZoneFunction,
  date_in_zone: dateInZoneFunction,
  htmlDate: nativeRun('func(interface {}) string', (run, date: unknown) =>
    dateInZone(run, layouts.dateOnly, date, 'Local'),
  ),
  htmlDateInZone: nativeRun('func(interface {}, string) string', (run, date: unknown, zone: string) =>
    dateInZone(run, layouts.dateOnly, date, zone),
  ),
  dateModify: dateModifyFunction,
  date_modify: dateModifyFunction,
  mustDateModify: mustDateModifyFunction,
  must_date_modify: mustDateModifyFunction,
  toDate: native('func(string, string) time.Time', (layout: string, text: string) =>
    orElse(() => mustToDate(layout, text), zeroTime),
  ),
  mustToDate: native('func(string, string) (time.Time, error)', mustToDate),
  unixEpoch: native('func(time.Time) string', (time: GoTime) => String(time.seconds)),
  ago: nativeRun('func(interface {}) string', ago),
  duration: native('func(interface {}) string', duration),
  durationRound: nativeRun('func(interface {}) string', durationRound),
};

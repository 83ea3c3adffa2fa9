import { Memo } from '../memo.ts';
import { daysIn, daysOf, isLeap, secondsPerDay } from './calendar.ts';
import { invalid, mismatch } from './error.ts';
import { parseField, type Reading } from './field.ts';
import { type Chunk, chunksOf, rfc3339, rfc3339Nano } from './layout.ts';
import { fixedZone, type Location, utc } from './location.ts';
import { quoteBytes, toByteString } from './quote.ts';
import { fromWallClock, GoTime } from './time.ts';
import { local } from './zone.ts';

/**
 * The time that `text` gives in the spelling of `layout`, as Go's `time.Parse`, or `time.ParseInLocation` with a location.
 * A text without a zone is at UTC or that location; an offset or abbreviation that is the local zone's gives that zone.
 * @throws {GoError} with Go's text, e.g. `parsing time "x" as "2006": cannot parse "x" as "2006"`
 */
export function parseTime(layout: string, text: string, location?: Location): GoTime {
  if (layout === rfc3339 || layout === rfc3339Nano) {
    const time = parseRfc3339(text, location ?? local);
    if (time) return time;
  }
  const bytes = toByteString(text);
  const reading = read(toByteString(layout), bytes);
  resolveDate(reading, bytes);
  return timeOf(reading, location ?? utc, location ?? local);
}

/** The time of a text in the one spelling of RFC 3339; undefined for any other, which the layout may still fit or reject. */
function parseRfc3339(text: string, zone: Location): GoTime | undefined {
  const year = number(text, 0, 4);
  const month = number(text, 5, 7);
  const day = number(text, 8, 10);
  const hour = number(text, 11, 13);
  const minute = number(text, 14, 16);
  const second = number(text, 17, 19);
  if (text[4] !== '-' || text[7] !== '-' || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':') return undefined;
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(month, year))) return undefined;
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return undefined;
  const seconds = daysOf(year, month, day) * secondsPerDay + hour * 3600 + minute * 60 + second;
  const end = text[19] === '.' ? digitsEnd(text, 20) : 19;
  if (end === 20) return undefined;
  const nanoseconds = end === 19 ? 0 : Number(text.slice(20, Math.min(end, 29)).padEnd(9, '0'));
  const time = new GoTime(seconds, nanoseconds, utc);
  if (text[end] === 'Z' && text.length === end + 1) return time;
  return atRfc3339Offset(time, text.slice(end), zone);
}

function atRfc3339Offset(time: GoTime, text: string, zone: Location): GoTime | undefined {
  const [hours, minutes] = [number(text, 1, 3), number(text, 4, 6)];
  const sign = text[0] === '+' ? 1 : text[0] === '-' ? -1 : 0;
  if (sign === 0 || text[3] !== ':' || text.length !== 6 || !(hours <= 23 && minutes <= 59)) return undefined;
  return atOffset(time, sign * (hours * 60 + minutes) * 60 + 0, '', zone);
}

/** The number that digits spell from one index to before another; NaN when there is anything else. */
function number(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** The index of the first character from `start` that is no digit. */
function digitsEnd(text: string, start: number): number {
  let end = start;
  while (text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++;
  return end;
}

/** The time whose clock reading, taken as UTC, is really `offset` seconds east. */
function atOffset(reading: GoTime, offset: number, name: string, zone: Location): GoTime {
  const seconds = reading.seconds - offset;
  const period = zone.lookup(seconds);
  const isZone = period.offset === offset && (name === '' || period.name === name);
  return new GoTime(seconds, reading.nanoseconds, isZone ? zone : fixedZone(name, offset));
}

const layouts = new Memo<readonly Chunk[]>(chunksOf, 500);

function read(layout: string, value: string): Reading {
  const reading: Reading = { year: 0, month: -1, day: -1, yearDay: -1, hour: 0, minute: 0, second: 0, nanoseconds: 0 };
  const chunks = layouts.get(layout);
  let rest = value;
  for (const [i, { prefix, element, text }] of chunks.entries()) {
    const [skipped, fits] = skip(rest, prefix);
    if (!fits) throw mismatch(value, layout, skipped, prefix);
    rest = skipped;
    if (element === undefined) break;
    const after = parseField({ element, text, next: chunks[i + 1]?.element }, rest, reading);
    if (reading.outOfRange !== undefined) throw invalid(value, `: ${reading.outOfRange} out of range`);
    if (after === undefined) throw mismatch(value, layout, rest, text);
    rest = after;
  }
  if (rest !== '') throw invalid(value, `: extra text: ${quoteBytes(rest)}`);
  return reading;
}

/** What follows `prefix` in `value`, and whether it was there. A run of blanks in either matches any run, even none. */
function skip(value: string, prefix: string): readonly [rest: string, fits: boolean] {
  let at = 0;
  for (let i = 0; i < prefix.length; ) {
    if (prefix[i] === ' ') {
      if (at < value.length && value[at] !== ' ') return [value.slice(at), false];
      while (prefix[i] === ' ') i++;
      while (value[at] === ' ') at++;
    } else {
      if (value[at] !== prefix[i]) return [value.slice(at), false];
      i++;
      at++;
    }
  }
  return [value.slice(at), true];
}

function resolveDate(reading: Reading, value: string): void {
  if (reading.halfDay === 'pm' && reading.hour < 12) reading.hour += 12;
  else if (reading.halfDay === 'am' && reading.hour === 12) reading.hour = 0;
  if (reading.yearDay >= 0) resolveYearDay(reading, value);
  if (reading.month < 0) reading.month = 1;
  if (reading.day < 0) reading.day = 1;
  if (reading.day < 1 || reading.day > daysIn(reading.month, reading.year)) throw invalid(value, ': day out of range');
}

function resolveYearDay(reading: Reading, value: string): void {
  const { year, yearDay } = reading;
  if (yearDay < 1 || yearDay > (isLeap(year) ? 366 : 365)) throw invalid(value, ': day-of-year out of range');
  let month = 1;
  let day = yearDay;
  while (day > daysIn(month, year)) day -= daysIn(month++, year);
  if (reading.month >= 0 && reading.month !== month) throw invalid(value, ': day-of-year does not match month');
  if (reading.day >= 0 && reading.day !== day) throw invalid(value, ': day-of-year does not match day');
  reading.month = month;
  reading.day = day;
}

function timeOf(reading: Reading, defaultLocation: Location, zone: Location): GoTime {
  if (reading.isUtc) return fromWallClock(reading, utc);
  const { offset, zoneName = '' } = reading;
  const asUtc = fromWallClock(reading, utc);
  if (offset !== undefined && offset !== -1) return atOffset(asUtc, offset, zoneName, zone);
  if (zoneName === '') return fromWallClock(reading, defaultLocation);
  const known = zone.lookupName(zoneName, asUtc.seconds);
  if (known !== undefined) return new GoTime(asUtc.seconds - known, reading.nanoseconds, zone);
  const hours = zoneName.startsWith('GMT') ? Number(zoneName.slice(3)) : 0;
  return new GoTime(asUtc.seconds, reading.nanoseconds, fixedZone(zoneName, hours * 3600));
}

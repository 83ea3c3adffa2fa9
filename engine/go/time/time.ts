import { GoError } from '../error.ts';
import type { Instant } from '../run.ts';
import { type GoType, timeType } from '../type.ts';
import { type GoFunc, GoObject } from '../value.ts';
import { daysOf, secondsPerDay } from './calendar.ts';
import { clampDuration } from './duration.ts';
import { Clock, formatClock } from './format.ts';
import { rfc3339Nano } from './layout.ts';
import { type Location, type Period, utc } from './location.ts';
import { unixToInternal } from './marshal.ts';
import { timeMethod } from './methods.ts';

const billion = 1_000_000_000n;

/** A `time.Time` without a monotonic reading. */
export class GoTime extends GoObject implements Instant {
  readonly type: GoType = timeType;
  /** Unix seconds. */
  readonly seconds: number;
  /** 0..999,999,999 */
  readonly nanoseconds: number;
  readonly location: Location;
  private shown: Clock | undefined;

  constructor(seconds: number, nanoseconds: number, location: Location) {
    super();
    this.seconds = seconds;
    this.nanoseconds = nanoseconds;
    this.location = location;
  }

  /** What clocks at the time's location show. */
  get clock(): Clock {
    this.shown ??= new Clock(this.seconds, this.nanoseconds, this.zone);
    return this.shown;
  }

  /** The period of the time's location that contains it. */
  get zone(): Period {
    return this.location.lookup(this.seconds);
  }

  /** Nanoseconds since 1970. */
  get unixNano(): bigint {
    return BigInt(this.seconds) * billion + BigInt(this.nanoseconds);
  }

  /** The time spelled as `layout` spells `Mon Jan 2 15:04:05 MST 2006`. */
  format(layout: string): string {
    return formatClock(this.clock, layout);
  }

  /** RFC 3339 text for JSON. @throws {GoError} that starts with `prefix`, for years and offsets that RFC 3339 lacks */
  strictRfc3339(prefix: string): string {
    const { year } = this.clock.date;
    if (year < 0 || year > 9999) throw new GoError(`${prefix}year outside of range [0,9999]`);
    if (Math.abs(this.zone.offset) >= 24 * 3600) throw new GoError(`${prefix}timezone hour outside of range [0,23]`);
    return this.format(rfc3339Nano);
  }

  add(nanoseconds: bigint): GoTime {
    const small = Number(nanoseconds);
    if (!Number.isSafeInteger(small)) return fromNanoseconds(this.unixNano + nanoseconds, this.location);
    const rest = small % 1e9;
    const total = this.nanoseconds + rest;
    const carried = total < 0 ? -1 : total >= 1e9 ? 1 : 0;
    return new GoTime(this.seconds + (small - rest) / 1e9 + carried, total - carried * 1e9, this.location);
  }

  /** The time at which clocks show the reading with years, months and days added; fields out of range are carried over. */
  addDate(years: number, months: number, days: number): GoTime {
    const { date, hour, minute, second } = this.clock;
    const moved = { year: date.year + years, month: date.month + months, day: date.day + days };
    return fromWallClock({ ...moved, hour, minute, second, nanoseconds: this.nanoseconds }, this.location);
  }

  /** Rounded down to a multiple of `unit` since Go's zero time; nanoseconds. */
  truncate(unit: bigint): GoTime {
    return unit <= 0n ? this : this.add(-this.restOf(unit));
  }

  /** Rounded half up to a multiple of `unit` since Go's zero time; nanoseconds. */
  round(unit: bigint): GoTime {
    if (unit <= 0n) return this;
    const rest = this.restOf(unit);
    return this.add(rest * 2n < unit ? -rest : unit - rest);
  }

  private restOf(unit: bigint): bigint {
    const rest = (this.unixNano + BigInt(unixToInternal) * billion) % unit;
    return rest < 0n ? rest + unit : rest;
  }

  /** When the period of its location that contains it began; Go's zero time when it always was. */
  zoneStart(): GoTime {
    const { start } = this.zone;
    return start === -Infinity ? zeroTime : new GoTime(start, 0, this.location);
  }

  /** Nanoseconds from `other` to this time, at most what a `time.Duration` holds. */
  sub(other: Instant): bigint {
    const seconds = BigInt(this.seconds) - BigInt(other.seconds);
    return clampDuration(seconds * billion + BigInt(this.nanoseconds - other.nanoseconds));
  }

  /** Negative, zero or positive as this time is before, at or after `other`. */
  compare(other: Instant): -1 | 0 | 1 {
    const difference = this.seconds - other.seconds || this.nanoseconds - other.nanoseconds;
    return difference < 0 ? -1 : difference > 0 ? 1 : 0;
  }

  /** The same instant elsewhere. */
  in(location: Location): GoTime {
    return new GoTime(this.seconds, this.nanoseconds, location);
  }

  isZero(): boolean {
    return this.seconds === -unixToInternal && this.nanoseconds === 0;
  }

  override method(name: string): GoFunc | undefined {
    return timeMethod(this, name);
  }

  override mapKey(): string {
    return `time.Time ${this.seconds} ${this.nanoseconds} ${this.location.name}`;
  }

  override string(): string {
    return this.format('2006-01-02 15:04:05.999999999 -0700 MST');
  }

  override json(): string {
    return `"${this.strictRfc3339('Time.MarshalJSON: ')}"`;
  }

  /** Go's `==`: the same instant at the same location object. */
  override equals(other: unknown): boolean {
    return other instanceof GoTime && this.compare(other) === 0 && this.location === other.location;
  }
}

/** The time of an instant at a location. */
export function fromInstant(instant: Instant, location: Location = utc): GoTime {
  return new GoTime(instant.seconds, instant.nanoseconds, location);
}

/** The time of nanoseconds since 1970 at a location. */
export function fromNanoseconds(nanoseconds: bigint, location: Location): GoTime {
  let seconds = nanoseconds / billion;
  let rest = nanoseconds % billion;
  if (rest < 0n) {
    seconds -= 1n;
    rest += billion;
  }
  return new GoTime(Number(seconds), Number(rest), location);
}

/** Go's zero `time.Time`, 0001-01-01 00:00:00 UTC. */
export const zeroTime: GoTime = new GoTime(-unixToInternal, 0, utc);

/** A wall clock reading. Fields out of their usual range are carried over. */
export interface WallClock {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanoseconds: number;
}

/** The time at which clocks at a location show a reading, as Go's `time.Date`. */
export function fromWallClock(wall: WallClock, location: Location): GoTime {
  const year = wall.year + Math.floor((wall.month - 1) / 12);
  const month = ((((wall.month - 1) % 12) + 12) % 12) + 1;
  const seconds = wall.hour * 3600 + wall.minute * 60 + wall.second;
  const local = daysOf(year, month, wall.day) * secondsPerDay + seconds;
  return new GoTime(local - offsetAtLocal(local, location), wall.nanoseconds, location);
}

/** The offset in effect at a local time. In a gap or overlap it is the one that Go picks. */
function offsetAtLocal(local: number, location: Location): number {
  const { offset, start, end } = location.lookup(local);
  const guess = local - offset;
  return guess >= start && guess < end ? offset : offset === 0 ? 0 : location.lookup(guess).offset;
}

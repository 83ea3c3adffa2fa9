import { dateOf, daysIn, daysOf, isLeap, secondsPerDay, weekdayOf } from './calendar.ts';
import type { Period, ZoneType } from './location.ts';

/** The period of a POSIX TZ rule that contains `seconds`; `since` is when the rule came into force. Unix seconds. */
export type Rule = (since: number, seconds: number) => Period;

/** Seconds from the start of a year, in local time, at which clocks change. */
type Change = (year: number) => number;

/** Go's limits: see `tzset` in package time. */
const maxHours = 24 * 7;

/**
 * The rule of a POSIX TZ text such as `CET-1CEST,M3.5.0,M10.5.0/3`; undefined for text that is none.
 * Names in angle brackets and times beyond one day, as RFC 8536 has them, are accepted.
 */
export function parseRule(text: string): Rule | undefined {
  const reader = new RuleReader(text);
  const standard = reader.zone();
  if (!standard) return undefined;
  if (reader.atEndOrComma()) return (start) => ({ ...standard, start, end: Infinity });
  const daylight = reader.daylight(standard);
  if (!daylight) return undefined;
  const changes = reader.changes();
  return changes && ((_since, seconds) => periodOf(standard, daylight, changes, seconds));
}

function periodOf(standard: ZoneType, daylight: ZoneType, changes: readonly [Change, Change], seconds: number): Period {
  const year = dateOf(Math.floor(seconds / secondsPerDay)).year;
  const yearStart = daysOf(year, 1, 1) * secondsPerDay;
  const start = yearStart + changes[0](year) - standard.offset;
  const end = yearStart + changes[1](year) - daylight.offset;
  const [first, second, outer, inner] =
    end < start ? [end, start, daylight, standard] : [start, end, standard, daylight];
  if (seconds < first) return { ...outer, start: yearStart, end: first };
  if (seconds < second) return { ...inner, start: first, end: second };
  return { ...outer, start: second, end: yearStart + 365 * secondsPerDay };
}

class RuleReader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match) this.at = pattern.lastIndex;
    return match ?? undefined;
  }

  atEndOrComma(): boolean {
    return this.at === this.text.length || this.text[this.at] === ',';
  }

  private name(): string | undefined {
    const match = this.match(/<([^>]*)>|([^\d,+-]{3,})/y);
    return match?.[1] ?? match?.[2];
  }

  private offset(): number | undefined {
    const match = this.match(/([+-]?)(\d+)(?::(\d+)(?::(\d+))?)?/y);
    if (!match) return undefined;
    const [hours, minutes, seconds] = [Number(match[2]), Number(match[3] ?? 0), Number(match[4] ?? 0)];
    if (hours > maxHours || minutes > 59 || seconds > 59) return undefined;
    const length = hours * 3600 + minutes * 60 + seconds;
    return match[1] === '-' ? -length : length;
  }

  zone(): ZoneType | undefined {
    const name = this.name();
    const west = name === undefined ? undefined : this.offset();
    return name === undefined || west === undefined ? undefined : { name, offset: 0 - west, isDst: false };
  }

  daylight(standard: ZoneType): ZoneType | undefined {
    const name = this.name();
    if (name === undefined) return undefined;
    if (this.atEndOrComma()) return { name, offset: standard.offset + 3600, isDst: true };
    const west = this.offset();
    return west === undefined ? undefined : { name, offset: 0 - west, isDst: true };
  }

  changes(): readonly [Change, Change] | undefined {
    if (this.at === this.text.length) return new RuleReader(',M3.2.0,M11.1.0').changes();
    if (!this.match(/[,;]/y)) return undefined;
    const start = this.change();
    if (!start || !this.match(/,/y)) return undefined;
    const end = this.change();
    return end && this.at === this.text.length ? [start, end] : undefined;
  }

  private change(): Change | undefined {
    const day = this.changeDay();
    const time = this.match(/\//y) ? this.offset() : 2 * 3600;
    return day && time !== undefined ? (year) => day(year) * secondsPerDay + time : undefined;
  }

  /** Days from the start of a year. */
  private changeDay(): Change | undefined {
    const match = this.match(/J(\d+)|M(\d+)\.(\d+)\.(\d+)|(\d+)/y);
    if (!match) return undefined;
    if (match[1] !== undefined) return julianDay(Number(match[1]));
    if (match[5] !== undefined) return within(Number(match[5]), 0, 365) ? () => Number(match[5]) : undefined;
    return weekdayOfMonth(Number(match[2]), Number(match[3]), Number(match[4]));
  }
}

function within(value: number, min: number, max: number): boolean {
  return min <= value && value <= max;
}

/** Day 1..365 that never counts February 29. */
function julianDay(day: number): Change | undefined {
  return within(day, 1, 365) ? (year) => day - 1 + (isLeap(year) && day >= 60 ? 1 : 0) : undefined;
}

/** The `week`-th given weekday of a month; week 5 is the last. */
function weekdayOfMonth(month: number, week: number, weekday: number): Change | undefined {
  if (!within(month, 1, 12) || !within(week, 1, 5) || !within(weekday, 0, 6)) return undefined;
  return (year) => {
    const first = daysOf(year, month, 1);
    let day = (weekday - weekdayOf(first) + 7) % 7;
    for (let i = 1; i < week && day + 7 < daysIn(month, year); i++) day += 7;
    return first - daysOf(year, 1, 1) + day;
  };
}

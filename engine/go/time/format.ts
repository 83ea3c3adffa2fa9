import { Memo } from '../memo.ts';
import { type CalendarDate, dateOf, secondsPerDay, weekdayOf, yearDayOf } from './calendar.ts';
import { type Chunk, chunksOf, type Element, rfc3339, rfc3339Nano, type ZoneElement } from './layout.ts';
import type { Period } from './location.ts';
import { dayNames, monthNames, shortDayNames, shortMonthNames } from './names.ts';

/** A point in time as clocks of its zone show it. */
export class Clock {
  readonly zone: Period;
  readonly nanoseconds: number;
  /** Days since 1970-01-01. */
  readonly days: number;
  /** Seconds since midnight. */
  readonly seconds: number;
  private made: CalendarDate | undefined;

  constructor(unixSeconds: number, nanoseconds: number, zone: Period) {
    const local = unixSeconds + zone.offset;
    this.zone = zone;
    this.nanoseconds = nanoseconds;
    this.days = Math.floor(local / secondsPerDay);
    this.seconds = local - this.days * secondsPerDay;
  }

  get date(): CalendarDate {
    this.made ??= dateOf(this.days);
    return this.made;
  }

  get hour(): number {
    return Math.floor(this.seconds / 3600);
  }

  get minute(): number {
    return Math.floor(this.seconds / 60) % 60;
  }

  get second(): number {
    return this.seconds % 60;
  }
}

type Step = (clock: Clock) => string;

/** At least `width` digits, with zeros in front. */
export function padded(value: number, width: number): string {
  return value < 0 ? `-${String(-value).padStart(width, '0')}` : String(value).padStart(width, '0');
}

function hour12(clock: Clock): number {
  return clock.hour % 12 || 12;
}

const steps: Readonly<Record<Exclude<Element, ZoneElement | '.0' | '.9'>, Step>> = {
  '2006': (clock) => padded(clock.date.year, 4),
  '06': (clock) => padded(Math.abs(clock.date.year) % 100, 2),
  January: (clock) => monthNames[clock.date.month - 1] ?? '',
  Jan: (clock) => shortMonthNames[clock.date.month - 1] ?? '',
  '1': (clock) => String(clock.date.month),
  '01': (clock) => padded(clock.date.month, 2),
  Monday: (clock) => dayNames[weekdayOf(clock.days)] ?? '',
  Mon: (clock) => shortDayNames[weekdayOf(clock.days)] ?? '',
  '2': (clock) => String(clock.date.day),
  _2: (clock) => String(clock.date.day).padStart(2),
  '02': (clock) => padded(clock.date.day, 2),
  __2: (clock) => String(yearDayOf(clock.days)).padStart(3),
  '002': (clock) => padded(yearDayOf(clock.days), 3),
  '15': (clock) => padded(clock.hour, 2),
  '3': (clock) => String(hour12(clock)),
  '03': (clock) => padded(hour12(clock), 2),
  '4': (clock) => String(clock.minute),
  '04': (clock) => padded(clock.minute, 2),
  '5': (clock) => String(clock.second),
  '05': (clock) => padded(clock.second, 2),
  PM: (clock) => (clock.hour >= 12 ? 'PM' : 'AM'),
  pm: (clock) => (clock.hour >= 12 ? 'pm' : 'am'),
  MST: (clock) => clock.zone.name || offsetText('-0700', clock.zone.offset),
};

function stepOf(chunk: Chunk): Step | undefined {
  const { element, text } = chunk;
  if (element === undefined) return undefined;
  if (element === '.0' || element === '.9') return fractionStep(element, text);
  if (isZoneElement(element)) return (clock) => offsetText(element, clock.zone.offset);
  return steps[element];
}

export function isZoneElement(element: Element): element is ZoneElement {
  return element.startsWith('-07') || element.startsWith('Z07');
}

function offsetText(element: ZoneElement, offset: number): string {
  if (offset === 0 && element.startsWith('Z')) return 'Z';
  const minutes = Math.trunc(offset / 60);
  const length = Math.abs(minutes);
  const seconds = padded((minutes < 0 ? -offset : offset) % 60, 2);
  const parts = [padded(Math.floor(length / 60), 2), padded(length % 60, 2), seconds];
  const shown = element.includes(':') ? element.split(':').length : (element.length - 1) / 2;
  return (minutes < 0 ? '-' : '+') + parts.slice(0, shown).join(element.includes(':') ? ':' : '');
}

function fractionStep(element: '.0' | '.9', text: string): Step {
  const separator = text[0];
  const length = text.length - 1;
  return ({ nanoseconds }) => {
    const digits = padded(nanoseconds, 9).slice(0, length);
    if (element === '.0') return separator + digits;
    const trimmed = digits.replace(/0+$/, '');
    return trimmed === '' ? '' : separator + trimmed;
  };
}

function compile(layout: string): Step {
  if (layout === rfc3339) return (clock) => rfc3339Text(clock, false);
  if (layout === rfc3339Nano) return (clock) => rfc3339Text(clock, true);
  const compiled = chunksOf(layout).map((chunk) => [chunk.prefix, stepOf(chunk)] as const);
  return (clock) => {
    let text = '';
    for (const [prefix, step] of compiled) text += step ? prefix + step(clock) : prefix;
    return text;
  };
}

const layouts = new Memo(compile, 500);

/** A point in time spelled as the layout spells Go's reference time. */
export function formatClock(clock: Clock, layout: string): string {
  return layouts.get(layout)(clock);
}

const nanosecondsStep = fractionStep('.9', '.999999999');

function rfc3339Text(clock: Clock, fraction: boolean): string {
  const { year, month, day } = clock.date;
  const date = `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
  const time = `${padded(clock.hour, 2)}:${padded(clock.minute, 2)}:${padded(clock.second, 2)}`;
  return `${date}T${time}${fraction ? nanosecondsStep(clock) : ''}${offsetText('Z07:00', clock.zone.offset)}`;
}

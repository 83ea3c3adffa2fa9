import { isZoneElement } from './format.ts';
import type { Element, ZoneElement } from './layout.ts';
import { dayNames, monthNames, shortDayNames, shortMonthNames } from './names.ts';

/** What has been read so far; -1 stands for no month, day or day of the year. */
export interface Reading {
  year: number;
  month: number;
  day: number;
  yearDay: number;
  hour: number;
  minute: number;
  second: number;
  nanoseconds: number;
  halfDay?: 'am' | 'pm';
  isUtc?: boolean;
  /** Seconds east of UTC. */
  offset?: number;
  zoneName?: string;
  /** The name of a field that holds an impossible number. */
  outOfRange?: string;
}

/** An element of a layout, and the element after it. */
export interface Field {
  readonly element: Element;
  readonly text: string;
  readonly next: Element | undefined;
}

/** Stores what an element reads from the start of `value`; returns what follows, undefined when `value` does not fit. */
type Reader = (value: string, reading: Reading, field: Field) => string | undefined;

/** Reads one element of a layout, as the big switch of Go's `time.parse`. `value` is a byte string. */
export function parseField(field: Field, value: string, reading: Reading): string | undefined {
  const { element } = field;
  return isZoneElement(element) ? readOffset(element, value, reading) : readers[element](value, reading, field);
}

function name(names: readonly string[], store: (reading: Reading, index: number) => void): Reader {
  const lower = names.map((text) => text.toLowerCase());
  return (value, reading) => {
    const start = value.slice(0, 'September'.length).toLowerCase();
    const index = lower.findIndex((text) => start.startsWith(text));
    store(reading, index);
    return index < 0 ? undefined : value.slice(names[index]?.length);
  };
}

type NumberField = 'month' | 'day' | 'hour' | 'minute' | 'second';

/** One or two digits; two when `fixed`. */
function number(field: NumberField, fixed: boolean, min = 0, max = 99): Reader {
  const pattern = fixed ? /^\d\d/ : /^\d\d?/;
  return (value, reading) => {
    const digits = pattern.exec(value)?.[0];
    reading[field] = Number(digits ?? 0);
    if (digits === undefined) return undefined;
    if (reading[field] < min || reading[field] > max) reading.outOfRange = field;
    return value.slice(digits.length);
  };
}

function second(fixed: boolean): Reader {
  const whole = number('second', fixed, 0, 59);
  return (value, reading, { next }) => {
    const rest = whole(value, reading, { element: '5', text: '', next });
    if (rest === undefined || reading.outOfRange !== undefined || next === '.0' || next === '.9') return rest;
    const fraction = /^[.,]\d+/.exec(rest)?.[0];
    return fraction === undefined ? rest : readFraction(rest, fraction.length, reading);
  };
}

/** The nanoseconds of a separator and digits; of more than nine the first nine count. */
function readFraction(value: string, length: number, reading: Reading): string | undefined {
  const match = /^[.,]([+-]?)(\d*)$/.exec(value.slice(0, Math.min(length, 10)));
  if (!match) return undefined;
  reading.nanoseconds = Number(match[2]) * 10 ** (10 - Math.min(length, 10));
  if (match[1] === '-' && reading.nanoseconds > 0) reading.outOfRange = 'fractional second';
  return value.slice(length);
}

const fixedFraction: Reader = (value, reading, { text }) =>
  value.length < text.length ? undefined : readFraction(value, text.length, reading);

const freeFraction: Reader = (value, reading) => {
  const fraction = /^[.,]\d+/.exec(value)?.[0];
  return fraction === undefined ? value : readFraction(value, fraction.length, reading);
};

const longYear: Reader = (value, reading) => {
  const digits = /^\d{4}/.exec(value)?.[0];
  if (digits === undefined) return undefined;
  reading.year = Number(digits);
  return value.slice(4);
};

const shortYear: Reader = (value, reading) => {
  const digits = /^(?:\d\d|[+-]\d)/.exec(value)?.[0];
  if (digits === undefined) return undefined;
  const year = Number(digits);
  reading.year = year + (year >= 69 ? 1900 : 2000);
  return value.slice(2);
};

function halfDay(am: string, pm: string): Reader {
  return (value, reading) => {
    const text = value.slice(0, 2);
    if (text !== am && text !== pm) return undefined;
    if (text === pm) reading.halfDay = 'pm';
    else if (reading.halfDay !== 'pm') reading.halfDay = 'am';
    return value.slice(2);
  };
}

const day = number('day', false);

function yearDay(pattern: RegExp): Reader {
  return (value, reading) => {
    const match = pattern.exec(value);
    reading.yearDay = Number(match?.[1] ?? 0);
    return match ? value.slice(match[0].length) : undefined;
  };
}

const readZoneName: Reader = (value, reading) => {
  if (value.startsWith('UTC')) {
    reading.isUtc = true;
    return value.slice(3);
  }
  const text = zoneNameAt(value);
  if (text === undefined) return undefined;
  reading.zoneName = text;
  return value.slice(text.length);
};

function signedOffsetAt(value: string): string {
  const match = /^[+-]\d+/.exec(value)?.[0] ?? '';
  return match !== '' && Number(match.slice(1)) <= 23 ? match : '';
}

/** The zone abbreviation at the start of `value`: three to five capitals of a certain form, or an offset of hours. */
function zoneNameAt(value: string): string | undefined {
  if (/^(?:ChST|MeST)/.test(value)) return value.slice(0, 4);
  if (value.startsWith('GMT')) return `GMT${signedOffsetAt(value.slice(3))}`;
  if (/^[+-]/.test(value)) return value.length < 3 ? undefined : signedOffsetAt(value) || undefined;
  const capitals = /^[A-Z]{3,6}/.exec(value)?.[0] ?? '';
  if (capitals.length === 3) return capitals;
  if (capitals.length === 4) return capitals.endsWith('T') || capitals === 'WITA' ? capitals : undefined;
  return capitals.length === 5 && capitals.endsWith('T') ? capitals : undefined;
}

/** The pieces of an offset by the reference text without its first character; positions count, as in Go. */
const offsetPatterns: Readonly<Record<string, RegExp>> = {
  '0700': /^(.)(..)(..)/s,
  '070000': /^(.)(..)(..)(..)/s,
  '07': /^(.)(..)/s,
  '07:00': /^(.)(..):(..)/s,
  '07:00:00': /^(.)(..):(..):(..)/s,
};

const offsetParts = ['time zone offset hour', 'time zone offset minute', 'time zone offset second'];

function readOffset(element: ZoneElement, value: string, reading: Reading): string | undefined {
  if (element.startsWith('Z') && value.startsWith('Z')) {
    reading.isUtc = true;
    return value.slice(1);
  }
  const match = offsetPatterns[element.slice(1)]?.exec(value);
  if (!match) return undefined;
  const [whole, sign, ...texts] = match;
  let offset = 0;
  let fits = sign === '+' || sign === '-';
  for (let i = 0; i < 3; i++) {
    const text = texts[i] ?? '00';
    const valid = /^\d\d$/.test(text);
    if (valid && Number(text) > (i === 0 ? 24 : 60)) reading.outOfRange = offsetParts[i] as string;
    offset = offset * 60 + (valid ? Number(text) : 0);
    if (!valid) {
      fits = false;
      break;
    }
  }
  reading.offset = sign === '-' ? 0 - offset : offset;
  return fits ? value.slice(whole.length) : undefined;
}

const readers: Readonly<Record<Exclude<Element, ZoneElement>, Reader>> = {
  '2006': longYear,
  '06': shortYear,
  January: name(monthNames, (reading, i) => (reading.month = i + 1)),
  Jan: name(shortMonthNames, (reading, i) => (reading.month = i + 1)),
  '1': number('month', false, 1, 12),
  '01': number('month', true, 1, 12),
  Monday: name(dayNames, () => undefined),
  Mon: name(shortDayNames, () => undefined),
  '2': day,
  _2: (value, reading, field) => day(value.replace(/^ /, ''), reading, field),
  '02': number('day', true),
  __2: yearDay(/^ {0,2}(\d{1,3})/),
  '002': yearDay(/^(\d{3})/),
  '15': number('hour', false, 0, 23),
  '3': number('hour', false, 0, 12),
  '03': number('hour', true, 0, 12),
  '4': number('minute', false, 0, 59),
  '04': number('minute', true, 0, 59),
  '5': second(false),
  '05': second(true),
  PM: halfDay('AM', 'PM'),
  pm: halfDay('am', 'pm'),
  MST: readZoneName,
  '.0': fixedFraction,
  '.9': freeFraction,
};

import {
  durationMethod,
  durationString,
  monthMethod,
  monthString,
  weekdayMethod,
  weekdayString,
} from './time/duration.ts';
import type { GoFunc } from './value.ts';
import { GoNum, GoObject } from './value.ts';

/** The exported method of a value, undefined when its type has none of that name. */
export function methodOf(value: unknown, name: string): GoFunc | undefined {
  if (value instanceof GoObject) return value.method(name);
  if (!(value instanceof GoNum)) return undefined;
  switch (value.type.name) {
    case 'time.Duration':
      return durationMethod(value, name);
    case 'time.Month':
      return monthMethod(value, name);
    case 'time.Weekday':
      return weekdayMethod(value, name);
    default:
      return undefined;
  }
}

/** The text of a value's `Error` or `String` method, undefined for a type without one. */
export function stringOf(value: unknown): string | undefined {
  if (value instanceof GoObject) return value.string();
  if (!(value instanceof GoNum)) return undefined;
  switch (value.type.name) {
    case 'time.Duration':
      return durationString(value.value);
    case 'time.Month':
      return monthString(value.value);
    case 'time.Weekday':
      return weekdayString(value.value);
    default:
      return undefined;
  }
}

import { native } from '../native.ts';
import type { GoFunc, GoNum } from '../value.ts';

export const dayNames: readonly string[] = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
];

export const monthNames: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

export const shortDayNames: readonly string[] = dayNames.map((name) => name.slice(0, 3));
export const shortMonthNames: readonly string[] = monthNames.map((name) => name.slice(0, 3));

/** The name of a month 1..12, as Go's `time.Month.String`. */
export function monthString(month: number | bigint): string {
  return monthNames[Number(month) - 1] ?? `%!Month(${BigInt.asUintN(64, BigInt(month))})`;
}

/** The name of a weekday 0..6 from Sunday, as Go's `time.Weekday.String`. */
export function weekdayString(weekday: number | bigint): string {
  return dayNames[Number(weekday)] ?? `%!Weekday(${BigInt.asUintN(64, BigInt(weekday))})`;
}

/** A method of a `time.Month`. */
export function monthMethod(month: GoNum, name: string): GoFunc | undefined {
  return name === 'String' ? native('func() string', () => monthString(month.value)) : undefined;
}

/** A method of a `time.Weekday`. */
export function weekdayMethod(weekday: GoNum, name: string): GoFunc | undefined {
  return name === 'String' ? native('func() string', () => weekdayString(weekday.value)) : undefined;
}

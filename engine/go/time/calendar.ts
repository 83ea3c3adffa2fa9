/*
 * The proleptic Gregorian calendar over days since 1970-01-01. Months are 1..12, days of the year 1..366, weekdays
 * 0..6 from Sunday.
 */

export const secondsPerDay = 86_400;

export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const daysPer400Years = 146_097;
/** Days from 0000-03-01 to 1970-01-01. */
const marchZero = 719_468;

/** Days since 1970-01-01 of a date; the day may be any integer. */
export function daysOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5);
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * daysPer400Years + dayOfEra - marchZero + day - 1;
}

/** The date of a day since 1970-01-01. */
export function dateOf(days: number): CalendarDate {
  const shifted = days + marchZero;
  const era = Math.floor(shifted / daysPer400Years);
  const dayOfEra = shifted - era * daysPer400Years;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const monthLengths: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The number of days of a month. */
export function daysIn(month: number, year: number): number {
  return month === 2 && isLeap(year) ? 29 : (monthLengths[month - 1] ?? 30);
}

/** The day of the year, from 1. */
export function yearDayOf(days: number): number {
  return days - daysOf(dateOf(days).year, 1, 1) + 1;
}

/** The weekday of a day since 1970-01-01, which was a Thursday. */
export function weekdayOf(days: number): number {
  return (((days + 4) % 7) + 7) % 7;
}

/** The year and number of the ISO 8601 week of a day since 1970-01-01. */
export function isoWeekOf(days: number): { readonly year: number; readonly week: number } {
  const thursday = days - ((weekdayOf(days) + 6) % 7) + 3;
  return { year: dateOf(thursday).year, week: Math.floor((yearDayOf(thursday) - 1) / 7) + 1 };
}

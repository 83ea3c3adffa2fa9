import { panic } from '../../go/error.ts';
import { GoTime } from '../../go/time/index.ts';
import { compareStrings } from '../../go/utf8.ts';
import { isDuration } from './arithmetic.ts';
import { intIn, numberClass, numberIn, typeText } from './convert.ts';

/** The order of two numbers, strings, times or durations: negative, 0, positive; NaN for a NaN. @throws {GoError} */
function compare(a: unknown, operator: string, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return order(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  const x = numberClass(a);
  const y = numberClass(b);
  if (x === 'int' && y === 'int') return order(intIn(a), intIn(b));
  if (x && y) return order(Number(numberIn(a)), Number(numberIn(b)));
  if (a instanceof GoTime && b instanceof GoTime) return a.compare(b);
  if (isDuration(a) && isDuration(b)) return order(a.value, b.value);
  throw panic(`invalid operation: ${typeText(a)} ${operator} ${typeText(b)}`);
}

function order(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return a <= b ? 0 : Number.NaN;
}

export function less(a: unknown, b: unknown): boolean {
  return compare(a, '<', b) < 0;
}

export function more(a: unknown, b: unknown): boolean {
  return compare(a, '>', b) > 0;
}

export function lessOrEqual(a: unknown, b: unknown): boolean {
  return compare(a, '<=', b) <= 0;
}

export function moreOrEqual(a: unknown, b: unknown): boolean {
  return compare(a, '>=', b) >= 0;
}

import { panic } from '../../go/error.ts';
import { Location } from '../../go/time/index.ts';
import { parseType } from '../../go/type.ts';
import { GoNil, GoNum, GoPointer, GoSlice, typeOf } from '../../go/value.ts';

import { Zone } from './zone.ts';

const int64Min = -9223372036854775808n;

/** The type of a value as `%T` prints it. */
export function typeText(value: unknown): string {
  return typeOf(value)?.name ?? '<nil>';
}

/** The panic of a Go type assertion that fails. */
export function conversionPanic(value: unknown, wanted: string): Error {
  return panic(`interface conversion: interface {} is ${typeOf(value)?.name ?? 'nil'}, not ${wanted}`);
}

/** A value that must be a string. @throws {GoError} */
export function asString(value: unknown): string {
  if (typeof value === 'string') return value;
  throw conversionPanic(value, 'string');
}

/** A value that must be a bool. @throws {GoError} */
export function asBool(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw conversionPanic(value, 'bool');
}

/** Whether a value is nil: the nil interface or a nil of a type. */
export function isNil(value: unknown): boolean {
  return value === null || value === undefined || value instanceof GoNil;
}

/** What a value points to. */
export function deref(value: unknown): unknown {
  if (typeof value !== 'object') return value;
  if (value instanceof GoPointer) return deref(value.elem);
  if (value instanceof Location) return new Zone(value);
  return value instanceof GoNil && value.type.kind === 'ptr' ? null : value;
}

export type NumberClass = 'int' | 'float' | undefined;

const classes: ReadonlyMap<string, NumberClass> = new Map<string, NumberClass>([
  ['int', 'int'],
  ['int8', 'int'],
  ['int16', 'int'],
  ['int32', 'int'],
  ['int64', 'int'],
  ['uint', 'int'],
  ['uint8', 'int'],
  ['uint16', 'int'],
  ['uint32', 'int'],
  ['uint64', 'int'],
  ['float32', 'float'],
  ['float64', 'float'],
]);

/** Whether a value is an integer or a float of one of Go's own types; undefined for all else, time.Duration included. */
export function numberClass(value: unknown): NumberClass {
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0) ? 'int' : 'float';
  if (typeof value === 'bigint') return 'int';
  return value instanceof GoNum ? classes.get(value.type.name) : undefined;
}

/** The number in a value of a number class. */
export function numberIn(value: unknown): number | bigint {
  return value instanceof GoNum ? value.value : (value as number | bigint);
}

/** The number in an integer after Go's conversion to int. */
export function intIn(value: unknown): number | bigint {
  const number = numberIn(value);
  return typeof number === 'bigint' ? wrap(number) : number;
}

function wrap(value: bigint): number | bigint {
  const wrapped = BigInt.asIntN(64, value);
  const number = Number(wrapped);
  return Number.isSafeInteger(number) ? number : wrapped;
}

/** Go's conversion of a float to int on amd64: towards zero, out of range the smallest int. */
export function truncate(value: number): number | bigint {
  const whole = Math.trunc(value);
  if (Number.isSafeInteger(whole)) return whole === 0 ? 0 : whole;
  return Math.abs(whole) < 2 ** 63 ? BigInt(whole) : int64Min;
}

/** The int that a number converts to. @throws {GoError} `invalid operation: int(string)` */
export function toInt(value: unknown): number | bigint {
  switch (numberClass(value)) {
    case 'int':
      return intIn(value);
    case 'float':
      return truncate(Number(numberIn(value)));
    default:
      throw panic(`invalid operation: int(${typeText(value)})`);
  }
}

/** The float64 that a number converts to. @throws {GoError} `invalid operation: float(string)` */
export function toFloat(value: unknown): number {
  if (numberClass(value) === undefined) throw panic(`invalid operation: float(${typeText(value)})`);
  return Number(numberIn(value));
}

const intSlice = parseType('[]int');

/** A `[]int`. */
export function ints(items: unknown[]): GoSlice {
  return new GoSlice(intSlice, items);
}

const stringSlice = parseType('[]string');

/** A `[]string`. */
export function strings(items: string[]): GoSlice {
  return new GoSlice(stringSlice, items);
}

import { type GoError, panic } from '../../go/error.ts';
import { pow } from '../../go/pow.ts';
import type { Run } from '../../go/run.ts';
import { GoTime } from '../../go/time/index.ts';
import { durationType } from '../../go/type.ts';
import { float64, GoNum, int, int64, sized } from '../../go/value.ts';
import { intIn, numberClass, numberIn, toFloat, typeText } from './convert.ts';

function undefinedFor(a: unknown, operator: string, b: unknown): GoError {
  return panic(`invalid operation: ${typeText(a)} ${operator} ${typeText(b)}`);
}

export function isDuration(value: unknown): value is GoNum {
  return value instanceof GoNum && value.type === durationType;
}

function duration(value: bigint): GoNum {
  return sized(durationType, BigInt.asIntN(64, value));
}

function nanoseconds(value: GoNum): bigint {
  return BigInt(value.value);
}

type Whole = (i: bigint, j: bigint) => bigint;

/** The int of an operation on integers, by doubles where they are exact. */
function whole(a: unknown, b: unknown, quick: (i: number, j: number) => number, slow: Whole): GoNum {
  const i = intIn(a);
  const j = intIn(b);
  if (typeof i === 'number' && typeof j === 'number') {
    const result = quick(i, j);
    if (Number.isSafeInteger(result)) return int(result);
  }
  return int(slow(BigInt(i), BigInt(j)));
}

const sum = (i: number, j: number): number => i + j;
const bigSum: Whole = (i, j) => i + j;
const difference = (i: number, j: number): number => i - j;
const bigDifference: Whole = (i, j) => i - j;
const product = (i: number, j: number): number => i * j;
const bigProduct: Whole = (i, j) => i * j;

/** `a + b`: numbers, strings, durations, a time and a duration. @throws {GoError} */
export function add(a: unknown, b: unknown, run?: Run): unknown {
  if (typeof a === 'string' && typeof b === 'string') return joined(a, b, run);
  const x = numberClass(a);
  const y = numberClass(b);
  if (x === 'int' && y === 'int') return whole(a, b, sum, bigSum);
  if (x && y) return float64(toFloat(a) + toFloat(b));
  if (isDuration(a) && isDuration(b)) return duration(nanoseconds(a) + nanoseconds(b));
  if (a instanceof GoTime && isDuration(b)) return a.add(nanoseconds(b));
  if (isDuration(a) && b instanceof GoTime) return b.add(nanoseconds(a));
  throw undefinedFor(a, '+', b);
}

function joined(a: string, b: string, run: Run | undefined): string {
  run?.checkLength(a.length + b.length);
  return a + b;
}

/** `a - b`: numbers, times, durations, a time less a duration. @throws {GoError} */
export function subtract(a: unknown, b: unknown): unknown {
  const x = numberClass(a);
  const y = numberClass(b);
  if (x === 'int' && y === 'int') return whole(a, b, difference, bigDifference);
  if (x && y) return float64(toFloat(a) - toFloat(b));
  if (isDuration(a) && isDuration(b)) return duration(nanoseconds(a) - nanoseconds(b));
  if (a instanceof GoTime && b instanceof GoTime) return duration(a.sub(b));
  if (a instanceof GoTime && isDuration(b)) return a.add(BigInt.asIntN(64, -nanoseconds(b)));
  throw undefinedFor(a, '-', b);
}

/** `a * b`: numbers; an int and a duration give a duration, a float and a duration a float. @throws {GoError} */
export function multiply(a: unknown, b: unknown): unknown {
  const x = isDuration(a) ? 'duration' : numberClass(a);
  const y = isDuration(b) ? 'duration' : numberClass(b);
  if (!x || !y) throw undefinedFor(a, '*', b);
  if (x === 'float' || y === 'float') return float64(Number(numberIn(a)) * Number(numberIn(b)));
  if (x === 'duration' || y === 'duration') return durationProduct(intIn(a), intIn(b));
  return whole(a, b, product, bigProduct);
}

function durationProduct(a: number | bigint, b: number | bigint): GoNum {
  const small = Number(a) * Number(b);
  return Number.isSafeInteger(small) ? sized(durationType, small) : duration(BigInt(a) * BigInt(b));
}

/** `a / b`, always a float64. @throws {GoError} */
export function divide(a: unknown, b: unknown): unknown {
  if (!numberClass(a) || !numberClass(b)) throw undefinedFor(a, '/', b);
  return float64(toFloat(a) / toFloat(b));
}

/** `a % b` of integers, with the sign of `a`. @throws {GoError} */
export function modulo(a: unknown, b: unknown): unknown {
  if (numberClass(a) !== 'int' || numberClass(b) !== 'int') throw undefinedFor(a, '%', b);
  const [i, j] = [intIn(a), intIn(b)];
  if (j === 0) throw panic('runtime error: integer divide by zero');
  return typeof i === 'number' && typeof j === 'number' ? int(i % j || 0) : int(BigInt(i) % BigInt(j));
}

/** `a ** b`, always a float64. @throws {GoError} */
export function exponent(a: unknown, b: unknown): unknown {
  return float64(pow(toFloat(a), toFloat(b)));
}

/** `-a`, of the type of `a`. @throws {GoError} */
export function negate(value: unknown): unknown {
  switch (numberClass(value)) {
    case 'float':
      return value instanceof GoNum ? withValue(value, -Number(value.value)) : float64(-(value as number));
    case 'int':
      if (!(value instanceof GoNum)) return int64(-(value as bigint));
      return value.type.name === 'int' ? int(-value.value) : withValue(value, wrapTo(value, -BigInt(value.value)));
    default:
      throw panic(`invalid operation: - ${typeText(value)}`);
  }
}

/** A number of the type of another. */
export function withValue(like: GoNum, value: number | bigint): unknown {
  return like.type.name === 'float64' ? float64(Number(value)) : sized(like.type, value);
}

/** An integer reduced to the width of a number's type. */
export function wrapTo(like: GoNum, value: bigint): bigint {
  const { name } = like.type;
  const bits = Number(/\d+$/.exec(name)?.[0] ?? 64);
  return name.startsWith('u') ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value);
}

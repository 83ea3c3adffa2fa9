import { panic } from './error.ts';

/** A decimal number, `value * 10^exponent`, as shopspring/decimal has it. */
export interface Decimal {
  readonly value: bigint;
  readonly exponent: number;
}

/** Digits after the point that a division keeps. */
const divisionPrecision = 16;

/** The decimal of the shortest digits that read back as `value`. @throws {GoError} a panic for NaN and infinities */
export function fromFloat(value: number): Decimal {
  if (value === 0) return { value: 0n, exponent: 0 };
  if (!Number.isFinite(value)) throw panic(`Cannot create a Decimal from ${infinityText(value)}`);
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return { value: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

function infinityText(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

/** The nearest float64. */
export function toFloat(decimal: Decimal): number {
  return Number(`${decimal.value}e${decimal.exponent}`);
}

function aligned(a: Decimal, b: Decimal): readonly [a: bigint, b: bigint, exponent: number] {
  const exponent = Math.min(a.exponent, b.exponent);
  return [a.value * powerOfTen(a.exponent - exponent), b.value * powerOfTen(b.exponent - exponent), exponent];
}

function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

export function add(a: Decimal, b: Decimal): Decimal {
  const [x, y, exponent] = aligned(a, b);
  return { value: x + y, exponent };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  const [x, y, exponent] = aligned(a, b);
  return { value: x - y, exponent };
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { value: a.value * b.value, exponent: a.exponent + b.exponent };
}

/** The quotient to 16 digits after the point, half away from zero. @throws {GoError} a panic for division by zero */
export function divide(a: Decimal, b: Decimal): Decimal {
  if (b.value === 0n) throw panic('decimal division by 0');
  const shift = a.exponent - b.exponent + divisionPrecision;
  const numerator = shift > 0 ? a.value * powerOfTen(shift) : a.value;
  const denominator = shift < 0 ? b.value * powerOfTen(-shift) : b.value;
  const quotient = numerator / denominator;
  const isDown = 2n * abs(numerator % denominator) < abs(denominator);
  const away = numerator < 0n === denominator < 0n ? 1n : -1n;
  return { value: isDown ? quotient : quotient + away, exponent: -divisionPrecision };
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

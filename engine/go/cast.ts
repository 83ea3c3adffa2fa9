import { parseFloat as parseGoFloat, parseInt as parseGoInt } from './strconv.ts';
import { isFloatKind } from './type.ts';
import { GoNum, typeOf } from './value.ts';

const minInt64 = -(1n << 63n);

/**
 * The int64 of any value as spf13/cast 1.7.1 makes it: text by its prefix with a tail of zero decimals cut off, floats
 * truncated, 0 for what is no number, -2^63 for NaN and floats out of range.
 */
export function toInt64(value: unknown): bigint {
  switch (typeof value) {
    case 'number':
      return Number.isSafeInteger(value) ? BigInt(value) : truncate(value);
    case 'bigint':
      return value;
    case 'string':
      return fromText(value);
    case 'boolean':
      return value ? 1n : 0n;
    default:
      return value instanceof GoNum ? fromNumber(value) : 0n;
  }
}

/** As toInt64; int has 64 bits. */
export const toInt: (value: unknown) => bigint = toInt64;

function fromNumber({ type, value }: GoNum): bigint {
  if (type.name === 'time.Duration') return 0n;
  if (isFloatKind(type.kind)) return truncate(Number(value));
  return BigInt.asIntN(64, BigInt(value));
}

/** The int64 of a float64 as amd64 converts it. */
export function truncate(value: number): bigint {
  return value >= -(2 ** 63) && value < 2 ** 63 ? BigInt(Math.trunc(value)) : minInt64;
}

function fromText(text: string): bigint {
  try {
    return parseInt64(text);
  } catch {
    return 0n;
  }
}

/** The int64 of a text by its prefix, a tail of zero decimals cut off. @throws {GoError} for a text that is none */
export function parseInt64(text: string): bigint {
  return parseGoInt(text.replace(/\.0+\.*$/, ''), 0, 0);
}

/** The float64 of any value as spf13/cast 1.7.1 makes it; 0 for what is no number. */
export function toFloat64(value: unknown): number {
  switch (typeof value) {
    case 'number':
      return value;
    case 'bigint':
      return Number(value);
    case 'string':
      return floatOfText(value);
    case 'boolean':
      return value ? 1 : 0;
    default:
      return value instanceof GoNum && typeOf(value)?.name !== 'time.Duration' ? Number(value.value) : 0;
  }
}

function floatOfText(text: string): number {
  try {
    return parseGoFloat(text);
  } catch {
    return 0;
  }
}

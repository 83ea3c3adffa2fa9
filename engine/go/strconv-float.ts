import { frexp } from './frexp.ts';
import { numError, range, syntax, underscoresFit } from './num-error.ts';

export type FloatFormat = 'b' | 'e' | 'E' | 'f' | 'g' | 'G' | 'x' | 'X';

/** Decimal digits d₁d₂… and the position of the point: 0.d₁d₂… × 10^point. No digits stand for zero. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

const zero: Decimal = { digits: '', point: 0 };

/**
 * Text of a floating-point number as strconv.FormatFloat has it. Precision -1 gives the fewest digits that read back
 * as the same number.
 */
export function formatFloat(value: number, format: FloatFormat, precision = -1, bits: 32 | 64 = 64): string {
  const number = bits === 32 ? Math.fround(value) : value;
  if (Number.isNaN(number)) return 'NaN';
  if (!Number.isFinite(number)) return number > 0 ? '+Inf' : '-Inf';
  const sign = number < 0 || Object.is(number, -0) ? '-' : '';
  return sign + formatMagnitude(Math.abs(number), format, precision, bits);
}

function formatMagnitude(value: number, format: FloatFormat, precision: number, bits: 32 | 64): string {
  if (format === 'b') return binary(value, bits);
  if (format === 'x' || format === 'X') return hexadecimal(value, format, precision);
  if (precision >= 0) return fixedPrecision(value, format, precision);
  const decimal = value === 0 ? zero : shortest(value, bits);
  const { digits, point } = decimal;
  if (format === 'f') return plain(decimal, Math.max(digits.length - point, 0));
  if (format === 'e' || format === 'E') return exponential(decimal, Math.max(digits.length - 1, 0), format);
  return general(decimal, format, digits.length, 6);
}

function fixedPrecision(value: number, format: FloatFormat, precision: number): string {
  if (format === 'f') return plain(value === 0 ? zero : roundedToPlaces(value, precision), precision);
  if (format === 'e' || format === 'E') {
    return exponential(value === 0 ? zero : roundedToDigits(value, precision + 1), precision, format);
  }
  const count = Math.max(precision, 1);
  const decimal = value === 0 ? zero : trimZeros(roundedToDigits(value, count));
  const significant = decimal.digits.length;
  const limit = count > significant && significant >= decimal.point ? significant : count;
  return general(decimal, format, count, limit);
}

function general(decimal: Decimal, format: FloatFormat, precision: number, limit: number): string {
  const { digits, point } = decimal;
  const exponent = point - 1;
  if (exponent < -4 || exponent >= limit) {
    return exponential(decimal, Math.min(precision, digits.length) - 1, format === 'G' ? 'E' : 'e');
  }
  const count = precision > point ? digits.length : precision;
  return plain(decimal, Math.max(count - point, 0));
}

function exponential({ digits, point }: Decimal, precision: number, letter: string): string {
  const exponent = digits === '' ? 0 : point - 1;
  const fraction = precision > 0 ? `.${digits.slice(1, precision + 1).padEnd(precision, '0')}` : '';
  const magnitude = Math.abs(exponent);
  return `${digits[0] ?? '0'}${fraction}${letter}${exponent < 0 ? '-' : '+'}${magnitude < 10 ? '0' : ''}${magnitude}`;
}

function plain({ digits, point }: Decimal, precision: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  if (precision <= 0) return whole;
  const fraction = point >= 0 ? digits.slice(point) : '0'.repeat(Math.min(-point, precision)) + digits;
  return `${whole}.${fraction.slice(0, precision).padEnd(precision, '0')}`;
}

function shortest(value: number, bits: 32 | 64): Decimal {
  if (bits === 64) return fromExponential(value.toExponential());
  for (let count = 1; count < 9; count++) {
    const decimal = roundedToDigits(value, count);
    const above = next(decimal);
    const nearest = frexp(value)[0] === 0.5 && isHalfway(value, decimal) ? [above, decimal] : [decimal, above];
    const found = nearest.find((near) => Math.fround(numberOf(near)) === value);
    if (found) return trimZeros(found);
  }
  return trimZeros(roundedToDigits(value, 9));
}

function numberOf({ digits, point }: Decimal): number {
  return Number(`0.${digits}e${point}`);
}

/** Whether a number lies half a last digit above a decimal, from where Go goes up for powers of two, else to even. */
function isHalfway(value: number, { digits, point }: Decimal): boolean {
  return numberOf({ digits: `${digits}5`, point }) === value;
}

/** The next number of so many digits: the nearest one may lie too far below a power of two, which has more room above. */
function next({ digits, point }: Decimal): Decimal {
  const text = String(BigInt(digits) + 1n);
  return { digits: text, point: point + text.length - digits.length };
}

function fromExponential(text: string): Decimal {
  const at = text.indexOf('e');
  return trimZeros({ digits: text.slice(0, at).replace('.', ''), point: Number(text.slice(at + 1)) + 1 });
}

function trimZeros({ digits, point }: Decimal): Decimal {
  return { digits: digits.replace(/0+$/, ''), point };
}

/** No float64 has more decimal places. */
const maxPlaces = 1100;

function roundedToPlaces(value: number, places: number): Decimal {
  const kept = Math.min(places, maxPlaces);
  const scaled = scaledByTen(value, kept);
  if (scaled === 0n) return zero;
  const digits = scaled.toString();
  return { digits, point: digits.length - kept };
}

function roundedToDigits(value: number, count: number): Decimal {
  const kept = Math.min(count, maxPlaces);
  const text = value.toExponential();
  let exponent = Number(text.slice(text.indexOf('e') + 1));
  let digits = scaledByTen(value, kept - 1 - exponent).toString();
  if (digits.length < kept) {
    exponent--;
    digits = scaledByTen(value, kept - 1 - exponent).toString();
  }
  const point = exponent + 1 + (digits.length - kept);
  return { digits: digits.slice(0, kept), point };
}

/** value × 10^power, rounded to the nearest integer, halves to even. */
function scaledByTen(value: number, power: number): bigint {
  const [mantissa, exponent] = split(value);
  let numerator = mantissa;
  let denominator = 1n;
  if (power >= 0) numerator *= 10n ** BigInt(power);
  else denominator = 10n ** BigInt(-power);
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  return divideToEven(numerator, denominator);
}

function divideToEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = (numerator - quotient * denominator) * 2n;
  return twice > denominator || (twice === denominator && (quotient & 1n) === 1n) ? quotient + 1n : quotient;
}

/** Mantissa and exponent with value = mantissa × 2^exponent. The mantissa has 53 bits unless denormal. */
function split(value: number): [mantissa: bigint, exponent: number] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const word = view.getBigUint64(0);
  const biased = Number((word >> 52n) & 0x7ffn);
  const fraction = word & 0xf_ffff_ffff_ffffn;
  return biased === 0 ? [fraction, -1074] : [fraction | (1n << 52n), biased - 1075];
}

function binary(value: number, bits: 32 | 64): string {
  let [mantissa, exponent] = split(value);
  if (bits === 32) {
    mantissa >>= 29n;
    exponent += 29;
    for (; exponent < -149; exponent++) mantissa >>= 1n;
    if (value === 0) exponent = -149;
  }
  return `${mantissa}p${exponent >= 0 ? '+' : ''}${exponent}`;
}

function hexadecimal(value: number, format: 'x' | 'X', precision: number): string {
  let [mantissa, exponent] = split(value);
  exponent = value === 0 ? 0 : exponent + 52;
  mantissa <<= 8n;
  while (mantissa !== 0n && mantissa < 1n << 60n) {
    mantissa <<= 1n;
    exponent--;
  }
  if (precision >= 0 && precision < 15) {
    const step = 1n << BigInt(60 - precision * 4);
    mantissa = divideToEven(mantissa, step) * step;
    if (mantissa >= 1n << 61n) {
      mantissa >>= 1n;
      exponent++;
    }
  }
  const lead = mantissa >> 60n;
  let fraction = (mantissa & ((1n << 60n) - 1n)).toString(16).padStart(15, '0');
  fraction = precision < 0 ? fraction.replace(/0+$/, '') : fraction.slice(0, precision).padEnd(precision, '0');
  const magnitude = Math.abs(exponent);
  const power = `p${exponent < 0 ? '-' : '+'}${magnitude < 10 ? '0' : ''}${magnitude}`;
  const text = `0x${lead}${fraction === '' ? '' : `.${fraction}`}${power}`;
  return format === 'X' ? text.toUpperCase() : text;
}

const decimalText = /^[+-]?(?:[0-9_]*[0-9][0-9_]*(?:\.[0-9_]*)?|_*\.[0-9_]*[0-9][0-9_]*)(?:e[+-]?[0-9][0-9_]*)?$/i;
const hexText = /^([+-]?)0x([0-9a-f_]*)(?:\.([0-9a-f_]*))?p([+-]?[0-9][0-9_]*)$/i;

/**
 * The floating-point number that a text stands for: decimal or hexadecimal, `inf`, `nan`, underscores as in Go source.
 * @throws {GoError} with the text of strconv.ParseFloat
 */
export function parseFloating(text: string, bits: 32 | 64 = 64): number {
  const value = special(text) ?? finite(text);
  const number = bits === 32 ? Math.fround(value) : value;
  if (!Number.isFinite(number) && special(text) === undefined) throw numError('ParseFloat', text, range);
  return number;
}

function special(text: string): number | undefined {
  if (!/^(?:[+-]?inf(?:inity)?|nan)$/i.test(text)) return undefined;
  if (/^nan$/i.test(text)) return Number.NaN;
  return text[0] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

function finite(text: string): number {
  const hex = hexText.exec(text);
  if (!hex && !decimalText.test(text)) throw numError('ParseFloat', text, syntax);
  if (text.includes('_') && !underscoresFit(text)) throw numError('ParseFloat', text, syntax);
  if (!hex) return Number(text.replaceAll('_', ''));
  const [, sign, whole = '', fraction = '', power = ''] = hex.map((part) => part?.replaceAll('_', ''));
  if (whole + fraction === '') throw numError('ParseFloat', text, syntax);
  const value = timesPowerOfTwo(BigInt(`0x${whole}${fraction}`), Number(power) - 4 * fraction.length);
  return sign === '-' ? -value : value;
}

/** mantissa × 2^exponent, rounded to the nearest float64, halves to even. */
function timesPowerOfTwo(mantissa: bigint, exponent: number): number {
  if (mantissa === 0n) return 0;
  const length = mantissa.toString(2).length;
  if (length + exponent > 1024) return Number.POSITIVE_INFINITY;
  if (length + exponent < -1074) return 0;
  const drop = Math.max(length - 53, -1074 - exponent);
  const kept = drop > 0 ? divideToEven(mantissa, 1n << BigInt(drop)) : mantissa;
  const power = drop > 0 ? exponent + drop : exponent;
  return power < -1000 ? (Number(kept) * 2 ** (power + 200)) / 2 ** 200 : Number(kept) * 2 ** power;
}

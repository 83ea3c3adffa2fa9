import { numError, range, syntax, underscoresFit } from './num-error.ts';

export { canBackquote, quote, quoteRune, quoteRuneToASCII, quoteToASCII, unquote } from './quote.ts';
export { type FloatFormat, formatFloat, parseFloating as parseFloat } from './strconv-float.ts';
export { isPrint } from './unicode.ts';

/**
 * The integer that a text stands for. Base 0 takes the base from the prefix (0b, 0o, 0, 0x) and allows underscores;
 * bits 0 means 64.
 * @throws {GoError} with the text of strconv.ParseInt
 */
export function parseInteger(text: string, base = 10, bits = 64): bigint {
  return signed('ParseInt', text, base, bits);
}

/** The int that a decimal text stands for. @throws {GoError} with the text of strconv.Atoi */
export function atoi(text: string): bigint {
  return signed('Atoi', text, 10, 64);
}

function signed(func: string, text: string, base: number, bits: number): bigint {
  if (text === '') throw numError(func, text, syntax);
  const negative = text[0] === '-';
  const digits = negative || text[0] === '+' ? text.slice(1) : text;
  const size = bits === 0 ? 64 : bits;
  const magnitude = unsigned(func, text, digits, base, bits);
  const limit = 1n << BigInt(size - 1);
  if (magnitude === undefined || magnitude > limit || (magnitude === limit && !negative)) {
    throw numError(func, text, range);
  }
  return negative ? -magnitude : magnitude;
}

/** As parseInt for unsigned integers; no sign is allowed. @throws {GoError} with the text of strconv.ParseUint */
export function parseUint(text: string, base = 10, bits = 64): bigint {
  const value = unsigned('ParseUint', text, text, base, bits);
  if (value === undefined) throw numError('ParseUint', text, range);
  return value;
}

/** Value of the digits; undefined when they exceed `bits`, which Go notices before it sees a later invalid digit. */
function unsigned(func: string, text: string, digits: string, base: number, bits: number): bigint | undefined {
  if (digits === '') throw numError(func, text, syntax);
  if (base !== 0 && (base < 2 || base > 36)) throw numError(func, text, `invalid base ${base}`);
  if (bits < 0 || bits > 64) throw numError(func, text, `invalid bit size ${bits}`);
  const [radix, skip] = base === 0 ? prefixOf(digits) : [base, 0];
  const max = (1n << BigInt(bits === 0 ? 64 : bits)) - 1n;
  const wide = BigInt(radix);
  let value = 0n;
  let underscores = false;
  for (let i = skip; i < digits.length; i++) {
    const code = digits.charCodeAt(i);
    if (code === 0x5f && base === 0) {
      underscores = true;
      continue;
    }
    const digit = digitOf(code);
    if (digit >= radix) throw numError(func, text, syntax);
    value = value * wide + BigInt(digit);
    if (value > max) return undefined;
  }
  if (underscores && !underscoresFit(digits)) throw numError(func, text, syntax);
  return value;
}

function prefixOf(digits: string): [radix: number, skip: number] {
  if (digits[0] !== '0') return [10, 0];
  const letter = digits.length >= 3 ? (digits[1] as string).toLowerCase() : '';
  if (letter === 'b') return [2, 2];
  if (letter === 'o') return [8, 2];
  if (letter === 'x') return [16, 2];
  return [8, 1];
}

function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a ? lower - 0x61 + 10 : 99;
}

export { parseInteger as parseInt };

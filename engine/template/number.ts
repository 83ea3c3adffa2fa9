import { GoError } from '../go/error.ts';
import { parseFloat as parseGoFloat, parseInt as parseGoInt, parseUint, quote, unquote } from '../go/strconv.ts';

/** A number constant, under every type that can hold it: the behaviour of Go's ideal constants. */
export interface NumberValue {
  /** Set when the number is integral and fits an int64. */
  readonly int: bigint | undefined;
  /** Set when the number is integral and fits a uint64. */
  readonly uint: bigint | undefined;
  readonly float: number | undefined;
  readonly complex: { readonly re: number; readonly im: number } | undefined;
}

/**
 * The value of a number token, as text/template/parse's `newNumber`.
 * @throws {GoError} with Go's text for one that is malformed or out of range
 */
export function parseNumber(text: string, type: 'charconst' | 'complex' | 'number'): NumberValue {
  if (type === 'charconst') return parseRune(text);
  if (type === 'complex') return simplify(scanComplex(text));
  const imaginary = text.endsWith('i') ? attempt(() => parseGoFloat(text.slice(0, -1))) : undefined;
  return imaginary === undefined ? parseReal(text) : simplify({ re: 0, im: imaginary });
}

function attempt<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof GoError) return undefined;
    throw error;
  }
}

const runeLiteral = /^(?:\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{3}|[^xuU0-7])|[^\\'])/u;

function parseRune(text: string): NumberValue {
  const first = runeLiteral.exec(text.slice(1))?.[0];
  if (first === undefined) throw new GoError('invalid syntax');
  const char = unquote(`'${first}'`);
  if (text.slice(1 + first.length) !== "'") throw new GoError(`malformed character constant: ${text}`);
  const code = char.codePointAt(0) as number;
  const rune = code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code;
  return { int: BigInt(rune), uint: BigInt(rune), float: rune, complex: undefined };
}

function parseReal(text: string): NumberValue {
  const int = attempt(() => parseGoInt(text, 0, 64));
  const uint = attempt(() => parseUint(text, 0, 64)) ?? (int === 0n ? 0n : undefined);
  const integer = int ?? uint;
  if (integer !== undefined) return { int, uint, float: Number(integer), complex: undefined };
  const float = attempt(() => parseGoFloat(text));
  if (float === undefined) throw new GoError(`illegal number syntax: ${quote(text)}`);
  if (!/[.eEpP]/.test(text)) throw new GoError(`integer overflow: ${quote(text)}`);
  return { ...integersOf(float), float, complex: undefined };
}

function integersOf(float: number): { int: bigint | undefined; uint: bigint | undefined } {
  const integral = Number.isInteger(float);
  return {
    int: integral && float >= -(2 ** 63) && float < 2 ** 63 ? BigInt(float) : undefined,
    uint: integral && float >= 0 && float < 2 ** 64 ? BigInt(float) : undefined,
  };
}

function simplify(complex: { re: number; im: number }): NumberValue {
  return complex.im === 0
    ? { ...integersOf(complex.re), float: complex.re, complex }
    : { int: undefined, uint: undefined, float: undefined, complex };
}

const floatToken =
  '([+-]?(?:0[xX][\\da-fA-F_]*(?:\\.[\\da-fA-F_]*)?(?:[pP][+-]?[\\d_]*)?|[\\d_]*(?:\\.[\\d_]*)?(?:[eEpP][+-]?[\\d_]*)?))';
const complexLiteral = new RegExp(`^${floatToken}(?=[+-])${floatToken}i`);

function scanComplex(text: string): { re: number; im: number } {
  const [, re, im] = complexLiteral.exec(text) ?? [];
  if (re === undefined || im === undefined) throw new GoError('syntax error scanning complex number');
  return { re: parseGoFloat(re), im: parseGoFloat(im) };
}

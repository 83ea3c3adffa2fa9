import { compileRegexp } from '../../go/regexp.ts';
import { fromBytes, toBytes } from '../../go/utf8.ts';
import { asString, conversionPanic, isNil } from './convert.ts';

type Regexp = ReturnType<typeof compileRegexp>;
type Test = (text: string, part: string) => boolean;

/** A test of two strings; nil on either side is false. */
function textual(test: Test): (a: unknown, b: unknown) => boolean {
  return (a, b) => {
    if (typeof a === 'string' && typeof b === 'string') return test(a, b);
    return !isNil(a) && !isNil(b) && test(asString(a), asString(b));
  };
}

/** Bytes as characters, for strings whose invalid bytes may be parts of characters of others. */
export function latin1(text: string): string {
  return Buffer.from(toBytes(text)).toString('latin1');
}

/** The text of bytes as characters. */
export function fromLatin1(bytes: string): string {
  return fromBytes(Buffer.from(bytes, 'latin1'));
}

/** A test of bytes by JavaScript's own one, which only agrees where both are valid UTF-8. */
function bytewise(test: Test): Test {
  return (text, part) => (part.isWellFormed() ? test(text, part) : test(latin1(text), latin1(part)));
}

/** A change of a text by a part of it, made to the bytes where the part is no valid UTF-8. */
export function changeBytewise(change: (text: string, part: string) => string): (text: string, part: string) => string {
  return (text, part) => (part.isWellFormed() ? change(text, part) : fromLatin1(change(latin1(text), latin1(part))));
}

export const includes: (a: unknown, b: unknown) => boolean = textual(bytewise((text, part) => text.includes(part)));
export const startsWith: (a: unknown, b: unknown) => boolean = textual(bytewise((text, part) => text.startsWith(part)));
export const endsWith: (a: unknown, b: unknown) => boolean = textual(bytewise((text, part) => text.endsWith(part)));

/** `value matches pattern` for a pattern known beforehand. @throws {GoError} for a value that is no text */
export function matchesRegexp(value: unknown, regexp: Regexp): boolean {
  if (typeof value === 'string') return regexp.match(value);
  if (isNil(value)) return false;
  if (value instanceof Uint8Array) return regexp.match(fromBytes(value));
  throw conversionPanic(value, '[]uint8');
}

/** `value matches pattern`. @throws {GoError} for a bad pattern */
export function matches(value: unknown, pattern: unknown): boolean {
  if (isNil(value) || isNil(pattern)) return false;
  const source = asString(pattern);
  if (typeof value !== 'string' && !(value instanceof Uint8Array)) throw conversionPanic(value, '[]uint8');
  return matchesRegexp(value, compileRegexp(source));
}

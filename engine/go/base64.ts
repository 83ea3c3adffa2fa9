import { GoError } from './error.ts';
import { toBytes } from './utf8.ts';

/** The text of bytes in base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/**
 * The bytes of a base64 text with padding, line ends skipped, as Go's `base64.StdEncoding.DecodeString`.
 * @throws {GoError} with Go's text, e.g. `illegal base64 data at input byte 4`
 */
export function decodeBase64(text: string): Uint8Array {
  const bad = firstBadByte(text);
  if (bad !== undefined) throw new GoError(`illegal base64 data at input byte ${bad}`);
  return new Uint8Array(Buffer.from(text, 'base64'));
}

/** Where Go's decoder stops, undefined for valid text. */
function firstBadByte(text: string): number | undefined {
  const source = Buffer.from(toBytes(text)).toString('latin1');
  let digits = 0;
  for (let i = 0; i < source.length; i++) {
    const char = source[i] as string;
    if (isLineEnd(char)) continue;
    if (char === '=') return badPadding(source, i, digits % 4);
    if (!/[A-Za-z\d+/]/.test(char)) return i;
    digits++;
  }
  return digits % 4 === 0 ? undefined : source.length - (digits % 4);
}

/** As `firstBadByte`, for a first `=` at `at` that follows `digits` digits of a group of four. */
function badPadding(source: string, at: number, digits: number): number | undefined {
  if (digits < 2) return at;
  let next = skipLineEnds(source, at + 1);
  if (digits === 2) {
    if (next === source.length) return next;
    if (source[next] !== '=') return next - 1;
    next = skipLineEnds(source, next + 1);
  }
  return next < source.length ? next : undefined;
}

function isLineEnd(char: string | undefined): boolean {
  return char === '\n' || char === '\r';
}

function skipLineEnds(source: string, at: number): number {
  while (isLineEnd(source[at])) at++;
  return at;
}

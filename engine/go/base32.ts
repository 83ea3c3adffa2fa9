import { GoError } from './error.ts';
import { toBytes } from './utf8.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The text of bytes in base32 with padding. */
export function encodeBase32(bytes: Uint8Array): string {
  const digits = Buffer.alloc(Math.ceil(bytes.length / 5) * 8, '=');
  let length = 0;
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) digits[length++] = alphabet.charCodeAt((value >> (bits - 5)) & 31);
    value &= (1 << bits) - 1;
  }
  if (bits > 0) digits[length] = alphabet.charCodeAt((value << (5 - bits)) & 31);
  return digits.toString('latin1');
}

/**
 * The bytes of a base32 text with padding, line ends skipped, as Go's `base32.StdEncoding.DecodeString`. Positions in
 * errors do not count line ends.
 * @throws {GoError} with Go's text, e.g. `illegal base32 data at input byte 4`
 */
export function decodeBase32(text: string): Uint8Array {
  const source = Buffer.from(toBytes(text))
    .toString('latin1')
    .replace(/[\r\n]/g, '');
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const digit of source.slice(0, digitCount(source))) {
    value = (value << 5) | alphabet.indexOf(digit);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 0xff);
      value &= (1 << bits) - 1;
    }
  }
  return Uint8Array.from(bytes);
}

function corrupt(at: number): GoError {
  return new GoError(`illegal base32 data at input byte ${at}`);
}

/** How many digits stand before the padding, all of them valid. */
function digitCount(source: string): number {
  for (let i = 0; i < source.length; i++) {
    const char = source[i] as string;
    const rest = source.length - i - 1;
    if (char === '=' && i % 8 >= 2 && rest < 8) {
      checkPadding(source, i, rest);
      return i;
    }
    if (!alphabet.includes(char)) throw corrupt(i);
  }
  if (source.length % 8 !== 0) throw corrupt(source.length - (source.length % 8));
  return source.length;
}

/** The first `=` is at `at`, `rest` characters follow it. */
function checkPadding(source: string, at: number, rest: number): void {
  const digits = at % 8;
  const wanted = 7 - digits;
  if (rest < wanted) throw corrupt(source.length);
  for (let k = 0; k < wanted; k++) if (source[at + 1 + k] !== '=') throw corrupt(at + k);
  if (digits === 3 || digits === 6) throw corrupt(at);
}

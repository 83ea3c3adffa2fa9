import { isAscii, toBytes } from '../utf8.ts';

/** A string with one character per UTF-8 byte, so that positions in it are Go's. */
export function toByteString(text: string): string {
  return isAscii(text) ? text : Buffer.from(toBytes(text)).toString('latin1');
}

/** The quoted form of a byte string in errors of Go's package time, which differs from `strconv.Quote`. */
export function quoteBytes(bytes: string): string {
  return `"${bytes.replace(/[\0-\x1f"\\\x80-\xff]/g, escapeByte)}"`;
}

function escapeByte(byte: string): string {
  return byte === '"' || byte === '\\' ? `\\${byte}` : `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

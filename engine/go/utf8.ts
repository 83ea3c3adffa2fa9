import { RuneWriter } from './rune.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const nonAscii = /[^\0-\x7f]/;

/** Whether every character of a string is one byte. */
export function isAscii(text: string): boolean {
  return !nonAscii.test(text);
}

/** The UTF-8 bytes of a Go string; lone surrogates U+DC80..U+DCFF are the invalid bytes they stand for. */
export function toBytes(text: string): Uint8Array {
  return text.isWellFormed() ? encoder.encode(text) : invalidToBytes(text);
}

/** As `toBytes`; a surrogate that stands for no byte is U+FFFD. */
function invalidToBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  let start = 0;
  const flush = (end: number): void => {
    if (start < end) length += encoder.encodeInto(text.slice(start, end), bytes.subarray(length)).written;
  };
  for (const { 0: unit, index } of text.matchAll(/[\udc80-\udcff]/gu)) {
    flush(index);
    bytes[length++] = unit.charCodeAt(0) - 0xdc00;
    start = index + 1;
  }
  flush(text.length);
  return bytes.slice(0, length);
}

/** The Go string of bytes; each byte that is not part of valid UTF-8 becomes a lone surrogate U+DC80..U+DCFF. */
export function fromBytes(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return fromInvalid(bytes);
  }
}

function fromInvalid(bytes: Uint8Array): string {
  const out = new RuneWriter();
  for (let i = 0; i < bytes.length; ) {
    const size = runeSize(bytes, i);
    out.write(size === 0 ? 0xdc00 + (bytes[i] as number) : decode(bytes, i, size));
    i += size || 1;
  }
  return out.toString();
}

const smallest = [0, 0, 0x80, 0x800, 0x10000];

/** Length of the valid UTF-8 sequence at `i`, 0 when there is none. */
function runeSize(bytes: Uint8Array, i: number): number {
  const size = sizeByLead(bytes[i] as number);
  if (size < 2) return size;
  for (let k = 1; k < size; k++) if (((bytes[i + k] ?? 0) & 0xc0) !== 0x80) return 0;
  const rune = decode(bytes, i, size);
  return rune < (smallest[size] as number) || rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff) ? 0 : size;
}

function sizeByLead(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

function decode(bytes: Uint8Array, i: number, size: number): number {
  const first = bytes[i] as number;
  if (size === 1) return first;
  let rune = first & (0xff >> (size + 1));
  for (let k = 1; k < size; k++) rune = (rune << 6) | ((bytes[i + k] as number) & 0x3f);
  return rune;
}

/** Length in bytes. */
export function byteLength(text: string): number {
  return isAscii(text) ? text.length : toBytes(text).length;
}

/** `text[start:end]` in bytes; the caller has checked the bounds. */
export function byteSlice(text: string, start: number, end: number): string {
  return isAscii(text) ? text.slice(start, end) : fromBytes(toBytes(text).subarray(start, end));
}

/** The runes of a Go string; each invalid byte is U+FFFD. */
export function runes(text: string): number[] {
  return Array.from(text, (char) => {
    const code = char.codePointAt(0) as number;
    return code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
  });
}

/** The text with each invalid byte as U+FFFD, as Go's JSON encoder has it. */
export function toValid(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed();
}

/** Order of two Go strings by their bytes: negative, zero or positive. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return x < 0xd800 && y < 0xd800 ? x - y : compareUnits(x, y, a, b);
  }
  return a.length - b.length;
}

function compareUnits(x: number, y: number, a: string, b: string): number {
  const special = x >= 0xd800 && x < 0xe000 && y >= 0xd800 && y < 0xe000;
  if (!special && x < 0xd800 && y < 0xd800) return x - y;
  return Buffer.compare(toBytes(a), toBytes(b));
}

/** Number of runes of a Go string, each invalid byte being one. */
export function runeCount(text: string): number {
  let count = text.length;
  for (let i = 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0xdc00 && code <= 0xdfff && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800) count--;
  }
  return count;
}

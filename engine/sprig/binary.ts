import { fromBytes, isAscii, toBytes } from '../go/utf8.ts';

/** The bytes of a Go string as the characters U+0000..U+00FF, for work on single bytes. */
export function toBinary(text: string): string {
  return isAscii(text) ? text : Buffer.from(toBytes(text)).toString('latin1');
}

/** The Go string of bytes that stand as the characters U+0000..U+00FF. */
export function fromBinary(binary: string): string {
  return isAscii(binary) ? binary : fromBytes(Buffer.from(binary, 'latin1'));
}

/** A needle and the text to search in one alphabet, with the ways from Go strings into it and back. */
export interface Search {
  readonly needle: string;
  readonly text: string;
  readonly convert: (text: string) => string;
  readonly restore: (part: string) => string;
}

const same = (text: string): string => text;

/** Characters where the needle is valid UTF-8, which cannot match inside one; else bytes. */
export function search(needle: string, text: string): Search {
  if (needle.isWellFormed()) return { needle, text, convert: same, restore: same };
  return { needle: toBinary(needle), text: toBinary(text), convert: toBinary, restore: fromBinary };
}

/** How often `needle`, which is not empty, occurs in `text`. */
export function occurrences(text: string, needle: string): number {
  let count = 0;
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) count++;
  return count;
}

import { mapRunes } from './rune.ts';

/** Characters that JavaScript's Unicode 17 has and Go's Unicode 15.0 has not, as `from-to` in hexadecimal. */
const newerRanges: readonly (readonly [number, number])[] = `88f 897 c5c cdc 1acf-1add 1ae0-1aeb 1b4e-1b4f 1b7f
1c89-1c8a 20c1 2427-2429 2b96 2ffc-2fff 31e4-31e5 31ef a7cb-a7cf a7d2 a7d4 a7da-a7dc a7f1 fbc3-fbd2 fd90-fd91 fdc8-fdce
105c0-105f3 10940-10959 10d40-10d65 10d69-10d85 10d8e-10d8f 10ec2-10ec7 10ed0-10ed8 10efa-10efc 11380-11389 1138b 1138e
11390-113b5 113b7-113c0 113c2 113c5 113c7-113ca 113cc-113d5 113d7-113d8 113e1-113e2 116d0-116e3 11b60-11b67 11bc0-11be1
11bf0-11bf9 11db0-11ddb 11de0-11de9 11f5a 13460-143fa 16100-16139 16d40-16d79 16ea0-16eb8 16ebb-16ed3 16ff2-16ff6
187f8-187ff 18cff 18d09-18d1e 18d80-18df2 1cc00-1ccfc 1cd00-1ceb3 1ceba-1ced0 1cee0-1cef0 1e5d0-1e5fa 1e5ff 1e6c0-1e6de
1e6e0-1e6f5 1e6fe-1e6ff 1f6d8 1f777-1f77a 1f8b2-1f8bb 1f8c0-1f8c1 1f8d0-1f8d8 1fa54-1fa57 1fa89-1fa8a 1fa8e-1fa8f 1fabe
1fac6 1fac8 1facd 1fadc 1fadf 1fae9-1faea 1faef 1fbcb-1fbef 1fbfa 2b73a-2b73f 2cea2-2cead 2ebf0-2ee5d 323b0-33479`
  .split(/\s+/)
  .map((range) => {
    const [from = '', to = from] = range.split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
  });

function isNewer(rune: number): boolean {
  return rune >= 0x88f && newerRanges.some(([from, to]) => rune >= from && rune <= to);
}

function classTest(pattern: RegExp): (rune: number) => boolean {
  const ascii = Array.from({ length: 0x80 }, (_, rune) => pattern.test(String.fromCodePoint(rune)));
  return (rune) =>
    ascii[rune] ?? (rune >= 0 && rune <= 0x10ffff && pattern.test(String.fromCodePoint(rune)) && !isNewer(rune));
}

/** Whether unicode.IsLetter holds: category L. */
export const isLetter: (rune: number) => boolean = classTest(/\p{L}/u);
/** Whether unicode.IsDigit holds: category Nd. */
export const isDigit: (rune: number) => boolean = classTest(/\p{Nd}/u);
/** Whether unicode.IsNumber holds: category N. */
export const isNumber: (rune: number) => boolean = classTest(/\p{N}/u);
/** Whether unicode.IsSpace holds: property White_Space. */
export const isSpace: (rune: number) => boolean = classTest(/\p{White_Space}/u);
/** Whether unicode.IsUpper holds: category Lu. */
export const isUpper: (rune: number) => boolean = classTest(/\p{Lu}/u);
/** Whether unicode.IsLower holds: category Ll. */
export const isLower: (rune: number) => boolean = classTest(/[\p{Ll}\u0295]/u);
/** Whether unicode.IsPunct holds: category P. */
export const isPunct: (rune: number) => boolean = classTest(/\p{P}/u);
/** Whether unicode.IsSymbol holds: category S. */
export const isSymbol: (rune: number) => boolean = classTest(/\p{S}/u);

const printable = classTest(/[\p{L}\p{M}\p{N}\p{P}\p{S}]/u);

/** Whether strconv.IsPrint holds: letters, marks, numbers, punctuation, symbols, and the ASCII space. */
export function isPrint(rune: number): boolean {
  return rune < 0x7f ? rune >= 0x20 : printable(rune);
}

/** unicode.ToUpper: the simple mapping, always one code point. */
export function toUpper(rune: number): number {
  if (rune < 0x80) return rune >= 0x61 && rune <= 0x7a ? rune - 0x20 : rune;
  if (isInvalid(rune)) return rune;
  return greekIota(rune) ?? simple(rune, String.fromCodePoint(rune).toUpperCase());
}

/** unicode.ToLower: the simple mapping, always one code point. */
export function toLower(rune: number): number {
  if (rune < 0x80) return rune >= 0x41 && rune <= 0x5a ? rune + 0x20 : rune;
  if (isInvalid(rune)) return rune;
  return rune === 0x130 ? 0x69 : simple(rune, String.fromCodePoint(rune).toLowerCase());
}

/** unicode.ToTitle: as toUpper but for the digraphs DŽ, LJ, NJ, DZ and for Georgian. */
export function toTitle(rune: number): number {
  if (rune >= 0x1c4 && rune <= 0x1cc) return rune - ((rune - 0x1c4) % 3) + 1;
  if (rune >= 0x1f1 && rune <= 0x1f3) return 0x1f2;
  if (rune >= 0x10d0 && rune <= 0x10ff) return rune;
  return toUpper(rune);
}

function isInvalid(rune: number): boolean {
  return rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff);
}

/** Greek letters with iota subscript, whose full upper case is two letters. */
function greekIota(rune: number): number | undefined {
  if (rune === 0x1fb3 || rune === 0x1fc3 || rune === 0x1ff3) return rune + 9;
  const row = rune >= 0x1f80 && rune <= 0x1faf;
  return row ? rune | 8 : undefined;
}

function simple(rune: number, mapped: string): number {
  const code = mapped.codePointAt(0) as number;
  const single = mapped.length === (code > 0xffff ? 2 : 1);
  return single && !isNewer(rune) && !isNewer(code) ? code : rune;
}

/** strings.ToUpper: every character by its simple mapping, invalid bytes as U+FFFD. */
export function upperText(text: string): string {
  return mapText(text, toUpper, (ascii) => ascii.toUpperCase());
}

/** strings.ToLower: every character by its simple mapping, invalid bytes as U+FFFD. */
export function lowerText(text: string): string {
  return mapText(text, toLower, (ascii) => ascii.toLowerCase());
}

function mapText(text: string, map: (rune: number) => number, ascii: (text: string) => string): string {
  if (!/[^\0-\x7f]/.test(text)) return ascii(text);
  return mapRunes(text, map);
}

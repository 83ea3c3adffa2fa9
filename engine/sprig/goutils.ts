import { mapRunes } from '../go/rune.ts';
import { isLower, isSpace, isUpper, toLower, toTitle, toUpper } from '../go/unicode.ts';
import { toBinary } from './binary.ts';

const blankBytes = /[\t-\r \x85\xa0]/;

/** The first byte of every word, each byte as the character of that number (goutils.Initials). */
export function initials(text: string): string {
  let letters = '';
  let afterGap = true;
  for (const byte of toBinary(text)) {
    const gap = blankBytes.test(byte);
    if (!gap && afterGap) letters += byte;
    afterGap = gap;
  }
  return letters;
}

/**
 * `text` without bytes that are blanks in Latin-1; where there are some, each other byte becomes the character of that
 * number (goutils.DeleteWhiteSpace).
 */
export function deleteWhiteSpace(text: string): string {
  const bytes = toBinary(text);
  const kept = bytes.replace(/[\t-\r \x85\xa0]+/g, '');
  return kept.length === bytes.length ? text : kept;
}

/** Every word with its first letter in lower case (goutils.Uncapitalize). */
export function uncapitalize(text: string): string {
  let atStart = true;
  return mapRunes(text, (rune) => {
    const blank = isSpace(rune);
    const mapped = atStart && !blank ? toLower(rune) : rune;
    atStart = blank;
    return mapped;
  });
}

/** Upper case to lower and lower to upper, the first letter of a word to title case (goutils.SwapCase). */
export function swapCase(text: string): string {
  let atStart = true;
  return mapRunes(text, (rune) => {
    const first = atStart;
    const lower = isLower(rune);
    const cased = lower || isUpper(rune) || isTitle(rune);
    atStart = !cased && isSpace(rune);
    if (lower) return first ? toTitle(rune) : toUpper(rune);
    return cased ? toLower(rune) : rune;
  });
}

function isTitle(rune: number): boolean {
  return /\p{Lt}/u.test(String.fromCodePoint(rune));
}

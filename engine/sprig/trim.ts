import { runeAt } from '../go/rune.ts';
import { isSpace } from '../go/unicode.ts';
import { runes } from '../go/utf8.ts';
import { search } from './binary.ts';

/** `text` without the blanks at both ends (strings.TrimSpace). */
export function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** `text` without the characters of `cutset` at both ends (strings.Trim). */
export function trimAll(cutset: string, text: string): string {
  const cut = new Set(runes(cutset));
  let start = 0;
  let end = text.length;
  for (let size = 1; start < end; start += size) {
    size = sizeAt(text, start);
    if (!cut.has(runeAt(text, start))) break;
  }
  while (end > start) {
    const last = end > 1 && sizeAt(text, end - 2) === 2 ? end - 2 : end - 1;
    if (!cut.has(runeAt(text, last))) break;
    end = last;
  }
  return text.slice(start, end);
}

function sizeAt(text: string, index: number): number {
  return (text.codePointAt(index) as number) > 0xffff ? 2 : 1;
}

/** `text` without `prefix` (strings.TrimPrefix). */
export function trimPrefix(prefix: string, text: string): string {
  const s = search(prefix, text);
  return s.needle !== '' && s.text.startsWith(s.needle) ? s.restore(s.text.slice(s.needle.length)) : text;
}

/** `text` without `suffix` (strings.TrimSuffix). */
export function trimSuffix(suffix: string, text: string): string {
  const s = search(suffix, text);
  return s.needle !== '' && s.text.endsWith(s.needle) ? s.restore(s.text.slice(0, -s.needle.length)) : text;
}

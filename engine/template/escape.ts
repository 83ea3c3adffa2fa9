import { sprint } from '../go/fmt.ts';
import type { Run } from '../go/run.ts';
import { isPrint } from '../go/strconv.ts';
import { printable } from './print.ts';

/** The text of the arguments of an escaper: as fmt.Sprint, values printed as an action prints them. */
export function escaperText(args: readonly unknown[], run: Run): string {
  const [only] = args;
  const text = args.length === 1 && typeof only === 'string' ? only : sprint(args.map(printable), run);
  run.scan(text.length);
  return text;
}

const htmlEscapes: Readonly<Record<string, string>> = {
  '\0': '\ufffd',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

/** The text with HTML's special characters escaped. */
export function escapeHtml(text: string): string {
  return text.replace(/[\0"'&<>]/g, (char) => htmlEscapes[char] as string);
}

const jsEscapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '<': '\\u003C',
  '>': '\\u003E',
  '&': '\\u0026',
  '=': '\\u003D',
};

/** The text as it may stand within a JavaScript string. Unprintable runes become `\u` and their plain number. */
export function escapeJs(text: string): string {
  return text.replace(/[\\'"<>&=\0-\x1f]|[^\0-\x7f]/gu, (char) => {
    const short = jsEscapes[char];
    if (short !== undefined) return short;
    const rune = char.codePointAt(0) as number;
    if (rune < 0x20) return `\\u${hex(rune)}`;
    if (rune >= 0xdc80 && rune <= 0xdcff) return char;
    return isPrint(rune) ? char : `\\u${hex(rune)}`;
  });
}

function hex(rune: number): string {
  return rune.toString(16).toUpperCase().padStart(4, '0');
}

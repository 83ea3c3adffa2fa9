import { GoError, panic } from '../go/error.ts';
import { format } from '../go/fmt.ts';
import { native, nativeRun } from '../go/native.ts';
import type { Run } from '../go/run.ts';
import { mapRunes } from '../go/rune.ts';
import { quote } from '../go/strconv.ts';
import { isDigit, isLetter, isSpace, lowerText, toTitle, upperText } from '../go/unicode.ts';
import { byteLength } from '../go/utf8.ts';
import type { GoFunc } from '../go/value.ts';
import { abbreviate, abbreviateFrom } from './abbreviate.ts';
import { occurrences, search } from './binary.ts';
import { deleteWhiteSpace, initials, swapCase, uncapitalize } from './goutils.ts';
import { pascalCase } from './pascal-case.ts';
import { connectedCase } from './snake-case.ts';
import { substr, trunc } from './substring.ts';
import { joined, stringsOf, textOf } from './text.ts';
import { trimAll, trimPrefix, trimSpace, trimSuffix } from './trim.ts';
import { wrapText } from './wrap.ts';

/** strings.Repeat. */
function repeat(run: Run, count: number, text: string): string {
  if (count < 0) throw panic('strings: negative Repeat count');
  const bytes = byteLength(text);
  if (bytes === 1 && count === 2 ** 63) throw panic('runtime error: makeslice: len out of range');
  if (bytes * count >= 2 ** 63) throw panic('strings: Repeat output length overflow');
  run.checkLength(text.length * count);
  return text.repeat(count);
}

/** strings.ReplaceAll; an empty `old` stands before every character and at the end. */
function replace(run: Run, old: string, replacement: string, source: string): string {
  if (old === '') {
    const chars = Array.from(source);
    run.checkLength(source.length + replacement.length * (chars.length + 1));
    return replacement + chars.map((char) => char + replacement).join('');
  }
  const s = search(old, source);
  const count = occurrences(s.text, s.needle);
  run.checkLength(s.text.length + count * (replacement.length - s.needle.length));
  return s.restore(s.text.replaceAll(s.needle, () => s.convert(replacement)));
}

function indent(run: Run, spaces: number, text: string): string {
  const pad = repeat(run, spaces, ' ');
  return pad + replace(run, '\n', `\n${pad}`, text);
}

/** strings.Title: a letter is at the start of a word unless a letter, a digit or `_` precedes it. */
function title(text: string): string {
  let previous = 0x20;
  return mapRunes(text, (rune) => {
    const mapped = isSeparator(previous) ? toTitle(rune) : rune;
    previous = rune;
    return mapped;
  });
}

function isSeparator(rune: number): boolean {
  if (rune === 0x5f || isLetter(rune) || isDigit(rune)) return false;
  return rune < 0x80 || isSpace(rune);
}

function abbrev(width: number, text: string): string {
  return width < 4 ? text : abbreviate(text, width);
}

function abbrevboth(left: number, right: number, text: string): string {
  return right < 4 || (left > 0 && right < 7) ? text : abbreviateFrom(text, left, right);
}

const present = (values: unknown[]): unknown[] => values.filter((value) => value !== null && value !== undefined);

/** The words of a text in lower case. Finding them costs far more than reading it. */
function cased(connector: '_' | '-'): GoFunc {
  return nativeRun('func(string) string', (run, text: string) => {
    run.step(2 * text.length);
    return connectedCase(text, connector);
  });
}

const trimAllFunc = native('func(string, string) string', trimAll);

/** sprig's functions on strings. */
export const stringFunctions: Readonly<Record<string, GoFunc>> = {
  abbrev: native('func(int, string) string', abbrev),
  abbrevboth: native('func(int, int, string) string', abbrevboth),
  trunc: native('func(int, string) string', trunc),
  substr: native('func(int, int, string) string', substr),
  trim: native('func(string) string', trimSpace),
  trimAll: trimAllFunc,
  trimall: trimAllFunc,
  trimPrefix: native('func(string, string) string', trimPrefix),
  trimSuffix: native('func(string, string) string', trimSuffix),
  upper: native('func(string) string', upperText),
  lower: native('func(string) string', lowerText),
  title: native('func(string) string', title),
  untitle: native('func(string) string', uncapitalize),
  swapcase: native('func(string) string', swapCase),
  camelcase: native('func(string) string', pascalCase),
  snakecase: cased('_'),
  kebabcase: cased('-'),
  initials: native('func(string) string', initials),
  nospace: native('func(string) string', deleteWhiteSpace),
  repeat: nativeRun('func(int, string) string', repeat),
  replace: nativeRun('func(string, string, string) string', replace),
  indent: nativeRun('func(int, string) string', indent),
  nindent: nativeRun(
    'func(int, string) string',
    (run, spaces: number, text: string) => `\n${indent(run, spaces, text)}`,
  ),
  wrap: nativeRun('func(int, string) string', (run, width: number, text: string) =>
    wrapText(run, text, { width, newline: '', breakWords: false }),
  ),
  wrapWith: nativeRun('func(int, string, string) string', (run, width: number, newline: string, text: string) =>
    wrapText(run, text, { width, newline, breakWords: true }),
  ),
  contains: native('func(string, string) bool', (part: string, text: string) => {
    const s = search(part, text);
    return s.text.includes(s.needle);
  }),
  hasPrefix: native('func(string, string) bool', (prefix: string, text: string) => {
    const s = search(prefix, text);
    return s.text.startsWith(s.needle);
  }),
  hasSuffix: native('func(string, string) bool', (suffix: string, text: string) => {
    const s = search(suffix, text);
    return s.text.endsWith(s.needle);
  }),
  plural: native('func(string, string, int) string', (one: string, many: string, count: number) =>
    count === 1 ? one : many,
  ),
  quote: nativeRun('func(...interface {}) string', (run, ...values: unknown[]) =>
    joined(
      run,
      present(values).map((value) => quote(textOf(run, value))),
      ' ',
    ),
  ),
  squote: nativeRun('func(...interface {}) string', (run, ...values: unknown[]) =>
    joined(
      run,
      present(values).map((value) => `'${format(value, run)}'`),
      ' ',
    ),
  ),
  cat: nativeRun('func(...interface {}) string', (run, ...values: unknown[]) =>
    joined(
      run,
      present(values).map((value) => format(value, run)),
      ' ',
    ),
  ),
  join: nativeRun('func(string, interface {}) string', (run, separator: string, list: unknown) =>
    joined(run, stringsOf(run, list), separator),
  ),
  toString: nativeRun('func(interface {}) string', textOf),
  hello: native('func() string', () => 'Hello!'),
  fail: native('func(string) (string, error)', (message: string) => {
    throw new GoError(message);
  }),
};

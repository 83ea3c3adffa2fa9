import { formatFloat } from '../go/strconv.ts';
import { isDigit, isLetter } from '../go/unicode.ts';
import { byteLength } from '../go/utf8.ts';
import { GoNum, isPlainMap, typeOf } from '../go/value.ts';
import { resolveScalar } from './scalar.ts';

/** A line is folded at the first space beyond this column. */
const bestWidth = 80;
const indentStep = 2;
/** Keys longer than this, in bytes, are written as complex keys. */
const longestSimpleKey = 128;

/**
 * JSON-like data as YAML, byte for byte as sigs.k8s.io/yaml 1.6 writes it (go-yaml v2): block style, lists not indented below
 * their key, keys in natural order, strings folded at column 80.
 */
export function emitYaml(value: unknown): string {
  const emitter = new Emitter();
  emitter.node(value, -1, 'root');
  return emitter.end();
}

type Place = 'root' | 'mapping' | 'sequence' | 'key';
type Style = 'plain' | 'single' | 'double' | 'literal';

/** What go-yaml finds out about a string before it chooses its style. */
interface Analysis {
  readonly plain: boolean;
  readonly single: boolean;
  readonly literal: boolean;
}

class Emitter {
  private out = '';
  private column = 0;
  private whitespace = true;
  private indention = true;

  end(): string {
    return this.indention && this.column === 0 ? this.out : `${this.out}\n`;
  }

  node(value: unknown, indent: number, place: Place): void {
    if (isPlainMap(value)) this.mapping(value, indent);
    else if (Array.isArray(value)) this.sequence(value, indent, place);
    else this.scalar(value, indent < 0 ? indentStep : indent + indentStep, place);
  }

  private mapping(map: Record<string, unknown>, indent: number): void {
    const keys = Object.keys(map).sort(compareKeys);
    if (keys.length === 0) this.indicator('{}', true);
    const inner = indent < 0 ? 0 : indent + indentStep;
    for (const key of keys) {
      this.indent(inner);
      if (isSimpleKey(key)) {
        this.scalar(key, inner + indentStep, 'key');
        this.indicator(':', false);
      } else {
        this.indicator('?', true, true);
        this.scalar(key, inner + indentStep, 'mapping');
        this.indent(inner);
        this.indicator(':', true, true);
      }
      this.node(map[key], inner, 'mapping');
    }
  }

  private sequence(items: readonly unknown[], indent: number, place: Place): void {
    if (items.length === 0) this.indicator('[]', true);
    const inner = indent < 0 ? 0 : place === 'mapping' && !this.indention ? indent : indent + indentStep;
    for (const item of items) {
      this.indent(inner);
      this.indicator('-', true, true);
      this.node(item, inner, 'sequence');
    }
  }

  private scalar(value: unknown, indent: number, place: Place): void {
    const breaks = place !== 'key';
    const style = typeof value === 'string' ? styleOf(value, place) : 'plain';
    const text = typeof value === 'string' ? value : scalarText(value);
    if (style === 'plain') this.plain(text, indent, breaks);
    else if (style === 'single') this.single(text, indent, breaks);
    else if (style === 'literal') this.literal(text, indent);
    else this.double(text, indent, breaks);
  }

  private write(text: string): void {
    this.out += text;
    for (const char of text) this.column = char === '\n' ? 0 : this.column + 1;
  }

  private break(char: string): void {
    this.out += char;
    this.column = 0;
    this.indention = true;
  }

  private indicator(text: string, needsSpace: boolean, keepsIndention = false): void {
    if (needsSpace && !this.whitespace) this.write(' ');
    this.write(text);
    this.whitespace = false;
    this.indention = this.indention && keepsIndention;
  }

  private indent(indent: number): void {
    if (!this.indention || this.column > indent || (this.column === indent && !this.whitespace)) this.write('\n');
    this.write(' '.repeat(Math.max(0, indent - this.column)));
    this.whitespace = true;
    this.indention = true;
  }

  private plain(text: string, indent: number, breaks: boolean): void {
    if (!this.whitespace) this.write(' ');
    this.folded(text, indent, breaks, (chars, i) => chars[i + 1] !== ' ');
  }

  private single(text: string, indent: number, breaks: boolean): void {
    this.indicator("'", true);
    this.folded(text, indent, breaks, (chars, i) => i > 0 && i < chars.length - 1 && chars[i + 1] !== ' ', "'");
    this.indicator("'", false);
  }

  /** Text whose single spaces beyond the best width, where allowed, become line ends; `doubled` is written twice. */
  private folded(
    text: string,
    indent: number,
    breaks: boolean,
    mayFold: (chars: readonly string[], i: number) => boolean,
    doubled = '',
  ): void {
    const chars = Array.from(text);
    let spaces = false;
    let inBreaks = false;
    for (const [i, char] of chars.entries()) {
      if (char === ' ') {
        if (breaks && !spaces && this.column > bestWidth && mayFold(chars, i)) this.indent(indent);
        else this.write(char);
        spaces = true;
      } else if (isBreak(char)) {
        if (char === '\n' && !inBreaks) this.break('\n');
        this.break(char);
        inBreaks = true;
      } else {
        if (inBreaks) this.indent(indent);
        this.write(char === doubled ? `${char}${char}` : char);
        this.indention = false;
        spaces = false;
        inBreaks = false;
      }
    }
    this.whitespace = false;
    this.indention = false;
  }

  private literal(text: string, indent: number): void {
    const chars = Array.from(text);
    const hint = chars[0] === ' ' || isBreak(chars[0]) ? String(indentStep) : '';
    const chomp = !isBreak(chars.at(-1)) ? '-' : chars.length === 1 || isBreak(chars.at(-2)) ? '+' : '';
    this.indicator(`|${hint}${chomp}`, true);
    this.write('\n');
    this.indention = true;
    this.whitespace = true;
    let breaks = true;
    for (const char of chars) {
      if (isBreak(char)) {
        this.break(char);
        breaks = true;
      } else {
        if (breaks) this.indent(indent);
        this.write(char);
        this.indention = false;
        breaks = false;
      }
    }
  }

  private double(text: string, indent: number, breaks: boolean): void {
    this.indicator('"', true);
    const chars = Array.from(text);
    // go-yaml looks for the mark at the start of the text whichever character it asks about.
    const isMarked = chars[0] === byteOrderMark;
    let spaces = false;
    for (const [i, char] of chars.entries()) {
      if (isMarked) this.write(escapeOf(char));
      else if (char === ' ') {
        if (breaks && !spaces && this.column > bestWidth && i > 0 && i < chars.length - 1) {
          this.indent(indent);
          if (chars[i + 1] === ' ') this.write('\\');
        } else this.write(char);
        spaces = true;
      } else {
        this.write(escaped(char));
        spaces = false;
      }
    }
    this.indicator('"', false);
  }
}

function scalarText(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return String(value);
  const number = value instanceof GoNum ? value.value : (value as number | bigint);
  if (typeOf(value)?.kind !== 'float64') return String(number);
  const whole = Number(number);
  if (Number.isInteger(whole) && whole >= -(2 ** 63) && whole < 2 ** 64 && !Object.is(whole, -0))
    return String(BigInt(whole));
  return formatFloat(whole, 'g', -1, 64)
    .replace(/^\+Inf$/, '.inf')
    .replace(/^-Inf$/, '-.inf')
    .replace(/^NaN$/, '.nan');
}

function isSimpleKey(key: string): boolean {
  return byteLength(key) <= longestSimpleKey && !Array.from(key).some(isBreak);
}

function styleOf(text: string, place: Place): Style {
  const { plain, single, literal } = analyse(text);
  const key = place === 'key';
  if (text.includes('\n')) return literal ? 'literal' : 'double';
  if (!staysString(text)) return 'double';
  if (plain && !(text === '' && key)) return 'plain';
  return single ? 'single' : 'double';
}

/** Whether the text without quotes would be read as a string again; base-60 numbers would by other parsers not. */
function staysString(text: string): boolean {
  const timestamp =
    /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?)?$/;
  if (timestamp.test(text) || isBase60(text)) return false;
  return typeof resolveScalar(text, undefined) === 'string';
}

function isBase60(text: string): boolean {
  return /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(text);
}

const byteOrderMark = '\ufeff';
const notPrintable = /[^\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u;
const isBreak = (char: string | undefined) => char !== undefined && '\r\n\x85\u2028\u2029'.includes(char);

function analyse(text: string): Analysis {
  if (text === '') return { plain: true, single: true, literal: false };
  const chars = Array.from(text);
  const first = chars[0] ?? '';
  const last = chars.at(-1) ?? '';
  const pairs = chars.map((char, i) => [char, chars[i + 1]] as const);
  const breakSpace = pairs.some(([char, next]) => isBreak(char) && next === ' ');
  const spaceBreak = pairs.some(([char, next]) => char === ' ' && isBreak(next));
  const special = chars.some((char) => notPrintable.test(char) || char === byteOrderMark) || spaceBreak;
  const multiline = chars.some(isBreak);
  const edges = [first, last].some((char) => char === ' ' || isBreak(char));
  return {
    plain: !edges && !breakSpace && !special && !multiline && !hasIndicator(text),
    single: !breakSpace && !special,
    literal: last !== ' ' && !special,
  };
}

/** Whether the text has something that would end or start something in block style. */
function hasIndicator(text: string): boolean {
  return (
    /^(---|\.\.\.)/.test(text) ||
    /^[#,[\]{}&*!|>'"%@`]/.test(text) ||
    /^[?:-](?:[ \t]|$)/.test(text) ||
    /.:(?:[ \t]|$)/.test(text) ||
    /[ \t\r\n\x85\u2028\u2029\0]#/.test(text)
  );
}

const shortEscapes: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\xa0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
};

function escaped(char: string): string {
  const isPlain = !notPrintable.test(char) && !isBreak(char) && char !== byteOrderMark && char !== '"' && char !== '\\';
  return isPlain ? char : escapeOf(char);
}

function escapeOf(char: string): string {
  if (Object.hasOwn(shortEscapes, char)) return `\\${shortEscapes[char]}`;
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** go-yaml's natural order of keys: numbers by value, symbols before letters. */
export function compareKeys(a: string, b: string): number {
  const x = Array.from(a, (char) => char.codePointAt(0) ?? 0);
  const y = Array.from(b, (char) => char.codePointAt(0) ?? 0);
  const differs = x.findIndex((rune, i) => i < y.length && rune !== y[i]);
  if (differs < 0) return x.length - y.length;
  const p = x[differs] ?? 0;
  const q = y[differs] ?? 0;
  const letters = [isLetter(p), isLetter(q)];
  if (letters[0] && letters[1]) return p - q;
  if (letters[0] || letters[1]) return letters[1] ? -1 : 1;
  const lead = (p === zero || q === zero) && hasNonZeroDigitsBefore(x, differs) ? 1n : 0n;
  const m = digitsAt(x, differs, lead);
  const n = digitsAt(y, differs, lead);
  if (m.value !== n.value) return m.value < n.value ? -1 : 1;
  return m.end - n.end || p - q;
}

const zero = 0x30;

function hasNonZeroDigitsBefore(runes: readonly number[], end: number): boolean {
  for (let i = end - 1; i >= 0 && isDigit(runes[i] ?? 0); i--) if (runes[i] !== zero) return true;
  return false;
}

function digitsAt(runes: readonly number[], start: number, lead: bigint): { value: bigint; end: number } {
  let value = lead;
  let end = start;
  for (; end < runes.length && isDigit(runes[end] ?? 0); end++) {
    value = BigInt.asIntN(64, value * 10n + BigInt((runes[end] ?? 0) - zero));
  }
  return { value, end };
}

import { GoError } from './error.ts';
import { isPrint } from './unicode.ts';
import { fromBytes } from './utf8.ts';

const plainText = /^[ !#-[\]-~]*$/;
const notPlain = /[^ !#-[\]-~]/gu;

/** A text as a double-quoted Go literal, as strconv.Quote. */
export function quote(text: string): string {
  return plainText.test(text) ? `"${text}"` : quoteText(text, false);
}

/** As quote, with every character beyond ASCII escaped. */
export function quoteToASCII(text: string): string {
  return plainText.test(text) ? `"${text}"` : quoteText(text, true);
}

/** A code point as a single-quoted Go literal; an invalid one is U+FFFD. */
export function quoteRune(rune: number): string {
  return `'${escapeRune(validRune(rune), "'", false)}'`;
}

/** As quoteRune, with characters beyond ASCII escaped. */
export function quoteRuneToASCII(rune: number): string {
  return `'${escapeRune(validRune(rune), "'", true)}'`;
}

function validRune(rune: number): number {
  return rune < 0 || rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff) ? 0xfffd : rune;
}

function quoteText(text: string, ascii: boolean): string {
  const quoted = text.replace(notPlain, (char) => {
    const rune = char.codePointAt(0) as number;
    return rune >= 0xdc80 && rune <= 0xdcff ? hex('\\x', rune - 0xdc00, 2) : escapeRune(rune, '"', ascii);
  });
  return `"${quoted}"`;
}

const shortEscapes: ReadonlyMap<number, string> = new Map([
  [7, '\\a'],
  [8, '\\b'],
  [12, '\\f'],
  [10, '\\n'],
  [13, '\\r'],
  [9, '\\t'],
  [11, '\\v'],
]);

function escapeRune(rune: number, mark: string, ascii: boolean): string {
  const char = String.fromCodePoint(rune);
  if (char === mark || char === '\\') return `\\${char}`;
  if ((!ascii || rune < 0x80) && isPrint(rune)) return char;
  const short = shortEscapes.get(rune);
  if (short !== undefined) return short;
  if (rune < 0x20 || rune === 0x7f) return hex('\\x', rune, 2);
  return rune < 0x10000 ? hex('\\u', validRune(rune), 4) : hex('\\U', rune, 8);
}

function hex(prefix: string, value: number, width: number): string {
  return prefix + value.toString(16).padStart(width, '0');
}

/** Whether a text can stand unchanged between back quotes. */
export function canBackquote(text: string): boolean {
  return !/[\0-\x08\x0a-\x1f`\x7f\ufeff\ud800-\udfff]/u.test(text);
}

/**
 * The text of a Go string or character literal, quotes and escapes removed, as strconv.Unquote.
 * @throws {GoError} `invalid syntax`
 */
export function unquote(literal: string): string {
  const mark = literal[0];
  if (literal.length < 2 || literal.at(-1) !== mark) throw new GoError('invalid syntax');
  const body = literal.slice(1, -1);
  if (mark === '`') {
    if (body.includes('`')) throw new GoError('invalid syntax');
    return body.replaceAll('\r', '');
  }
  if (mark !== '"' && mark !== "'") throw new GoError('invalid syntax');
  const { text, characters } = unescapeBody(body, mark);
  if (mark === "'" && characters > 1) throw new GoError('invalid syntax');
  return text;
}

const escapeSequence = /^\\(?:([abfnrtv\\'"])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))/;
const controls: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

function unescapeBody(body: string, mark: string): { text: string; characters: number } {
  let text = '';
  let bytes: number[] = [];
  let characters = 0;
  const flush = (): void => {
    if (bytes.length > 0) text += fromBytes(Uint8Array.from(bytes));
    bytes = [];
  };
  for (let i = 0; i < body.length; characters++) {
    const char = String.fromCodePoint(body.codePointAt(i) as number);
    if (char === mark || char === '\n') throw new GoError('invalid syntax');
    if (char !== '\\') {
      flush();
      text += char;
      i += char.length;
      continue;
    }
    const { length, value } = readEscape(body.slice(i, i + 10), mark);
    i += length;
    if (typeof value === 'number' && value >= 0x80) bytes.push(value);
    else {
      flush();
      text += typeof value === 'number' ? String.fromCharCode(value) : value;
    }
  }
  flush();
  return { text, characters };
}

/** The escape at the start of a text: a byte for \x and octal ones, else a character. */
function readEscape(text: string, mark: string): { length: number; value: number | string } {
  const match = escapeSequence.exec(text);
  if (!match) throw new GoError('invalid syntax');
  const [whole, control, byte, short, long, octal] = match;
  const length = whole.length;
  if (control === '"' || control === "'") {
    if (control !== mark) throw new GoError('invalid syntax');
    return { length, value: control };
  }
  if (control !== undefined) return { length, value: controls[control] as string };
  if (byte !== undefined) return { length, value: Number.parseInt(byte, 16) };
  if (octal !== undefined) {
    const value = Number.parseInt(octal, 8);
    if (value > 255) throw new GoError('invalid syntax');
    return { length, value };
  }
  const rune = Number.parseInt((short ?? long) as string, 16);
  if (validRune(rune) !== rune) throw new GoError('invalid syntax');
  return { length, value: String.fromCodePoint(rune) };
}

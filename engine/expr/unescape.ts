import { fromBytes, toBytes } from '../go/utf8.ts';

const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '`': '`',
  '?': '?',
};

const anyEscape = 'unable to unescape string';
const octalEscape = 'unable to unescape octal sequence in string';

/** A literal that the lexer let pass but that has no value. */
export class EscapeError extends Error {}

interface Escape {
  readonly code: number;
  readonly length: number;
}

/** What a quoted literal without its quotes stands for; line ends become \n, invalid bytes U+FFFD. */
export function unescapeText(body: string): string {
  const text = normalise(body);
  if (!text.includes('\\')) return text;
  return replaceEscapes(text, (code) => codeText(code), textEscape);
}

/** The bytes of a b"…" literal without its quotes. */
export function unescapeBytes(body: string): Uint8Array {
  const text = replaceEscapes(normalise(body), (code) => fromBytes(Uint8Array.of(code)), byteEscape);
  return toBytes(text);
}

function normalise(body: string): string {
  const text = body.includes('\r') ? body.replace(/\r\n?/g, '\n') : body;
  return text.isWellFormed() ? text : text.toWellFormed();
}

function codeText(code: number): string {
  if (code < 0) return fromBytes(Uint8Array.of(code & 0xff));
  return code >= 0xd800 && code <= 0xdfff ? '\ufffd' : String.fromCodePoint(code);
}

function replaceEscapes(
  text: string,
  numeric: (code: number) => string,
  parse: (text: string, at: number) => Escape,
): string {
  let out = '';
  let start = 0;
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', start)) {
    if (at + 1 >= text.length) throw new EscapeError(`${anyEscape}, found '\\' as last character`);
    const letter = text[at + 1] as string;
    const plain = Object.hasOwn(simple, letter) ? simple[letter] : undefined;
    out += text.slice(start, at);
    if (plain !== undefined) {
      out += plain;
      start = at + 2;
    } else {
      const { code, length } = parse(text, at + 1);
      out += numeric(code);
      start = at + 1 + length;
    }
  }
  return out + text.slice(start);
}

/** The escape whose letter is at `at`, in a string literal. */
function textEscape(text: string, at: number): Escape {
  const letter = text[at] as string;
  if (letter === 'u' && text[at + 1] === '{') return bracedEscape(text, at);
  const digits = letter === 'x' || letter === 'X' ? 2 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
  return digits > 0 ? hexEscape(text, at, digits) : octal(text, at);
}

function byteEscape(text: string, at: number): Escape {
  const letter = text[at] as string;
  return letter === 'x' || letter === 'X' ? hexEscape(text, at, 2) : octal(text, at);
}

function bracedEscape(text: string, at: number): Escape {
  const found = /^u\{([0-9a-fA-F]{1,6})\}/.exec(text.slice(at, at + 9));
  if (!found) throw new EscapeError(anyEscape);
  return checked(Number.parseInt(found[1] as string, 16), found[0].length);
}

function hexEscape(text: string, at: number, digits: number): Escape {
  const hex = text.slice(at + 1, at + 1 + digits);
  if (hex.length < digits || !/^[0-9a-fA-F]+$/.test(hex)) throw new EscapeError(anyEscape);
  return checked(Number.parseInt(hex, 16), digits + 1);
}

/** The rune of an escape. As in Go, where runes are int32, `\UFFFFFFFF` is negative and gives its lowest byte. */
function checked(value: number, length: number): Escape {
  const code = value | 0;
  if (code > 0x10ffff) throw new EscapeError(anyEscape);
  return { code, length };
}

function octal(text: string, at: number): Escape {
  if (!/[0-3]/.test(text[at] as string)) throw new EscapeError(anyEscape);
  const digits = text.slice(at, at + 3);
  if (!/^[0-7]{3}$/.test(digits)) throw new EscapeError(octalEscape);
  return { code: Number.parseInt(digits, 8), length: 3 };
}

import { GoError } from './error.ts';
import { quote } from './strconv.ts';
import { fromBytes, toBytes } from './utf8.ts';

/** The part of a URL that a text is escaped for. */
export type Part = 'path' | 'pathSegment' | 'host' | 'zone' | 'userPassword' | 'query' | 'fragment';

const host = /[\w.~!"$&'()*+,:;<=>[\]-]/;

/** The ASCII characters that stay as they are. */
const plain: Readonly<Record<Part, RegExp>> = {
  path: /[\w.~$&+,/:;=@-]/,
  pathSegment: /[\w.~$&+:=@-]/,
  host,
  zone: host,
  userPassword: /[\w.~$&+,;=-]/,
  query: /[\w.~-]/,
  fragment: /[\w.~!$&()*+,/:;=?@-]/,
};

export function shouldEscape(char: string, part: Part): boolean {
  return !plain[part].test(char);
}

/** The text with every byte that may not stand in a part of a URL as `%XX`; blanks of a query as `+`. */
export function escapePart(text: string, part: Part): string {
  return text.replace(/[^\w.~-]/gu, (char) => {
    if (!shouldEscape(char, part)) return char;
    if (char === ' ' && part === 'query') return '+';
    return char < '\x80' ? percent(char.charCodeAt(0)) : Array.from(toBytes(char), percent).join('');
  });
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

/**
 * The text that `escapePart` would escape so, and more liberally.
 * @throws {GoError} with Go's text, e.g. `invalid URL escape "%zz"`
 */
export function unescapePart(text: string, part: Part): string {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; ) {
    const char = text[i] as string;
    if (char === '%') {
      bytes.push(unescapeByte(text, i, part));
      i += 3;
    } else if (char === '+' && part === 'query') {
      bytes.push(0x20);
      i++;
    } else {
      if (part === 'host' || part === 'zone') checkHost(char, part);
      i += pushRune(bytes, text.codePointAt(i) as number);
    }
  }
  return fromBytes(Uint8Array.from(bytes));
}

function checkHost(char: string, part: Part): void {
  if (char < '\x80' && shouldEscape(char, part)) throw new GoError(`invalid character ${quote(char)} in host name`);
}

/** Adds the bytes of a rune; its length in UTF-16 units. */
function pushRune(bytes: number[], rune: number): number {
  if (rune < 0x80) bytes.push(rune);
  else for (const byte of toBytes(String.fromCodePoint(rune))) bytes.push(byte);
  return rune > 0xffff ? 2 : 1;
}

function unescapeByte(text: string, at: number, part: Part): number {
  const token = text.slice(at, at + 3);
  if (!/^%[\da-f]{2}$/i.test(token)) throw escapeError(text, at);
  const byte = Number.parseInt(token.slice(1), 16);
  if (token !== '%25' && part === 'host' && byte < 0x80) throw escapeError(text, at);
  if (token !== '%25' && part === 'zone' && byte !== 0x20 && shouldEscape(String.fromCharCode(byte), 'host')) {
    throw escapeError(text, at);
  }
  return byte;
}

function escapeError(text: string, at: number): GoError {
  const bytes = toBytes(text.slice(at, at + 4)).subarray(0, 3);
  return new GoError(`invalid URL escape ${quote(fromBytes(bytes))}`);
}

/** The text as a value in a query. */
export function queryEscape(text: string): string {
  return escapePart(text, 'query');
}

/** The text as one segment of a path. */
export function pathEscape(text: string): string {
  return escapePart(text, 'pathSegment');
}

/** The text of a query's value. @throws {GoError} with Go's text */
export function queryUnescape(text: string): string {
  return unescapePart(text, 'query');
}

/** The text of a path's segment. @throws {GoError} with Go's text */
export function pathUnescape(text: string): string {
  return unescapePart(text, 'pathSegment');
}

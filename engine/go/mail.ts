import { isIP } from 'node:net';
import { GoError } from './error.ts';
import { quote, quoteRune } from './strconv.ts';

/** The `user@domain` of one RFC 5322 address, its name dropped. @throws {GoError} Go's `mail.ParseAddress` error */
export function parseMailAddress(text: string): string {
  const parser = new AddressParser(text);
  const addresses = parser.address(true);
  parser.skipComments();
  if (parser.rest !== '') throw new GoError(`mail: expected single address, got ${quote(parser.rest)}`);
  const [address] = addresses;
  if (address === undefined) throw new GoError('mail: empty group');
  if (addresses.length > 1) throw new GoError('mail: group with multiple addresses');
  return address;
}

const misformatted = 'mail: misformatted parenthetical comment';
const invalidBytes = /[\ud800-\udfff]/u;
const specials: ReadonlySet<string> = new Set('()<>[]:;@\\,"');

function isVisible(char: string): boolean {
  return (char >= '!' && char <= '~') || char >= '\x80';
}

function isSpace(char: string): boolean {
  return char === ' ' || char === '\t';
}

function isAtext(char: string): boolean {
  return !specials.has(char) && isVisible(char);
}

function first(text: string): string {
  return String.fromCodePoint(text.codePointAt(0) ?? 0);
}

class AddressParser {
  rest: string;

  constructor(text: string) {
    this.rest = text;
  }

  /** The addresses of a mailbox, or of a group where one is allowed. */
  address(groups: boolean): string[] {
    this.skipSpace();
    if (this.rest === '') throw new GoError('mail: no address');
    const spec = this.attempt(() => this.spec());
    if (spec !== undefined) {
      this.skipSpace();
      if (this.consume('(') && !this.comment()) throw new GoError(misformatted);
      return [spec];
    }
    const name = this.rest.startsWith('<') ? '' : this.phrase();
    this.skipSpace();
    if (groups && this.consume(':')) return this.group();
    if (!this.consume('<')) {
      const isAtom = [...name].every(isAtext);
      throw new GoError(isAtom ? "mail: missing '@' or angle-addr" : 'mail: no angle-addr');
    }
    const inner = this.spec();
    if (!this.consume('>')) throw new GoError('mail: unclosed angle-addr');
    return [inner];
  }

  skipComments(): void {
    this.skipSpace();
    while (this.consume('(')) {
      if (!this.comment()) throw new GoError(misformatted);
      this.skipSpace();
    }
  }

  private group(): string[] {
    this.skipSpace();
    const found: string[] = [];
    if (!this.consume(';')) {
      for (;;) {
        this.skipSpace();
        found.push(...this.address(false));
        this.skipComments();
        if (this.consume(';')) break;
        if (!this.consume(',')) throw new GoError('mail: expected comma');
      }
    }
    this.skipComments();
    return found;
  }

  /** What `parse` gives; nothing read and undefined if it throws. */
  private attempt(parse: () => string): string | undefined {
    const before = this.rest;
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof GoError)) throw error;
      this.rest = before;
      return undefined;
    }
  }

  private spec(): string {
    this.skipSpace();
    if (this.rest === '') throw new GoError('mail: no addr-spec');
    const local = this.rest.startsWith('"') ? this.attempt(() => this.quotedString()) : this.atom();
    if (!local) throw new GoError('mail: empty quoted string in addr-spec');
    if (!this.consume('@')) throw new GoError('mail: missing @ in addr-spec');
    this.skipSpace();
    if (this.rest === '') throw new GoError('mail: no domain in addr-spec');
    return `${local}@${this.rest.startsWith('[') ? this.domainLiteral() : this.atom()}`;
  }

  private phrase(): string {
    const words: string[] = [];
    for (;;) {
      if (words.length > 0) this.skipComments();
      this.skipSpace();
      if (this.rest === '') break;
      try {
        words.push(this.rest.startsWith('"') ? this.quotedString() : this.word());
      } catch (error) {
        if (!(error instanceof GoError)) throw error;
        if (words.length > 0) break;
        throw new GoError(`mail: missing word in phrase: ${error.message}`);
      }
    }
    return words.join(' ');
  }

  private quotedString(): string {
    let text = '';
    let escaped = false;
    let at = 1;
    for (;;) {
      if (at >= this.rest.length) throw new GoError('mail: unclosed quoted-string');
      const char = first(this.rest.slice(at));
      if (invalidBytes.test(char)) throw new GoError(`mail: invalid utf-8 in quoted-string: ${quote(this.rest)}`);
      at += char.length;
      if (!escaped && char === '"') break;
      if (!escaped && char === '\\') {
        escaped = true;
        continue;
      }
      if (!isVisible(char) && !isSpace(char)) {
        throw new GoError(`mail: bad character in quoted-string: ${quoteRune(char.codePointAt(0) ?? 0)}`);
      }
      text += char;
      escaped = false;
    }
    this.rest = this.rest.slice(at);
    return text;
  }

  /** A dot-atom whose dots stand between other characters. */
  private atom(): string {
    const atom = this.word();
    if (atom.startsWith('.')) throw new GoError('mail: leading dot in atom');
    if (atom.includes('..')) throw new GoError('mail: double dot in atom');
    if (atom.endsWith('.')) throw new GoError('mail: trailing dot in atom');
    return atom;
  }

  private word(): string {
    let end = 0;
    for (const char of this.rest) {
      if (invalidBytes.test(char)) throw new GoError(`mail: invalid utf-8 in address: ${quote(this.rest)}`);
      if (!isAtext(char)) break;
      end += char.length;
    }
    if (end === 0) throw new GoError('mail: invalid string');
    const word = this.rest.slice(0, end);
    this.rest = this.rest.slice(end);
    return word;
  }

  private domainLiteral(): string {
    const end = this.rest.indexOf(']');
    const text = this.rest.slice(1, end < 0 ? undefined : end);
    for (const char of text) {
      if (invalidBytes.test(char)) throw new GoError(`mail: invalid utf-8 in domain-literal: ${quote(text)}`);
      if (char === '[' || char === '\\' || !isVisible(char)) {
        throw new GoError(`mail: bad character in domain-literal: ${quoteRune(char.codePointAt(0) ?? 0)}`);
      }
    }
    if (end < 0) throw new GoError('mail: unclosed domain-literal');
    if (isIP(text) === 0 || text.includes('%'))
      throw new GoError(`mail: invalid IP address in domain-literal: ${quote(text)}`);
    this.rest = this.rest.slice(end + 1);
    return `[${text}]`;
  }

  /** Reads a comment whose `(` has been read. Whether it is closed. */
  private comment(): boolean {
    let depth = 1;
    let at = 0;
    for (; at < this.rest.length && depth > 0; at++) {
      const char = this.rest[at];
      if (char === '\\' && at + 1 < this.rest.length) at++;
      else if (char === '(') depth++;
      else if (char === ')') depth--;
    }
    this.rest = this.rest.slice(at);
    return depth === 0;
  }

  private consume(char: string): boolean {
    if (!this.rest.startsWith(char)) return false;
    this.rest = this.rest.slice(1);
    return true;
  }

  private skipSpace(): void {
    this.rest = this.rest.replace(/^[ \t]+/, '');
  }
}

import { quote } from '../go/strconv.ts';
import { isDigit, isLetter, isPrint, isSpace } from '../go/unicode.ts';
import { fromBytes } from '../go/utf8.ts';
import { type ExprError, errorAt } from './errors.ts';
import { EscapeError, unescapeBytes, unescapeText } from './unescape.ts';

export type TokenKind = 'Identifier' | 'Number' | 'String' | 'Bytes' | 'Operator' | 'Bracket' | 'EOF';

export interface Token {
  readonly kind: TokenKind;
  /** The text of the token; of a string or bytes what it stands for. */
  readonly value: string;
  readonly from: number;
  readonly bytes?: Uint8Array;
}

/** A token as error messages show it, e.g. `Operator("+")`. */
export function showToken(token: Token): string {
  return token.value === '' ? token.kind : `${token.kind}(${quote(token.value)})`;
}

/** Whether a name can be written without quotes. */
export function isIdentifier(text: string): boolean {
  if (/^[A-Za-z_$][\w$]*$/.test(text)) return true;
  const [first, ...rest] = Array.from(text, (char) => char.codePointAt(0) as number);
  return first !== undefined && isAlphabetic(first) && rest.every(isAlphaNumeric);
}

function isAlphabetic(rune: number): boolean {
  if (rune < 0x80) return (rune >= 97 && rune <= 122) || (rune >= 65 && rune <= 90) || rune === 95 || rune === 36;
  return isLetter(rune);
}

function isAsciiDigit(rune: number): boolean {
  return rune >= 48 && rune <= 57;
}

function isAlphaNumeric(rune: number): boolean {
  return isAlphabetic(rune) || isAsciiDigit(rune) || (rune >= 0x80 && isDigit(rune));
}

const end = -1;
const newline = 0x0a;
const backslash = 0x5c;
const doubleQuote = 0x22;
const singleQuote = 0x27;
const brackets = new Set('()[]{}');
const singles = new Set(',;%+-^');
const doubles = new Set('&!=*<>');
const wordOperators = new Set([
  'in',
  'or',
  'and',
  'matches',
  'contains',
  'startsWith',
  'endsWith',
  'let',
  'if',
  'else',
]);
const negatable = new Set(['in', 'matches', 'contains', 'startsWith', 'endsWith']);
const simpleEscapes = new Set('abfnrtv\\');

/** The tokens of an expression, one at a time. Answers to parser/lexer. */
export class Lexer {
  private readonly source: string;
  private start = 0;
  private position = 0;
  private atEnd = false;
  private done = false;
  private pending: Token | undefined;

  constructor(source: string) {
    this.source = source;
  }

  /** The next token, undefined after the one of kind EOF. @throws {ExprError} */
  next(): Token | undefined {
    const pending = this.pending;
    if (pending) {
      this.pending = undefined;
      return pending;
    }
    while (!this.done) {
      const token = this.scan();
      if (token) return token;
    }
    return undefined;
  }

  private scan(): Token | undefined {
    const rune = this.advance();
    if (rune === end) return this.scanEnd();
    if (isAlphabetic(rune)) return this.scanName(rune);
    if (rune === 0x20 || isSpace(rune)) return this.skip();
    if (rune === singleQuote || rune === doubleQuote) return this.scanText(rune);
    if (rune < 0x80) return this.scanAscii(rune);
    if (isAlphaNumeric(rune)) return this.scanWord();
    throw this.unrecognized(rune);
  }

  private scanAscii(rune: number): Token | undefined {
    const char = String.fromCharCode(rune);
    if (isAsciiDigit(rune)) {
      this.position = this.start;
      return this.scanNumber();
    }
    if (brackets.has(char)) return this.emit('Bracket');
    if (singles.has(char)) return this.emit('Operator');
    if (doubles.has(char)) return this.emitWith('&=*');
    switch (char) {
      case '.':
        return isAsciiDigit(this.peek()) ? this.scanNumber() : this.emitWith('.');
      case '`':
        return this.scanRaw();
      case '?':
        return this.emitWith('.?');
      case '|':
      case ':':
        return this.emitWith(char);
      case '/':
        return this.scanSlash();
      case '#':
        return this.scanPointer();
      default:
        throw this.unrecognized(rune);
    }
  }

  private scanEnd(): Token {
    this.done = true;
    return { kind: 'EOF', value: '', from: Math.max(0, this.before(this.position)) };
  }

  private scanName(first: number): Token | undefined {
    const quoteRune = this.peek();
    if ((first === 98 || first === 66) && (quoteRune === singleQuote || quoteRune === doubleQuote)) {
      return this.scanBytes();
    }
    return this.scanWord();
  }

  private scanWord(): Token | undefined {
    this.skipAlphaNumeric();
    const word = this.source.slice(this.start, this.position);
    if (word === 'not') return this.scanNot();
    return this.emit(wordOperators.has(word) ? 'Operator' : 'Identifier');
  }

  /** `not`, and in `not in` and the like the operator that follows after blanks. */
  private scanNot(): Token {
    const not = this.emit('Operator');
    while (this.peek() === 0x20) this.position++;
    this.start = this.position;
    this.skipAlphaNumeric();
    if (negatable.has(this.source.slice(this.start, this.position))) this.pending = this.emit('Operator');
    else this.position = this.start;
    return not;
  }

  private skipAlphaNumeric(): void {
    for (let rune = this.peek(); isAlphaNumeric(rune); rune = this.peek()) this.position += rune > 0xffff ? 2 : 1;
  }

  private scanPointer(): Token {
    const operator = this.emitWith('#');
    this.skipAlphaNumeric();
    if (this.position > this.start) this.pending = this.emit('Identifier');
    return operator;
  }

  private scanSlash(): Token | undefined {
    const rune = this.peek();
    if (rune === 0x2f) {
      const found = this.source.indexOf('\n', this.position);
      this.position = found < 0 ? this.source.length : found + 1;
      return this.skip();
    }
    if (rune !== 0x2a) return this.emit('Operator');
    const found = this.source.indexOf('*/', this.position + 1);
    if (found < 0) throw this.errorAtEnd('unclosed comment');
    this.position = found + 2;
    return this.skip();
  }

  private scanText(quoteRune: number): Token {
    this.scanString(quoteRune);
    const body = this.source.slice(this.start + 1, this.position - 1);
    return this.token(
      'String',
      this.unescaped(() => unescapeText(body)),
    );
  }

  private scanBytes(): Token {
    this.scanString(this.advance());
    const body = this.source.slice(this.start + 2, this.position - 1);
    const bytes = this.unescaped(() => unescapeBytes(body));
    return { ...this.token('Bytes', fromBytes(bytes)), bytes };
  }

  private unescaped<T>(decode: () => T): T {
    try {
      return decode();
    } catch (error) {
      throw error instanceof EscapeError ? this.error(error.message) : error;
    }
  }

  private scanString(quoteRune: number): void {
    for (let rune = this.advance(); rune !== quoteRune; ) {
      if (rune === newline || rune === end) throw this.error('literal not terminated');
      rune = rune === backslash ? this.scanEscape(quoteRune) : this.advance();
    }
  }

  /** The character after an escape sequence. */
  private scanEscape(quoteRune: number): number {
    const rune = this.advance();
    if (rune === quoteRune || simpleEscapes.has(String.fromCodePoint(Math.max(rune, 0)))) return this.advance();
    if (rune >= 48 && rune <= 55) return this.scanDigits(rune, 8, 3);
    if (rune === 0x78) return this.scanDigits(this.advance(), 16, 2);
    if (rune === 0x75) return this.peek() === 0x7b ? this.scanBraces() : this.scanDigits(this.advance(), 16, 4);
    if (rune === 0x55) return this.scanDigits(this.advance(), 16, 8);
    throw this.badEscape();
  }

  private scanBraces(): number {
    this.advance();
    let digits = 0;
    for (; this.peek() !== 0x7d; digits++) {
      if (digitValue(this.peek()) >= 16 || digits >= 6) throw this.badEscape();
      this.advance();
    }
    if (digits === 0) throw this.badEscape();
    this.advance();
    return this.advance();
  }

  private scanDigits(first: number, base: number, count: number): number {
    let rune = first;
    let left = count;
    for (; left > 0 && digitValue(rune) < base; left--) rune = this.advance();
    if (left > 0) throw this.badEscape();
    return rune;
  }

  private badEscape(): ExprError {
    return this.error('invalid char escape');
  }

  /** A raw string; two backticks in it stand for one. */
  private scanRaw(): Token {
    let from = this.position;
    for (;;) {
      const found = this.source.indexOf('`', from);
      if (found < 0) throw this.errorAtEnd('literal not terminated');
      if (this.source[found + 1] !== '`') {
        this.position = found + 1;
        break;
      }
      from = found + 2;
    }
    const body = this.source.slice(this.start + 1, this.position - 1);
    return this.token('String', body.includes('`') ? body.replaceAll('``', '`').toWellFormed() : body);
  }

  private scanNumber(): Token {
    if (!this.skipNumber())
      throw this.error(`bad number syntax: ${quote(this.source.slice(this.start, this.position))}`);
    return this.emit('Number');
  }

  private skipNumber(): boolean {
    const digits = this.numberDigits();
    this.acceptRun(digits);
    if (this.peek() === 0x2e) {
      if (this.source[this.position + 1] === '.') return true;
      this.position++;
      this.acceptRun(digits);
    }
    if (this.accept('eE')) {
      this.accept('+-');
      this.acceptRun(digits);
    }
    if (!isAlphaNumeric(this.peek())) return true;
    this.advance();
    return false;
  }

  private numberDigits(): string {
    if (!this.accept('0')) return '0123456789_';
    if (this.accept('xX')) return '0123456789abcdefABCDEF_';
    if (this.accept('oO')) return '01234567_';
    return this.accept('bB') ? '01_' : '0123456789_';
  }

  private accept(chars: string): boolean {
    const char = this.source[this.position];
    if (char === undefined || !chars.includes(char)) return false;
    this.position++;
    return true;
  }

  private acceptRun(chars: string): void {
    while (this.accept(chars));
  }

  private emitWith(chars: string): Token {
    this.accept(chars);
    return this.emit('Operator');
  }

  private emit(kind: TokenKind): Token {
    return this.token(kind, this.source.slice(this.start, this.position));
  }

  private token(kind: TokenKind, value: string): Token {
    const from = this.start;
    this.start = this.position;
    return { kind, value, from };
  }

  private skip(): undefined {
    this.start = this.position;
  }

  private peek(): number {
    return this.source.codePointAt(this.position) ?? end;
  }

  private advance(): number {
    const rune = this.peek();
    this.atEnd = rune === end;
    if (!this.atEnd) this.position += rune > 0xffff ? 2 : 1;
    return rune;
  }

  /** Index of the character before an index. */
  private before(index: number): number {
    const low = this.source.charCodeAt(index - 1);
    const isPair = low >= 0xdc00 && low <= 0xdfff && (this.source.codePointAt(index - 2) ?? 0) > 0xffff;
    return index - (isPair ? 2 : 1);
  }

  private unrecognized(rune: number): ExprError {
    const shown = rune >= 0xd800 && rune <= 0xdfff ? 0xfffd : rune;
    const hex = shown.toString(16).toUpperCase().padStart(4, '0');
    const char = isPrint(shown) ? ` '${String.fromCodePoint(shown)}'` : '';
    return this.error(`unrecognized character: U+${hex}${char}`);
  }

  private errorAtEnd(text: string): ExprError {
    this.position = this.source.length;
    this.atEnd = true;
    return this.error(text);
  }

  /** An error at the character read last, or past the end. */
  private error(text: string): ExprError {
    return errorAt('parse', this.source, this.atEnd ? this.position : this.before(this.position), text);
  }
}

function digitValue(rune: number): number {
  if (isAsciiDigit(rune)) return rune - 48;
  const lower = rune | 0x20;
  return lower >= 97 && lower <= 102 ? lower - 87 : 16;
}

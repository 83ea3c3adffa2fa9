import { GoError } from '../error.ts';
import { quote } from '../quote.ts';
import { toBytes } from '../utf8.ts';

/** What a scan reports, in the order of the text. */
export interface Visitor {
  list(): void;
  /** Called with where in the text it starts. */
  map(start: number): void;
  /** The end of the innermost list or map, and where in the text that is. */
  end(end: number): void;
  /** A string, also one that is a key. */
  string(value: string): void;
  number(literal: string): void;
  literal(value: boolean | null): void;
}

/** encoding/json's own limit. */
const maxDepth = 10_000;

/** Reads one JSON text. @throws {GoError} with the text of encoding/json's SyntaxError */
export function scan(text: string, visitor: Visitor): void {
  new Scanner(text, visitor).scan();
}

/** Reads the JSON value that a text starts with, whatever follows. @throws {GoError} as scan */
export function scanFirst(text: string, visitor: Visitor): void {
  new Scanner(text, visitor).scanValue();
}

type State = 'value' | 'firstValue' | 'firstKey' | 'key' | 'colon' | 'after';

class Scanner {
  private readonly text: string;
  private readonly visitor: Visitor;
  private readonly open: ('{' | '[')[] = [];
  private at = 0;

  constructor(text: string, visitor: Visitor) {
    this.text = text;
    this.visitor = visitor;
  }

  scanValue(): void {
    let state: State = 'value';
    do state = this.step(state);
    while (state !== 'after' || this.open.length > 0);
  }

  scan(): void {
    this.scanValue();
    this.skipSpace();
    if (this.at < this.text.length) throw this.unexpected('after top-level value');
  }

  private step(state: State): State {
    this.skipSpace();
    switch (state) {
      case 'value':
        return this.value();
      case 'firstValue':
        return this.text[this.at] === ']' ? this.close() : this.value();
      case 'firstKey':
        return this.text[this.at] === '}' ? this.close() : this.key();
      case 'key':
        return this.key();
      case 'colon':
        if (this.text[this.at] !== ':') throw this.unexpected('after object key');
        this.at++;
        return 'value';
      default:
        return this.afterValue();
    }
  }

  private skipSpace(): void {
    for (; this.at < this.text.length; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    }
  }

  private value(): State {
    const char = this.text[this.at];
    switch (char) {
      case '{':
      case '[':
        return this.begin(char);
      case '"':
        this.visitor.string(this.string());
        return 'after';
      case 't':
        return this.word('true', true);
      case 'f':
        return this.word('false', false);
      case 'n':
        return this.word('null', null);
      default:
        return this.number();
    }
  }

  private begin(char: '{' | '['): State {
    this.open.push(char);
    if (this.open.length > maxDepth) throw this.unexpected('exceeded max depth');
    this.at++;
    if (char === '[') this.visitor.list();
    else this.visitor.map(this.at - 1);
    return char === '[' ? 'firstValue' : 'firstKey';
  }

  private close(): State {
    this.at++;
    this.open.pop();
    this.visitor.end(this.at);
    return 'after';
  }

  private key(): State {
    if (this.text[this.at] !== '"') throw this.unexpected('looking for beginning of object key string');
    this.visitor.string(this.string());
    return 'colon';
  }

  private afterValue(): State {
    const inMap = this.open.at(-1) === '{';
    const char = this.text[this.at];
    if (char === ',') {
      this.at++;
      return inMap ? 'key' : 'value';
    }
    if (char === (inMap ? '}' : ']')) return this.close();
    throw this.unexpected(inMap ? 'after object key:value pair' : 'after array element');
  }

  private word(word: string, value: boolean | null): State {
    for (let i = 1; i < word.length; i++) {
      this.at++;
      if (this.text[this.at] !== word[i]) throw this.unexpected(`in literal ${word} (expecting '${word[i]}')`);
    }
    this.at++;
    this.visitor.literal(value);
    return 'after';
  }

  private number(): State {
    const start = this.at;
    const negative = this.text[this.at] === '-';
    if (negative) this.at++;
    if (this.text[this.at] === '0') this.at++;
    else this.digits(negative ? 'in numeric literal' : 'looking for beginning of value');
    if (this.text[this.at] === '.') {
      this.at++;
      this.digits('after decimal point in numeric literal');
    }
    if (this.text[this.at] === 'e' || this.text[this.at] === 'E') {
      this.at++;
      if (this.text[this.at] === '+' || this.text[this.at] === '-') this.at++;
      this.digits('in exponent of numeric literal');
    }
    this.visitor.number(this.text.slice(start, this.at));
    return 'after';
  }

  /** One digit or more. */
  private digits(context: string): void {
    const start = this.at;
    while (this.at < this.text.length && isDigit(this.text.charCodeAt(this.at))) this.at++;
    if (this.at === start) throw this.unexpected(context);
  }

  private string(): string {
    this.at++;
    let value = '';
    for (;;) {
      const start = this.at;
      while (this.at < this.text.length && isPlain(this.text.charCodeAt(this.at))) this.at++;
      value += this.text.slice(start, this.at);
      const char = this.text[this.at];
      if (char === '"') break;
      if (char !== '\\') throw this.unexpected('in string literal');
      this.at++;
      value += this.escape();
    }
    this.at++;
    return value.isWellFormed() ? value : value.toWellFormed();
  }

  private escape(): string {
    const char = this.text[this.at] ?? '';
    const plain = escapes.get(char);
    if (plain !== undefined) {
      this.at++;
      return plain;
    }
    if (char !== 'u') throw this.unexpected('in string escape code');
    this.at++;
    const start = this.at;
    for (; this.at < start + 4; this.at++) {
      if (!/[0-9a-fA-F]/.test(this.text[this.at] ?? '')) throw this.unexpected('in \\u hexadecimal character escape');
    }
    return String.fromCharCode(Number.parseInt(this.text.slice(start, this.at), 16));
  }

  /** Go ends the input with a space, and blames that where none may stand. */
  private unexpected(context: string): GoError {
    const rune = this.text.codePointAt(this.at);
    if (rune === undefined && !/^(?:in (?!string literal)|after decimal)/.test(context)) {
      return new GoError('unexpected end of JSON input');
    }
    const byte = rune === undefined ? 0x20 : (toBytes(String.fromCodePoint(rune))[0] as number);
    return new GoError(`invalid character ${quoteByte(byte)} ${context}`);
  }
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isPlain(code: number): boolean {
  return code >= 0x20 && code !== 0x22 && code !== 0x5c;
}

function quoteByte(byte: number): string {
  if (byte === 0x27) return "'\\''";
  if (byte === 0x22) return `'"'`;
  return `'${quote(String.fromCharCode(byte)).slice(1, -1)}'`;
}

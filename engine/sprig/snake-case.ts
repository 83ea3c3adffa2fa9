import { isUpper, toLower } from '../go/unicode.ts';
import { runes } from '../go/utf8.ts';
import { isConnector } from './pascal-case.ts';
import { type WordKind, wordAt } from './word.ts';

/** The words of `text` in lower case with `connector` between them (xstrings ToSnakeCase, ToKebabCase). */
export function connectedCase(text: string, connector: '_' | '-'): string {
  return text === '' ? '' : new Connecter(text, connector).run();
}

class Connecter {
  private readonly chars: readonly string[];
  private readonly input: readonly number[];
  private readonly connector: string;
  private kind: WordKind = 'invalid';
  private start = 0;
  private end = 0;
  private out = '';

  constructor(text: string, connector: string) {
    this.chars = Array.from(text);
    this.input = runes(text);
    this.connector = connector;
  }

  run(): string {
    this.advance();
    while (this.end < this.input.length) this.step();
    this.emit(this.kind, this.start, this.end);
    return this.out;
  }

  private step(): void {
    const { kind, start, end } = this;
    if (kind !== 'connector') this.emit(kind, start, end);
    this.advance();
    if (kind === 'number') this.afterNumber();
    else if (kind === 'connector') this.emit(kind, start, end);
    else if (kind !== 'punct') this.afterLetters();
  }

  private afterNumber(): void {
    while (this.kind === 'alphabet' || this.kind === 'number') this.take();
    if (this.kind !== 'invalid') this.connect();
  }

  /** A number belongs to the letters before it unless small letters follow: `Bld4Floor`, but `HTTP_2xx`. */
  private afterLetters(): void {
    if (this.kind !== 'number') {
      this.connect();
      return;
    }
    if (this.end >= this.input.length) return;
    const { start, end } = this;
    if (this.advance() !== 'alphabet') {
      this.emit('number', start, end);
      this.connect();
      return;
    }
    this.out += this.connector;
    this.emit('number', start, end);
    this.afterNumber();
  }

  private connect(): void {
    if (this.kind !== 'connector' && this.kind !== 'punct') this.out += this.connector;
  }

  private take(): void {
    this.emit(this.kind, this.start, this.end);
    this.advance();
  }

  private advance(): WordKind {
    const word = wordAt(this.input, this.end);
    this.start = this.end;
    this.kind = word.kind;
    this.end = word.end;
    return word.kind;
  }

  private emit(kind: WordKind, start: number, end: number): void {
    if (kind !== 'upper' && kind !== 'connector') {
      this.out += this.chars.slice(start, end).join('');
      return;
    }
    for (const rune of this.input.slice(start, end)) {
      this.out += isConnector(rune) ? this.connector : String.fromCodePoint(isUpper(rune) ? toLower(rune) : rune);
    }
  }
}

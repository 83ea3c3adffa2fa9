import { RuneWriter, runeAt } from '../go/rune.ts';
import { isUpper, toLower } from '../go/unicode.ts';
import { isConnector } from './pascal-case.ts';
import { type WordKind, wordAt } from './word.ts';

/** The words of `text` in lower case with `connector` between them (xstrings ToSnakeCase, ToKebabCase). */
export function connectedCase(text: string, connector: '_' | '-'): string {
  return text === '' ? '' : new Connecter(text, connector).run();
}

class Connecter {
  private readonly input: string;
  private readonly connector: number;
  private kind: WordKind = 'invalid';
  private start = 0;
  private end = 0;
  private readonly out = new RuneWriter();

  constructor(text: string, connector: string) {
    this.input = text;
    this.connector = connector.charCodeAt(0);
  }

  run(): string {
    this.advance();
    while (this.end < this.input.length) this.step();
    this.emit(this.kind, this.start, this.end);
    return this.out.toString();
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
    this.out.write(this.connector);
    this.emit('number', start, end);
    this.afterNumber();
  }

  private connect(): void {
    if (this.kind !== 'connector' && this.kind !== 'punct') this.out.write(this.connector);
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
    const word = this.input.slice(start, end);
    if (kind !== 'upper' && kind !== 'connector') {
      this.out.writeText(word);
      return;
    }
    for (const char of word) {
      const rune = runeAt(char, 0);
      this.out.write(isConnector(rune) ? this.connector : isUpper(rune) ? toLower(rune) : rune);
    }
  }
}

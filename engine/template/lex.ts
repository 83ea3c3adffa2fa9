import { isPrint, quote } from '../go/strconv.ts';
import { isDigit, isLetter } from '../go/unicode.ts';
import { byteLength } from '../go/utf8.ts';

/** The kinds of tokens, named as Go's own lexer tests name them. */
export type ItemType =
  | 'error'
  | 'bool'
  | 'char'
  | 'charconst'
  | 'comment'
  | 'complex'
  | '='
  | ':='
  | 'EOF'
  | 'field'
  | 'identifier'
  | 'left delim'
  | '('
  | 'number'
  | 'pipe'
  | 'raw string'
  | 'right delim'
  | ')'
  | 'space'
  | 'string'
  | 'text'
  | 'variable'
  | Keyword;

type Keyword =
  | '.'
  | 'block'
  | 'break'
  | 'continue'
  | 'define'
  | 'else'
  | 'end'
  | 'if'
  | 'nil'
  | 'range'
  | 'template'
  | 'with';

/** One token. `pos` is an offset in UTF-16 units, `line` counts from 1. */
export interface Item {
  readonly type: ItemType;
  readonly pos: number;
  readonly text: string;
  readonly line: number;
}

export interface LexOptions {
  readonly left?: string;
  readonly right?: string;
  /** Emit comments as tokens. */
  readonly comments?: boolean;
  /** `break` is an identifier, since there is a function of that name. */
  readonly breakIsFunction?: boolean;
  readonly continueIsFunction?: boolean;
}

const keywords: ReadonlyMap<string, ItemType> = new Map(
  (['.', 'block', 'break', 'continue', 'define', 'else', 'end', 'if', 'nil', 'range', 'template', 'with'] as const).map(
    (word) => [word, word],
  ),
);

/** How messages name a token: `<if>`, `"text"`, `EOF`; the text of an error token. */
export function itemString(item: Item): string {
  if (item.type === 'EOF') return 'EOF';
  if (item.type === 'error') return item.text;
  if (keywords.has(item.type)) return `<${item.text}>`;
  return byteLength(item.text) > 10 ? `${quote(Array.from(item.text).slice(0, 10).join(''))}...` : quote(item.text);
}

const eof = -1;

function isSpace(r: number): boolean {
  return r === 0x20 || r === 0x09 || r === 0x0d || r === 0x0a;
}

function isAsciiAlphaNumeric(r: number): boolean {
  return (r >= 0x61 && r <= 0x7a) || (r >= 0x41 && r <= 0x5a) || (r >= 0x30 && r <= 0x39) || r === 0x5f;
}

function isAlphaNumeric(r: number): boolean {
  return r < 0x80 ? isAsciiAlphaNumeric(r) : isLetter(r) || isDigit(r);
}

/** Characters other than blanks after which a word ends. */
const terminators: ReadonlySet<number> = new Set(Array.from('.,|:()', (char) => char.charCodeAt(0)));

/** Go's `%#U`: `U+0021 '!'`. */
function unicodeText(r: number): string {
  const rune = r >= 0xd800 && r <= 0xdfff ? 0xfffd : r;
  const code = `U+${rune.toString(16).toUpperCase().padStart(4, '0')}`;
  return isPrint(rune) ? `${code} '${String.fromCodePoint(rune)}'` : code;
}

function lineCount(text: string): number {
  let count = 0;
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) count++;
  return count;
}

const trimMarkerLength = 2;

/** The tokens of a template source, one at a time: text/template/parse's lexer. */
export class Lexer {
  private input: string;
  private readonly left: string;
  private readonly right: string;
  private readonly options: LexOptions;
  private pos = 0;
  private start = 0;
  private line = 1;
  private startLine = 1;
  private parenDepth = 0;
  private insideAction = false;

  constructor(input: string, options: LexOptions = {}) {
    this.input = input;
    this.left = options.left || '{{';
    this.right = options.right || '}}';
    this.options = options;
  }

  /** The next token. After an error token there is nothing more to read. */
  nextItem(): Item {
    return this.insideAction ? this.lexInsideAction() : this.lexText();
  }

  private next(): number {
    if (this.pos >= this.input.length) return eof;
    const r = this.input.codePointAt(this.pos) as number;
    this.pos += r > 0xffff ? 2 : 1;
    if (r === 0x0a) this.line++;
    return r;
  }

  private peek(): number {
    return this.pos < this.input.length ? (this.input.codePointAt(this.pos) as number) : eof;
  }

  private item(type: ItemType): Item {
    const item = { type, pos: this.start, text: this.input.slice(this.start, this.pos), line: this.startLine };
    this.start = this.pos;
    this.startLine = this.line;
    return item;
  }

  /** Skips the pending input, which was not read by `next`. */
  private ignore(): void {
    this.line += lineCount(this.input.slice(this.start, this.pos));
    this.start = this.pos;
    this.startLine = this.line;
  }

  private error(text: string): Item {
    const item: Item = { type: 'error', pos: this.start, text, line: this.startLine };
    this.input = '';
    this.pos = 0;
    this.start = 0;
    return item;
  }

  private accept(valid: string): boolean {
    if (this.pos >= this.input.length || !valid.includes(this.input.charAt(this.pos))) return false;
    this.pos++;
    return true;
  }

  private acceptRun(valid: string): void {
    while (this.accept(valid));
  }

  private hasLeftTrimMarker(at: number): boolean {
    return this.input.charAt(at) === '-' && isSpace(this.input.charCodeAt(at + 1));
  }

  private hasRightTrimMarker(at: number): boolean {
    return isSpace(this.input.charCodeAt(at)) && this.input.charAt(at + 1) === '-';
  }

  private isTrimmedRightDelim(at: number): boolean {
    return this.hasRightTrimMarker(at) && this.input.startsWith(this.right, at + trimMarkerLength);
  }

  private skipSpaces(): void {
    while (isSpace(this.input.charCodeAt(this.pos))) this.pos++;
  }

  private lexText(): Item {
    for (;;) {
      const found = this.input.indexOf(this.left, this.pos);
      if (found < 0) {
        this.pos = this.input.length;
        this.line += lineCount(this.input.slice(this.start));
        return this.item(this.pos > this.start ? 'text' : 'EOF');
      }
      if (found > this.pos) {
        const text = this.textBefore(found);
        if (text.text !== '') return text;
      }
      const item = this.lexLeftDelim();
      if (item) return item;
    }
  }

  /** The text up to the delimiter at `found`, less the blanks that it trims. */
  private textBefore(found: number): Item {
    this.pos = found;
    if (this.hasLeftTrimMarker(found + this.left.length)) {
      while (this.pos > this.start && isSpace(this.input.charCodeAt(this.pos - 1))) this.pos--;
    }
    this.line += lineCount(this.input.slice(this.start, this.pos));
    const item = this.item('text');
    this.pos = found;
    this.ignore();
    return item;
  }

  /** The left delimiter, or the comment that it begins; undefined when that is skipped. */
  private lexLeftDelim(): Item | undefined {
    this.pos += this.left.length;
    const afterMarker = this.hasLeftTrimMarker(this.pos) ? trimMarkerLength : 0;
    if (this.input.startsWith('/*', this.pos + afterMarker)) {
      this.pos += afterMarker;
      this.ignore();
      return this.lexComment();
    }
    const item = this.item('left delim');
    this.insideAction = true;
    this.pos += afterMarker;
    this.ignore();
    this.parenDepth = 0;
    return item;
  }

  private lexComment(): Item | undefined {
    const end = this.input.indexOf('*/', this.pos + 2);
    if (end < 0) return this.error('unclosed comment');
    this.pos = end + 2;
    const trim = this.isTrimmedRightDelim(this.pos);
    if (!trim && !this.input.startsWith(this.right, this.pos)) {
      return this.error('comment ends before closing delimiter');
    }
    this.line += lineCount(this.input.slice(this.start, this.pos));
    const item = this.item('comment');
    if (trim) this.pos += trimMarkerLength;
    this.pos += this.right.length;
    if (trim) this.skipSpaces();
    this.ignore();
    return this.options.comments ? item : undefined;
  }

  private lexRightDelim(trim: boolean): Item {
    if (trim) {
      this.pos += trimMarkerLength;
      this.ignore();
    }
    this.pos += this.right.length;
    const item = this.item('right delim');
    if (trim) {
      this.skipSpaces();
      this.ignore();
    }
    this.insideAction = false;
    return item;
  }

  private lexInsideAction(): Item {
    const trim = this.isTrimmedRightDelim(this.pos);
    if (trim || this.input.startsWith(this.right, this.pos)) {
      return this.parenDepth === 0 ? this.lexRightDelim(trim) : this.error('unclosed left paren');
    }
    const r = this.peek();
    if (r === eof) return this.error('unclosed action');
    if (isSpace(r)) return this.lexSpace();
    if (r === 0x2e) return this.lexDot();
    if (r === 0x2b || r === 0x2d || (r >= 0x30 && r <= 0x39)) return this.lexNumber();
    if (isAlphaNumeric(r)) return this.lexIdentifier();
    this.next();
    return this.lexSymbol(r);
  }

  /** The token that begins with the character just read. */
  private lexSymbol(r: number): Item {
    switch (String.fromCodePoint(r)) {
      case '=':
        return this.item('=');
      case ':':
        return this.next() === 0x3d ? this.item(':=') : this.error('expected :=');
      case '|':
        return this.item('pipe');
      case '"':
        return this.lexQuoted('"', 'string', 'unterminated quoted string');
      case "'":
        return this.lexQuoted("'", 'charconst', 'unterminated character constant');
      case '`':
        return this.lexRawQuote();
      case '$':
        return this.lexFieldOrVariable('variable', 'variable');
      case '(':
        this.parenDepth++;
        return this.item('(');
      case ')':
        return --this.parenDepth < 0 ? this.error('unexpected right paren') : this.item(')');
      default:
        return r >= 0x20 && r < 0x7f
          ? this.item('char')
          : this.error(`unrecognized character in action: ${unicodeText(r)}`);
    }
  }

  /** A run of blanks, less the one that belongs to a trimming right delimiter. */
  private lexSpace(): Item {
    let count = 0;
    while (isSpace(this.peek())) {
      this.next();
      count++;
    }
    if (this.isTrimmedRightDelim(this.pos - 1)) {
      this.pos--;
      if (this.input.charAt(this.pos) === '\n') this.line--;
      if (count === 1) return this.lexRightDelim(true);
    }
    return this.item('space');
  }

  /** Reads letters and digits. */
  private skipWord(): void {
    while (isAsciiAlphaNumeric(this.input.charCodeAt(this.pos))) this.pos++;
    while (isAlphaNumeric(this.peek())) this.next();
  }

  private lexIdentifier(): Item {
    this.skipWord();
    if (!this.atTerminator()) return this.error(`bad character ${unicodeText(this.peek())}`);
    const word = this.input.slice(this.start, this.pos);
    if (word === 'true' || word === 'false') return this.item('bool');
    if (word === 'break' && this.options.breakIsFunction) return this.item('identifier');
    if (word === 'continue' && this.options.continueIsFunction) return this.item('identifier');
    return this.item(keywords.get(word) ?? 'identifier');
  }

  private lexDot(): Item {
    const after = this.input.charCodeAt(this.pos + 1);
    if (this.pos + 1 >= this.input.length || (after >= 0x30 && after <= 0x39)) return this.lexNumber();
    this.next();
    return this.lexFieldOrVariable('field', '.');
  }

  /** `.name` or `$name`; `alone` is what the sigil is without a name. The sigil has been read. */
  private lexFieldOrVariable(type: ItemType, alone: ItemType): Item {
    if (this.atTerminator()) return this.item(alone);
    this.skipWord();
    return this.atTerminator() ? this.item(type) : this.error(`bad character ${unicodeText(this.peek())}`);
  }

  /** Whether an identifier may end here. */
  private atTerminator(): boolean {
    const r = this.peek();
    return r === eof || isSpace(r) || terminators.has(r) || this.input.startsWith(this.right, this.pos);
  }

  private lexNumber(): Item {
    if (!this.scanNumber()) return this.badNumber();
    if (this.peek() !== 0x2b && this.peek() !== 0x2d) return this.item('number');
    return this.scanNumber() && this.input.charAt(this.pos - 1) === 'i' ? this.item('complex') : this.badNumber();
  }

  private badNumber(): Item {
    return this.error(`bad number syntax: ${quote(this.input.slice(this.start, this.pos))}`);
  }

  /** Reads what looks like a number; strconv judges it later. False when a letter or digit follows. */
  private scanNumber(): boolean {
    this.accept('+-');
    let digits = '0123456789_';
    if (this.accept('0')) {
      if (this.accept('xX')) digits = '0123456789abcdefABCDEF_';
      else if (this.accept('oO')) digits = '01234567_';
      else if (this.accept('bB')) digits = '01_';
    }
    this.acceptRun(digits);
    if (this.accept('.')) this.acceptRun(digits);
    const exponent = digits.length === 11 ? 'eE' : digits.length === 23 ? 'pP' : '';
    if (exponent !== '' && this.accept(exponent)) {
      this.accept('+-');
      this.acceptRun('0123456789_');
    }
    this.accept('i');
    if (!isAlphaNumeric(this.peek())) return true;
    this.next();
    return false;
  }

  private lexQuoted(end: string, type: ItemType, unterminated: string): Item {
    for (;;) {
      let r = this.next();
      const escaped = r === 0x5c;
      if (escaped) r = this.next();
      if (r === eof || r === 0x0a) return this.error(unterminated);
      if (!escaped && r === end.charCodeAt(0)) return this.item(type);
    }
  }

  private lexRawQuote(): Item {
    for (;;) {
      const r = this.next();
      if (r === eof) return this.error('unterminated raw quoted string');
      if (r === 0x60) return this.item('raw string');
    }
  }
}

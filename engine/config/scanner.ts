import { codeOf, end, isBlank, isBlankOrEnd } from './characters.ts';
import { Cursor, type Mark } from './cursor.ts';
import { scanBlock, scanPlain, scanQuoted } from './scan-scalars.ts';
import { type Directive, scanAnchor, scanDirective, scanTag, type TagText } from './scan-tags.ts';

export type TokenType =
  | 'stream-end'
  | 'directive'
  | 'document-start'
  | 'document-end'
  | 'block-sequence-start'
  | 'block-mapping-start'
  | 'block-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-mapping-start'
  | 'flow-mapping-end'
  | 'block-entry'
  | 'flow-entry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/** A token of YAML 1.1. `text` is a scalar's content or an anchor's name. */
export interface Token {
  readonly type: TokenType;
  readonly mark: Mark;
  readonly end: number;
  readonly text: string;
  readonly style: ScalarStyle;
  readonly tag: TagText | undefined;
  readonly directive: Directive | undefined;
}

/** A place where a key may begin, which only the `:` behind it will tell. */
interface SimpleKey {
  possible: boolean;
  /** A block mapping continues here, so nothing but a key can stand here. */
  readonly required: boolean;
  /** Number of the token it would begin with, from the first of the text. */
  readonly number: number;
  readonly mark: Mark;
}

/** A key without `?` is at most so long. */
const longestKey = 1024;
/** Upstream stops at 10,000; our stack lasts for less. */
const deepest = 1000;

const indicators: Readonly<Record<string, TokenType>> = {
  '[': 'flow-sequence-start',
  '{': 'flow-mapping-start',
  ']': 'flow-sequence-end',
  '}': 'flow-mapping-end',
};
const notPlain: ReadonlySet<number> = new Set([...'-?:,[]{}#&*!|>\'"%@`'].map(codeOf));
const tab = codeOf('\t');
const hash = codeOf('#');

/** The tokens of a YAML text, scanned no further than is asked for (libyaml's scanner, as go-yaml v2 has it). */
export class Scanner {
  readonly cursor: Cursor;
  /** How many tokens have to follow one before it is given out: go-yaml v3 looks two ahead for its comments. */
  private readonly lookahead: number;
  private tokens: Token[] = [];
  private head = 0;
  /** How many tokens were given out. */
  private given = 0;
  private flowLevel = 0;
  private indent = -1;
  private readonly indents: number[] = [];
  private simpleKeyAllowed = true;
  /** One for each level of flow collections. */
  private readonly simpleKeys: SimpleKey[] = [];
  /** Index of the simple key that a token may begin, by the token's number. */
  private readonly keysByToken = new Map<number, number>();
  private ended = false;

  constructor(text: string, lookahead = 0) {
    this.cursor = new Cursor(text);
    this.lookahead = lookahead;
    this.simpleKeys.push({ possible: false, required: false, number: 0, mark: this.cursor.mark });
  }

  /** The next token; the same one until it is skipped. Behind the last comes `stream-end` for ever. @throws {EngineError} */
  peek(): Token {
    while (this.needsMore()) this.fetch();
    return this.tokens[this.head] as Token;
  }

  skip(): void {
    this.head++;
    this.given++;
    if (this.head < 64 || this.head < this.tokens.length) return;
    this.tokens = [];
    this.head = 0;
  }

  private needsMore(): boolean {
    if (this.ended && this.head < this.tokens.length) return false;
    if (this.head >= this.tokens.length - this.lookahead) return true;
    const key = this.simpleKeys[this.keysByToken.get(this.given) ?? -1];
    return key !== undefined && this.isValid(key);
  }

  private isValid(key: SimpleKey): boolean {
    if (!key.possible) return false;
    const { line, offset } = this.cursor;
    if (key.mark.line === line && key.mark.offset + longestKey >= offset) return true;
    this.forget(key);
    return false;
  }

  private forget(key: SimpleKey): void {
    if (key.possible && key.required) throw this.cursor.fail("could not find expected ':'");
    key.possible = false;
  }

  private removeSimpleKey(): void {
    const key = this.simpleKey;
    if (!key.possible) return;
    this.forget(key);
    this.keysByToken.delete(key.number);
  }

  /** The number that the next token gets. */
  private get nextNumber(): number {
    return this.given + this.tokens.length - this.head;
  }

  private get simpleKey(): SimpleKey {
    return this.simpleKeys.at(-1) as SimpleKey;
  }

  private saveSimpleKey(): void {
    if (!this.simpleKeyAllowed) return;
    this.removeSimpleKey();
    const last = this.simpleKeys.length - 1;
    const { cursor, nextNumber: number } = this;
    const required = this.flowLevel === 0 && this.indent === cursor.column;
    this.simpleKeys[last] = { possible: true, required, number, mark: cursor.mark };
    this.keysByToken.set(number, last);
  }

  /** Adds a token: the one of a number, or the last when that was given out already. */
  private add(type: TokenType, mark: Mark, content: Partial<Token> = {}, number = this.nextNumber): void {
    const token = {
      type,
      mark,
      end: this.cursor.offset,
      text: '',
      style: 'plain',
      tag: undefined,
      directive: undefined,
      ...content,
    } as const;
    if (number < this.given || number === this.nextNumber) this.tokens.push(token);
    else this.tokens.splice(number - this.given + this.head, 0, token);
  }

  /** Adds a token of so many characters. */
  private indicator(type: TokenType, length = 1): void {
    const { mark } = this.cursor;
    this.cursor.offset += length;
    this.add(type, mark);
  }

  private rollIndent(type: TokenType, mark: Mark, number?: number): void {
    if (this.flowLevel > 0 || this.indent >= mark.column) return;
    this.indents.push(this.indent);
    this.indent = mark.column;
    if (this.indents.length > deepest) throw this.cursor.fail(`exceeded max depth of ${deepest}`);
    this.add(type, mark, {}, number);
  }

  private unrollIndent(column: number): void {
    while (this.flowLevel === 0 && this.indent > column) {
      this.add('block-end', this.cursor.mark);
      this.indent = this.indents.pop() ?? -1;
    }
  }

  private fetch(): void {
    this.skipToToken();
    const { cursor } = this;
    this.unrollIndent(cursor.column);
    const code = cursor.peek();
    if (code === end) this.fetchEnd();
    else if (cursor.column === 0 && code === codeOf('%')) this.fetchDirective();
    else if (cursor.atDocumentIndicator()) this.fetchDocumentIndicator();
    else this.fetchContent(String.fromCharCode(code), code);
  }

  private fetchContent(character: string, code: number): void {
    const inFlow = this.flowLevel > 0;
    const separated = isBlankOrEnd(this.cursor.peek(1));
    if (character === '-' && separated) this.fetchBlockEntry();
    else if (character === '?' && (separated || inFlow)) this.fetchKey();
    else if (character === ':' && (separated || inFlow)) this.fetchValue();
    else if ((character === '|' || character === '>') && !inFlow) this.fetchBlockScalar(character);
    else if (!this.fetchMarked(character)) {
      if (!this.startsPlain(code)) throw this.cursor.fail('found character that cannot start any token');
      this.fetchPlain();
    }
  }

  /** Fetches what one character announces wherever it stands; false when this one does not. */
  private fetchMarked(character: string): boolean {
    const bracket = Object.hasOwn(indicators, character) ? indicators[character] : undefined;
    if (bracket) this.fetchBracket(bracket);
    else if (character === ',') this.fetchFlowEntry();
    else if (character === '*') this.fetchAnchor('alias');
    else if (character === '&') this.fetchAnchor('anchor');
    else if (character === '!') this.fetchTag();
    else if (character === "'" || character === '"') this.fetchQuoted(character);
    else return false;
    return true;
  }

  private startsPlain(code: number): boolean {
    if (!isBlankOrEnd(code) && !notPlain.has(code)) return true;
    const next = this.cursor.peek(1);
    if (code === codeOf('-')) return !isBlank(next);
    return this.flowLevel === 0 && (code === codeOf('?') || code === codeOf(':')) && !isBlankOrEnd(next);
  }

  private skipToToken(): void {
    const { cursor } = this;
    for (;;) {
      const tabs = this.flowLevel > 0 || !this.simpleKeyAllowed;
      for (let code = cursor.peek(); code === 0x20 || (tabs && code === tab); code = cursor.peek()) cursor.offset++;
      if (cursor.peek() === hash) cursor.skipToBreak();
      if (cursor.readBreak() === '') return;
      if (this.flowLevel === 0) this.simpleKeyAllowed = true;
    }
  }

  private fetchEnd(): void {
    this.closeBlocks();
    this.ended = true;
    this.add('stream-end', this.cursor.mark);
  }

  private closeBlocks(): void {
    this.unrollIndent(-1);
    this.removeSimpleKey();
    this.simpleKeyAllowed = false;
  }

  private fetchDirective(): void {
    this.closeBlocks();
    const { mark } = this.cursor;
    this.add('directive', mark, { directive: scanDirective(this.cursor) });
  }

  private fetchDocumentIndicator(): void {
    this.closeBlocks();
    this.indicator(this.cursor.peek() === codeOf('-') ? 'document-start' : 'document-end', 3);
  }

  private fetchBracket(type: TokenType): void {
    const opens = type === 'flow-sequence-start' || type === 'flow-mapping-start';
    if (opens) {
      this.saveSimpleKey();
      const { mark } = this.cursor;
      this.simpleKeys.push({ possible: false, required: false, number: this.nextNumber, mark });
      if (++this.flowLevel > deepest) throw this.cursor.fail(`exceeded max depth of ${deepest}`);
    } else {
      this.removeSimpleKey();
      if (this.flowLevel > 0) {
        this.flowLevel--;
        this.keysByToken.delete(this.simpleKeys.pop()?.number ?? -1);
      }
    }
    this.simpleKeyAllowed = opens;
    this.indicator(type);
  }

  private fetchFlowEntry(): void {
    this.removeSimpleKey();
    this.simpleKeyAllowed = true;
    this.indicator('flow-entry');
  }

  private fetchBlockEntry(): void {
    this.rollBlock('block-sequence-start', 'block sequence entries are not allowed in this context');
    this.removeSimpleKey();
    this.simpleKeyAllowed = true;
    this.indicator('block-entry');
  }

  /** Begins a block collection here, which in flow style means nothing. */
  private rollBlock(type: TokenType, problem: string): void {
    if (this.flowLevel > 0) return;
    if (!this.simpleKeyAllowed) throw this.cursor.fail(problem);
    this.rollIndent(type, this.cursor.mark);
  }

  private fetchKey(): void {
    this.rollBlock('block-mapping-start', 'mapping keys are not allowed in this context');
    this.removeSimpleKey();
    this.simpleKeyAllowed = this.flowLevel === 0;
    this.indicator('key');
  }

  private fetchValue(): void {
    const key = this.simpleKey;
    if (this.isValid(key)) {
      this.add('key', key.mark, { end: key.mark.offset }, key.number);
      this.rollIndent('block-mapping-start', key.mark, key.number);
      key.possible = false;
      this.keysByToken.delete(key.number);
      this.simpleKeyAllowed = false;
    } else {
      this.rollBlock('block-mapping-start', 'mapping values are not allowed in this context');
      this.simpleKeyAllowed = this.flowLevel === 0;
    }
    this.indicator('value');
  }

  private fetchAnchor(type: 'alias' | 'anchor'): void {
    const mark = this.beginNode();
    this.add(type, mark, { text: scanAnchor(this.cursor) });
  }

  private fetchTag(): void {
    const mark = this.beginNode();
    this.add('tag', mark, { tag: scanTag(this.cursor) });
  }

  private fetchQuoted(quote: string): void {
    const mark = this.beginNode();
    const text = scanQuoted(this.cursor);
    this.add('scalar', mark, { text, style: quote === '"' ? 'double' : 'single' });
  }

  private fetchPlain(): void {
    const mark = this.beginNode();
    const { text, end: last, broken } = scanPlain(this.cursor, this.indent + 1, this.flowLevel > 0);
    this.add('scalar', mark, { text, end: last });
    if (broken) this.simpleKeyAllowed = true;
  }

  private fetchBlockScalar(character: string): void {
    this.removeSimpleKey();
    this.simpleKeyAllowed = true;
    const { mark } = this.cursor;
    const text = scanBlock(this.cursor, this.indent);
    this.add('scalar', mark, { text, style: character === '|' ? 'literal' : 'folded' });
  }

  /** A node that may be a key begins here. */
  private beginNode(): Mark {
    this.saveSimpleKey();
    this.simpleKeyAllowed = false;
    return this.cursor.mark;
  }
}

import { codeOf, end, isBlank, isBlankOrEnd, isBreakOrEnd, isDigit } from './characters.ts';
import type { Cursor } from './cursor.ts';

const apostrophe = codeOf("'");
const quotation = codeOf('"');
const backslash = codeOf('\\');
const colon = codeOf(':');
const hash = codeOf('#');
const tab = codeOf('\t');
const space = codeOf(' ');
const flowEnds: ReadonlySet<number> = new Set([...',?[]{}'].map(codeOf));

/** The white space between two words of a scalar: blanks, or what its line breaks fold into. */
class Gap {
  private blanks = '';
  private first = '';
  private more = '';
  broken = false;

  /** Reads on; `check` is called at every blank behind a break. */
  read(cursor: Cursor, check?: () => void): void {
    for (;;) {
      const start = cursor.offset;
      while (isBlank(cursor.peek())) {
        if (this.broken) check?.();
        cursor.offset++;
      }
      if (!this.broken) this.blanks += cursor.text.slice(start, cursor.offset);
      const read = cursor.readBreak();
      if (read === '') return;
      if (this.broken) this.more += read;
      else this.first = read;
      this.broken = true;
    }
  }

  get text(): string {
    if (!this.broken) return this.blanks;
    if (this.first !== '\n') return this.first + this.more;
    return this.more === '' ? ' ' : this.more;
  }
}

/** A plain scalar at the cursor: its text, where it ends, and whether line breaks follow it. */
export function scanPlain(
  cursor: Cursor,
  indent: number,
  inFlow: boolean,
): { text: string; end: number; broken: boolean } {
  let text = '';
  let last = cursor.offset;
  let gap = new Gap();
  const check = () => {
    if (cursor.peek() === tab && cursor.column < indent) {
      throw cursor.fail('found a tab character that violates indentation');
    }
  };
  while (!cursor.atDocumentIndicator() && cursor.peek() !== hash) {
    const start = cursor.offset;
    skipPlainWord(cursor, inFlow);
    if (cursor.offset > start) {
      text += gap.text + cursor.text.slice(start, cursor.offset);
      last = cursor.offset;
      gap = new Gap();
    }
    if (cursor.peek() === end || !isBlankOrEnd(cursor.peek())) break;
    gap.read(cursor, check);
    if (!inFlow && cursor.column < indent) break;
  }
  return { text, end: last, broken: gap.broken };
}

function skipPlainWord(cursor: Cursor, inFlow: boolean): void {
  for (;;) {
    const code = cursor.peek();
    if (isBlankOrEnd(code) || (code === colon && isBlankOrEnd(cursor.peek(1)))) return;
    if (inFlow && flowEnds.has(code)) return;
    cursor.offset++;
  }
}

/** The text of a scalar in the quotes that stand at the cursor. */
export function scanQuoted(cursor: Cursor): string {
  const quote = cursor.peek();
  cursor.offset++;
  let text = '';
  for (;;) {
    if (cursor.atDocumentIndicator()) throw cursor.fail('found unexpected document indicator');
    if (cursor.peek() === end) throw cursor.fail('found unexpected end of stream');
    const gap = new Gap();
    text += quote === apostrophe ? singleWord(cursor) : doubleWord(cursor, gap);
    if (cursor.peek() === quote) break;
    gap.read(cursor);
    text += gap.text;
  }
  cursor.offset++;
  return text;
}

function singleWord(cursor: Cursor): string {
  let text = '';
  let start = cursor.offset;
  for (;;) {
    const code = cursor.peek();
    if (code === apostrophe && cursor.peek(1) === apostrophe) {
      text += cursor.text.slice(start, cursor.offset + 1);
      cursor.offset += 2;
      start = cursor.offset;
    } else if (code === apostrophe || isBlankOrEnd(code)) return text + cursor.text.slice(start, cursor.offset);
    else cursor.offset++;
  }
}

/** A word in double quotes; one that ends with an escaped line break marks the gap behind it as broken. */
function doubleWord(cursor: Cursor, gap: Gap): string {
  let text = '';
  let start = cursor.offset;
  for (;;) {
    const code = cursor.peek();
    if (code === quotation || isBlankOrEnd(code)) return text + cursor.text.slice(start, cursor.offset);
    if (code !== backslash) {
      cursor.offset++;
      continue;
    }
    text += cursor.text.slice(start, cursor.offset);
    cursor.offset++;
    if (cursor.readBreak() !== '') {
      gap.broken = true;
      return text;
    }
    text += escaped(cursor);
    start = cursor.offset;
  }
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['t', '\t'],
  ['\t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
  [' ', ' '],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['N', '\x85'],
  ['_', '\xa0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
]);
const codeLengths: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

function escaped(cursor: Cursor): string {
  const kind = cursor.text.charAt(cursor.offset);
  const simple = escapes.get(kind);
  const length = codeLengths.get(kind);
  if (simple === undefined && length === undefined) throw cursor.fail('found unknown escape character');
  cursor.offset++;
  if (simple !== undefined || length === undefined) return simple ?? '';
  const digits = cursor.text.slice(cursor.offset, cursor.offset + length);
  if (digits.length < length || !/^[0-9a-fA-F]*$/.test(digits)) {
    throw cursor.fail('did not find expected hexdecimal number');
  }
  const value = Number.parseInt(digits, 16);
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) {
    throw cursor.fail('found invalid Unicode character escape code');
  }
  cursor.offset += length;
  return String.fromCodePoint(value);
}

type Chomping = 'clip' | 'keep' | 'strip';

/** The text of the `|` or `>` scalar at the cursor, in a block indented by `parent` (-1 for none). */
export function scanBlock(cursor: Cursor, parent: number): string {
  const folded = cursor.text.charAt(cursor.offset) === '>';
  cursor.offset++;
  const { chomping, increment } = blockHeader(cursor);
  let text = '';
  let lineBreak = '';
  let wasBlank = false;
  let { indent, breaks } = blockBreaks(cursor, increment > 0 ? Math.max(parent, 0) + increment : 0, parent);
  while (cursor.column === indent && cursor.peek() !== end) {
    const blank = isBlank(cursor.peek());
    if (folded && lineBreak === '\n' && !wasBlank && !blank) text += breaks === '' ? ' ' : breaks;
    else text += lineBreak + breaks;
    wasBlank = blank;
    const start = cursor.offset;
    cursor.skipToBreak();
    text += cursor.text.slice(start, cursor.offset);
    lineBreak = cursor.readBreak();
    ({ indent, breaks } = blockBreaks(cursor, indent, parent));
  }
  if (chomping !== 'strip') text += lineBreak;
  return chomping === 'keep' ? text + breaks : text;
}

function blockHeader(cursor: Cursor): { chomping: Chomping; increment: number } {
  let chomping = chompingAt(cursor);
  const increment = incrementAt(cursor);
  if (chomping === undefined) chomping = chompingAt(cursor);
  cursor.skipBlanks();
  if (cursor.peek() === hash) cursor.skipToBreak();
  if (!isBreakOrEnd(cursor.peek())) throw cursor.fail('did not find expected comment or line break');
  cursor.readBreak();
  return { chomping: chomping ?? 'clip', increment };
}

function chompingAt(cursor: Cursor): Chomping | undefined {
  const sign = cursor.text.charAt(cursor.offset);
  if (sign !== '+' && sign !== '-') return undefined;
  cursor.offset++;
  return sign === '+' ? 'keep' : 'strip';
}

function incrementAt(cursor: Cursor): number {
  const code = cursor.peek();
  if (!isDigit(code)) return 0;
  if (code === codeOf('0')) throw cursor.fail('found an indentation indicator equal to 0');
  cursor.offset++;
  return code - codeOf('0');
}

/** The empty lines at the cursor, and the indentation of the scalar: the given one, or the deepest of these lines for 0. */
function blockBreaks(cursor: Cursor, indent: number, parent: number): { indent: number; breaks: string } {
  let breaks = '';
  let deepest = 0;
  for (;;) {
    while ((indent === 0 || cursor.column < indent) && cursor.peek() === space) cursor.offset++;
    deepest = Math.max(deepest, cursor.column);
    if ((indent === 0 || cursor.column < indent) && cursor.peek() === tab) {
      throw cursor.fail('found a tab character where an indentation space is expected');
    }
    const read = cursor.readBreak();
    if (read === '') break;
    breaks += read;
  }
  return { indent: indent === 0 ? Math.max(deepest, parent + 1, 1) : indent, breaks };
}

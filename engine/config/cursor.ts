import { EngineError, excerptOf, type Place } from '../errors.ts';
import { codeOf, end, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd } from './characters.ts';

/** A place in a text: offset, line and column from 0. */
export interface Mark {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

const carriageReturn = codeOf('\r');
const lineFeed = codeOf('\n');

/** Reads a YAML text character by character, counting lines as YAML 1.1 breaks them. */
export class Cursor {
  readonly text: string;
  offset = 0;
  line = 0;
  private lineStart = 0;

  constructor(text: string) {
    this.text = text;
    if (text.startsWith('\ufeff')) {
      this.offset = 1;
      this.lineStart = 1;
    }
  }

  get column(): number {
    return this.offset - this.lineStart;
  }

  get mark(): Mark {
    return { offset: this.offset, line: this.line, column: this.column };
  }

  /** The code of the character so many ahead, `end` behind the text. */
  peek(ahead = 0): number {
    const offset = this.offset + ahead;
    return offset < this.text.length ? this.text.charCodeAt(offset) : end;
  }

  skipBlanks(): void {
    while (isBlank(this.peek())) this.offset++;
  }

  skipToBreak(): void {
    while (!isBreakOrEnd(this.peek())) this.offset++;
  }

  /** Skips a line break, if there is one, and returns it as YAML reads it: LF, or LS and PS as they are. */
  readBreak(): string {
    const code = this.peek();
    if (!isBreak(code)) return '';
    this.offset += code === carriageReturn && this.peek(1) === lineFeed ? 2 : 1;
    this.line++;
    this.lineStart = this.offset;
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n';
  }

  /** Whether `---` or `...` stands here, at the start of a line. */
  atDocumentIndicator(): boolean {
    if (this.column !== 0) return false;
    const indicator = this.text.slice(this.offset, this.offset + 3);
    return (indicator === '---' || indicator === '...') && isBlankOrEnd(this.peek(3));
  }

  /** What libyaml's scanner says about the character here. */
  fail(problem: string): EngineError {
    return syntaxError(this.text, problem, { mark: this.mark, scanning: true });
  }
}

/** A syntax error as go-yaml words it. Only errors of scanning count lines from 1; the first line is not named. */
export function syntaxError(
  text: string,
  problem: string,
  { mark, scanning = false }: { mark: Mark; scanning?: boolean },
): EngineError {
  const where = mark.line > 0 ? `line ${mark.line + (scanning ? 1 : 0)}: ` : '';
  const tab = text.charAt(mark.offset) === '\t';
  return errorAt(text, mark, `yaml: ${where}${problem}`, tab ? 'YAML is indented with spaces' : hints.get(problem));
}

/** What people mostly have to do about a problem. */
const hints: ReadonlyMap<string, string> = new Map([
  ['mapping values are not allowed in this context', "a text with ': ' in it has to be quoted"],
  ['found character that cannot start any token', 'a text that begins with this character has to be quoted'],
  ["could not find expected ':'", 'a text of several lines has to be indented below its key'],
  ['found unexpected end of stream', 'the closing quote is missing'],
  ['found unknown escape character', "in '…' a backslash stands for itself"],
]);

/** An error at a place of a text. */
export function errorAt(text: string, mark: Mark, message: string, hint?: string): EngineError {
  const place = placeOf(mark);
  return new EngineError('yaml', message, { place, hint, excerpt: excerptOf(text, place) });
}

/** A mark as people count: from 1. */
export function placeOf({ line, column }: Mark): Place {
  return { line: line + 1, column: column + 1 };
}

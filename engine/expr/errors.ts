/** What stopped an expression: its syntax, its types, its evaluation, or one of the engine's own limits. */
export type ExprErrorCode = 'parse' | 'check' | 'run' | 'limit';

/** A place in an expression's source. */
export interface Position {
  /** Counted from 1. */
  readonly line: number;
  /** In characters, counted from 1. */
  readonly column: number;
  /** The line and a caret under the column, each after a newline; empty for an empty line. */
  readonly snippet: string;
}

/** Any failure of an expression. `message` is the text of expr-lang's file.Error: message, position, line and caret. */
export class ExprError extends Error {
  override readonly name: string = 'ExprError';
  readonly code: ExprErrorCode;
  readonly line: number;
  readonly column: number;
  readonly snippet: string;

  constructor(code: ExprErrorCode, text: string, position: Position, cause?: unknown) {
    const { line, column, snippet } = position;
    super(snippet === '' ? text : `${text} (${line}:${column})${snippet}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.line = line;
    this.column = column;
    this.snippet = snippet;
  }
}

/** The position of index `from` in `source`; beyond the end it is one past the last character. */
export function locate(source: string, from: number): Position {
  let line = 1;
  let column = 0;
  let lineStart = 0;
  let index = 0;
  for (const char of source) {
    if (index >= from) break;
    index += char.length;
    column++;
    if (char === '\n') {
      line++;
      column = 0;
      lineStart = index;
    }
  }
  const newline = source.indexOf('\n', lineStart);
  const text = source.slice(lineStart, newline < 0 ? undefined : newline);
  const snippet = text === '' ? '' : `\n | ${text.replaceAll('\t', ' ')}\n | ${'.'.repeat(column)}^`;
  return { line, column: column + 1, snippet };
}

/** The error at an index of the source. */
export function errorAt(code: ExprErrorCode, source: string, from: number, text: string, cause?: unknown): ExprError {
  return new ExprError(code, text, locate(source, from), cause);
}

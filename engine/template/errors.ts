import { byteLength } from '../go/utf8.ts';

/** `parse`: the source is no template; `exec`: its evaluation failed; `limit`: it would have cost too much. */
export type TemplateErrorCode = 'parse' | 'exec' | 'limit';

/** A place in a template's source, `pos` in UTF-16 units. */
export interface SourcePlace {
  readonly source: string;
  readonly pos: number;
}

/** What a TemplateError is made of. */
export interface TemplateErrorOptions {
  /** Name of the template that was parsed or was executing. */
  readonly template: string;
  readonly place: SourcePlace;
  /** The line, where that is not the line of `place`. */
  readonly line?: number;
  /** What had been printed when the execution failed. */
  readonly partial?: string;
  readonly cause?: unknown;
}

/** The one error of parsing and executing templates. `message` is Go's text. */
export class TemplateError extends Error {
  override readonly name: string = 'TemplateError';
  readonly code: TemplateErrorCode;
  readonly template: string;
  /** From 1. */
  readonly line: number;
  /** From 0, in bytes, as Go counts. */
  readonly column: number;
  readonly partial: string;
  private readonly place: SourcePlace;

  constructor(code: TemplateErrorCode, message: string, options: TemplateErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    const { line, column } = positionOf(options.place);
    this.code = code;
    this.template = options.template;
    this.line = options.line ?? line;
    this.column = column;
    this.partial = options.partial ?? '';
    this.place = options.place;
  }

  /** The source line with a caret below the place, each behind ` | `; a long line is cut around the caret. */
  get excerpt(): string {
    const { source, pos } = this.place;
    const begin = lineStart(source, pos);
    const end = source.indexOf('\n', begin);
    const line = source.slice(begin, end < 0 ? undefined : end).replace(/\r$/, '');
    const from = Math.max(0, pos - begin - 60);
    const shown = line.slice(from, from + 100).replaceAll('\t', ' ');
    return ` | ${shown}\n | ${' '.repeat(pos - begin - from)}^`;
  }
}

function lineStart(source: string, pos: number): number {
  return pos === 0 ? 0 : source.lastIndexOf('\n', pos - 1) + 1;
}

/** Line from 1 and column in bytes from 0. */
export function positionOf({ source, pos }: SourcePlace): { line: number; column: number } {
  const before = source.slice(0, pos);
  return { line: before.split('\n').length, column: byteLength(before.slice(lineStart(source, pos))) };
}

import type { FilePlace } from '../finding.ts';

/** A file that was given, by the name it is reported under. */
export interface LintFile {
  readonly path: string;
  readonly text: string;
}

/** A file with its lines. */
export class SourceFile {
  readonly path: string;
  readonly text: string;
  private readonly starts: number[] = [0];

  constructor({ path, text }: LintFile) {
    this.path = path;
    this.text = text;
    for (const { index, 0: lineBreak } of text.matchAll(/\r\n|\n|\r/g)) this.starts.push(index + lineBreak.length);
  }

  /** The place of an offset; a byte order mark is no column. */
  place(offset: number): FilePlace {
    const line = this.lineOf(offset);
    const start = this.starts[line - 1] ?? 0;
    const mark = start === 0 && this.text.startsWith('\ufeff') ? 1 : 0;
    return { file: this.path, line, column: Math.max(1, offset - start + 1 - mark) };
  }

  /** The offsets at which a line from 1 begins and ends; of a line that there is not, both are the end of the file. */
  lineRange(number: number): { start: number; end: number } {
    const { length } = this.text;
    return { start: this.starts[number - 1] ?? length, end: this.starts[number] ?? length };
  }

  /** The text of a line from 1, without its break. */
  line(number: number): string {
    const { start, end } = this.lineRange(number);
    return this.text.slice(start, end).replace(/^\ufeff|[\r\n]+$/g, '');
  }

  /** Line from 1, by binary search. */
  private lineOf(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }
}

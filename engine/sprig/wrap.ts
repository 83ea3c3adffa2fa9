import type { Run } from '../go/run.ts';
import { fromBinary, toBinary } from './binary.ts';

export interface WrapOptions {
  /** Bytes a line holds, at least 1. */
  readonly width: number;
  /** What goes between lines; a newline when empty. */
  readonly newline: string;
  /** Whether a word longer than a line is broken. */
  readonly breakWords: boolean;
}

/**
 * `text` broken at blanks into lines of at most `width` bytes (goutils.WrapCustom). Blanks at the start of a line go;
 * those at its end stay.
 * @throws {LimitError}
 */
export function wrapText(run: Run, text: string, options: WrapOptions): string {
  const line = toBinary(text);
  const newline = options.newline === '' ? '\n' : toBinary(options.newline);
  const width = Math.max(1, options.width);
  const lines: string[] = [];
  let length = line.length;
  let offset = 0;
  while (line.length - offset > width) {
    if (line[offset] === ' ') {
      offset++;
      continue;
    }
    const [end, next] = lineAt(line, offset, width, options.breakWords);
    if (next > line.length) break;
    lines.push(line.slice(offset, end));
    length += newline.length;
    run.checkLength(length);
    offset = next;
  }
  lines.push(line.slice(offset));
  return fromBinary(lines.join(newline));
}

/** Where the line that starts at `offset` ends and where the next one starts; beyond the text when it is the last. */
function lineAt(text: string, offset: number, width: number, breakWords: boolean): [end: number, next: number] {
  const blank = text.slice(offset, offset + width + 1).lastIndexOf(' ');
  if (blank >= 0) return [offset + blank, offset + blank + 1];
  if (breakWords) return [offset + width, offset + width];
  const later = text.indexOf(' ', offset + width);
  return later < 0 ? [text.length, text.length + 1] : [later, later + 1];
}

import type { ScalarNode } from '../../../engine/config/parser.ts';
import type { SourceFile } from './file.ts';
import { scalarOffsets } from './scalar-offsets.ts';

/** A place to report: an offset of a file. */
export interface Spot {
  readonly file: SourceFile;
  readonly offset: number;
}

/** A text that stands in a file, maybe within another text. It knows where in the file each of its characters is. */
export class MappedText {
  readonly file: SourceFile;
  readonly text: string;
  private readonly toFile: (offset: number) => number;

  constructor(file: SourceFile, text: string, toFile: (offset: number) => number) {
    this.file = file;
    this.text = text;
    this.toFile = toFile;
  }

  /** The text of a whole file. */
  static of(file: SourceFile): MappedText {
    return new MappedText(file, file.text, (offset) => offset);
  }

  at(offset: number): Spot {
    return { file: this.file, offset: this.toFile(Math.min(Math.max(offset, 0), this.text.length)) };
  }

  /** The spot of a line from 1 and a column from 1 in UTF-16 units, or in what `unit` counts. */
  atLine(line: number, column: number, unit: 'units' | 'characters' | 'bytes' = 'units'): Spot {
    let start = 0;
    for (let i = 1; i < line; i++) {
      const next = this.text.indexOf('\n', start);
      if (next < 0) break;
      start = next + 1;
    }
    const end = this.text.indexOf('\n', start);
    const content = this.text.slice(start, end < 0 ? undefined : end);
    return this.at(start + Math.min(unitsOf(content, column - 1, unit), content.length));
  }

  /** A part of this text. */
  slice(start: number, end: number): MappedText {
    return new MappedText(this.file, this.text.slice(start, end), (offset) => this.toFile(start + offset));
  }

  /** The content of a scalar that was parsed from this text. */
  within(node: ScalarNode): MappedText {
    let offsets: readonly number[] | undefined;
    return new MappedText(this.file, node.text, (offset) => {
      offsets ??= scalarOffsets(this.text, node);
      return this.toFile(offsets[offset] ?? node.mark.offset);
    });
  }
}

function unitsOf(content: string, count: number, unit: 'units' | 'characters' | 'bytes'): number {
  if (unit === 'units') return count;
  let units = 0;
  let counted = 0;
  for (const character of content) {
    if (counted >= count) break;
    units += character.length;
    counted += unit === 'bytes' ? Buffer.byteLength(character) : 1;
  }
  return units;
}

/** One cell of a table: its text, and how many characters wide that is. */
interface Cell {
  readonly text: string;
  readonly width: number;
}

const minWidth = 5;
const padding = 2;

/**
 * Lines of tab-separated cells with their columns aligned, byte for byte as Go's text/tabwriter does with a minimal width of 5 and
 * a padding of 2 spaces: a column is as wide as the widest cell in consecutive lines that have it, the last cell of a line
 * belongs to no column, and a line of one cell, or a form feed, ends all columns.
 */
export function formatTable(text: string): string {
  return blocksOf(text)
    .map((lines) => new Block(lines).format())
    .join('');
}

/** What is aligned together. */
function blocksOf(text: string): Cell[][][] {
  const blocks: Cell[][][] = [];
  let lines: Cell[][] = [[]];
  const parts = text.split(/([\t\v\n\f])/);
  for (let i = 0; i < parts.length; i += 2) {
    const [cell = '', end] = parts.slice(i, i + 2);
    const line = lines.at(-1) as Cell[];
    if (cell === '' && end === undefined) break;
    line.push({ text: cell, width: Array.from(cell).length });
    if (end !== '\n' && end !== '\f') continue;
    lines.push([]);
    if (end === '\f' || line.length === 1) {
      blocks.push(lines);
      lines = [[]];
    }
  }
  return [...blocks, lines];
}

class Block {
  private readonly lines: readonly Cell[][];
  private readonly widths: number[] = [];
  private out = '';

  /** The last line has no line end. */
  constructor(lines: readonly Cell[][]) {
    this.lines = lines;
  }

  format(): string {
    this.column(0, this.lines.length);
    return this.out;
  }

  /** Writes the lines from `start` to `end`, of which the columns before this one are known. */
  private column(start: number, end: number): void {
    const index = this.widths.length;
    const has = (line: number) => index < (this.lines[line]?.length ?? 0) - 1;
    let unwritten = start;
    for (let at = start; at < end; at++) {
      if (!has(at)) continue;
      this.write(unwritten, at);
      unwritten = at;
      let width = minWidth;
      for (; at < end && has(at); at++) width = Math.max(width, (this.lines[at]?.[index]?.width ?? 0) + padding);
      this.widths.push(width);
      this.column(unwritten, at);
      this.widths.pop();
      unwritten = at;
    }
    this.write(unwritten, end);
  }

  private write(start: number, end: number): void {
    for (let at = start; at < end; at++) {
      for (const [index, { text, width }] of (this.lines[at] ?? []).entries()) {
        const column = this.widths[index];
        this.out += column === undefined ? text : text + ' '.repeat(column - width);
      }
      if (at + 1 < this.lines.length) this.out += '\n';
    }
  }
}

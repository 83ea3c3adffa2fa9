import { describe, expect, it } from 'vitest';
import { formatTable } from './table.ts';

describe('formatTable, as text/tabwriter', () => {
  it.each([
    ['aligns columns', 'A\tB\tC\naaaaaa\tb\tc\n', 'A       B    C\naaaaaa  b    c\n'],
    ['counts characters, not bytes', 'A\tB\né日本😀x\ty\n', 'A      B\né日本😀x  y\n'],
    ['leaves the last cell of a line alone', 'a\tlong long long\nb\tc\td\n', 'a    long long long\nb    c    d\n'],
    ['ends columns with a line of one cell', 'aaaaaaaa\tb\nx\nc\td\n', 'aaaaaaaa  b\nx\nc    d\n'],
    ['ends columns with a form feed', 'aaaaaaaa\tb\fc\td\n', 'aaaaaaaa  b\nc    d\n'],
    ['ends cells with a vertical tab', 'a\vb\n', 'a    b\n'],
    ['pads empty cells', '\tb\naaa\tc\n', '     b\naaa  c\n'],
    ['takes no last cell for one that is empty', 'a\tb\t', 'a    b'],
    ['gives nothing for nothing', '', ''],
  ])('%s', (_, text, want) => {
    expect(formatTable(text)).toBe(want);
  });
});

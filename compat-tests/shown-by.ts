import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** The rows of all tables of a page that end with the column "shown by", cells trimmed, without their heads. */
export function shownRows(page: string): string[][] {
  let inside = false;
  const rows: string[][] = [];
  for (const line of readFileSync(join(root, page), 'utf8').split('\n')) {
    const cells = line.startsWith('|')
      ? line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim())
      : [];
    if (cells.length === 0) inside = false;
    else if (cells.at(-1) === 'shown by') inside = true;
    else if (inside && !line.startsWith('|--')) rows.push(cells);
  }
  return rows;
}

/** What is wrong with the tests that a row names in its last cell: a file in backticks, and text of a title in it. */
export function wrongReferences(cells: readonly string[]): string[] {
  const references = (cells.at(-1) ?? '').split('<br>').flatMap((text) => {
    const [, file = '', title = ''] = /^`([^`]+)` (.+)$/.exec(text) ?? [];
    return file === '' ? [] : [{ file, title }];
  });
  return references.length === 0 ? [`no test: ${cells.join(' | ')}`] : references.flatMap(missing);
}

function missing({ file, title }: { readonly file: string; readonly title: string }): string[] {
  const path = join(root, file);
  if (!existsSync(path)) return [`there is no ${file}`];
  const text = readFileSync(path, 'utf8').replaceAll("\\'", "'");
  return text.includes(title) ? [] : [`${file} has no '${title}'`];
}

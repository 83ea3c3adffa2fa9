import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/compatibility.md'), 'utf8');

/** The rows of all tables, cells trimmed, without their heads. */
const rows = page
  .split('\n')
  .filter((line) => /^\| /.test(line))
  .map((line) => line.split('|').slice(1, -1))
  .map((cells) => cells.map((cell) => cell.trim()))
  .filter((cells) => cells.at(-1) !== 'shown by');

interface Reference {
  readonly file: string;
  readonly title: string;
}

/** The tests that a row names: a file, and text of the titles in it. */
function referencesOf(cells: readonly string[]): Reference[] {
  return (cells.at(-1) ?? '').split('<br>').flatMap((text) => {
    const [, file = '', title = ''] = /^`([^`]+)` (.+)$/.exec(text) ?? [];
    return file === '' ? [] : [{ file, title }];
  });
}

function missing({ file, title }: Reference): string[] {
  const path = join(root, file);
  if (!existsSync(path)) return [`there is no ${file}`];
  const text = readFileSync(path, 'utf8').replaceAll("\\'", "'");
  return text.includes(title) ? [] : [`${file} has no '${title}'`];
}

describe('docs/compatibility.md', () => {
  it('has every defect of upstream that is known, in order', () => {
    const numbers = rows.map(([first = '']) => first).filter((first) => /^D\d+$/.test(first));
    expect(numbers).toEqual(Array.from({ length: 36 }, (_, i) => `D${i + 1}`));
  });

  it('names tests that exist, and none only where there is nothing of the kind', () => {
    const wrong = rows.flatMap((cells) => {
      const references = referencesOf(cells);
      const isNone = cells.at(-1) === '–' && /^None/.test(cells.at(-2) ?? '');
      return references.length === 0 && !isNone ? [`no test: ${cells.join(' | ')}`] : references.flatMap(missing);
    });
    expect(wrong).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../cli/lint/rules/index.ts';
import { shownRows, wrongReferences } from './shown-by.ts';

describe('docs/compatibility.md', () => {
  const rows = shownRows('docs/compatibility.md');

  it('has every defect of upstream that is known, in order', () => {
    const numbers = rows.map(([first = '']) => first).filter((first) => /^D\d+$/.test(first));
    expect(numbers).toEqual(Array.from({ length: 36 }, (_, i) => `D${i + 1}`));
  });

  it('names tests that exist, and none only where there is nothing of the kind', () => {
    const isNone = (cells: readonly string[]) => cells.at(-1) === '–' && /^None/.test(cells.at(-2) ?? '');
    expect(rows.filter((cells) => !isNone(cells)).flatMap(wrongReferences)).toEqual([]);
  });
});

it.each(['SECURITY.md', 'README.md'])('%s names tests that exist', (page) => {
  const rows = shownRows(page);
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.flatMap(wrongReferences)).toEqual([]);
});

it('README counts the rules of lint', () => {
  const [, count] =
    /# (\d+) kinds of mistake/.exec(readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')) ?? [];
  expect(Number(count)).toBe(rules.length);
});

it('README shows what each row says of Flux by a finding of `npm run flux`', () => {
  const rows = shownRows('README.md');
  for (const cells of rows) expect(cells.map((cell) => cell !== '')).toEqual([true, true, true, true, true]);
  expect(rows.filter((cells) => !cells.at(-1)?.includes('`compat-tests/flux/findings/'))).toEqual([]);
});

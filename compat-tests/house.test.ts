import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { importsOf, mayImport, upwardImports } from '../scripts/imports.ts';

it.each([
  ['engine/expr/a.ts', 'engine/go/b.ts', true],
  ['engine/go/a.ts', 'engine/expr/b.ts', false],
  ['engine/expr/a.ts', 'engine/template/b.ts', false],
  ['engine/triggers.ts', 'engine/api.ts', false],
  ['engine/api.ts', 'controller/log.ts', false],
  ['controller/notification/a.ts', 'controller/rsync/b.ts', false],
  ['controller/application/a.ts', 'controller/rsync/b.ts', false],
  ['controller/rsync/a.ts', 'engine/api.ts', true],
  ['cli/main.ts', 'controller/main.ts', true],
])('%s may import %s: %s', (from, to, allowed) => {
  expect(mayImport(from, to)).toBe(allowed);
});

it('sees every form of import', () => {
  const source =
    "import a from './a.ts';\nimport type { B } from '../b.ts';\nexport { c } from './c.ts';\nimport './d.ts';\nawait import('./e.ts');\nimport x from 'vitest';\n";
  expect(importsOf(source).sort()).toEqual(['../b.ts', './a.ts', './c.ts', './d.ts', './e.ts']);
});

it('finds no import in this repository that points up', () => {
  expect(upwardImports(join(import.meta.dirname, '..'))).toEqual([]);
});

it('has no line that makes code of text', () => {
  const root = join(import.meta.dirname, '..');
  const sources = globSync('{engine,controller,cli}/**/*.ts', { cwd: root, exclude: ['**/node_modules/**'] });
  const makers = /\beval\(|\bnew Function\b|\bFunction\(|from 'node:vm'/;
  expect(sources.length).toBeGreaterThan(300);
  expect(sources.filter((file) => makers.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
});

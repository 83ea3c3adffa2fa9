import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { growthCases } from './cases/index.ts';
import type { Point } from './measure.ts';
import { exponentOfAdded, verdictOf } from './slope.ts';

const main = join(import.meta.dirname, 'main.ts');
const counted = spawnSync(process.execPath, ['--no-warnings', main, '--counts'], { encoding: 'utf8', timeout: 60_000 });

it('counts every case', () => {
  expect(counted.stderr).toBe('');
  const names = growthCases.map(({ area, name }) => `${area}: ${name}`);
  expect(Object.keys(JSON.parse(counted.stdout) as object)).toEqual(names);
});

const bounded = growthCases.filter(({ allowed }) => allowed === undefined);

it.each(bounded)('$area: calls grow no faster than n log n with $name', ({ area, name }) => {
  const points = (JSON.parse(counted.stdout) as Record<string, Point[]>)[`${area}: ${name}`] ?? [];
  const exponent = exponentOfAdded(points);
  expect(verdictOf(exponent), `exponent ${exponent.toFixed(2)} of ${JSON.stringify(points)}`).not.toBe('worse');
});

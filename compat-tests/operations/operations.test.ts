import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import recorded from './counts.json' with { type: 'json' };

const counted = spawnSync(process.execPath, ['--no-warnings', join(import.meta.dirname, 'main.ts')], {
  encoding: 'utf8',
  timeout: 60_000,
});

it('counts every hot path', () => {
  expect(counted.stderr).toBe('');
  expect(Object.keys(JSON.parse(counted.stdout) as object)).toEqual(Object.keys(recorded));
});

it.each(
  Object.entries(recorded),
)('%s takes no more than %d calls, and what it no longer takes is recorded', (name, calls) => {
  const now = (JSON.parse(counted.stdout) as Record<string, number>)[name];
  expect(now).toBeLessThanOrEqual(calls * 1.02);
  expect(now).toBeGreaterThan(calls * 0.8);
});

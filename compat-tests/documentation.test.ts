import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { examplesOf } from './docs-examples.ts';

const root = join(import.meta.dirname, '..');

describe.each(['languages.md', 'engine.md'])('docs/%s', (page) => {
  it.each(examplesOf(page))('$title', ({ source, prints }) => {
    expect(prints).not.toBe('');
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module-typescript', '--no-warnings', '-'], {
      cwd: root,
      input: source,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toBe(prints);
  });
});

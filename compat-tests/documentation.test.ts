import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

interface Example {
  readonly title: string;
  readonly source: string;
  /** What its last comment says that it prints. */
  readonly prints: string;
}

/** The TypeScript blocks of a page that end with a comment. */
function examplesOf(page: string): Example[] {
  const text = readFileSync(join(root, 'docs', page), 'utf8');
  return Array.from(text.matchAll(/```ts\n(.*?)```/gs), ([, source = '']) => {
    const comment = /(?:^\/\/.*\n)+$/m.exec(source)?.[0] ?? '';
    const title =
      text
        .slice(0, text.indexOf(source))
        .match(/^## .*/gm)
        ?.at(-1) ?? page;
    return { title, source, prints: comment.replace(/^\/\/ ?/gm, '') };
  });
}

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

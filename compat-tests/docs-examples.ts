import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** A program of a page, and what it prints. */
export interface Example {
  readonly title: string;
  readonly source: string;
  /** What its last comment says that it prints. */
  readonly prints: string;
}

/** The TypeScript blocks of a page of docs, which end with a comment of what they print. */
export function examplesOf(page: string): Example[] {
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

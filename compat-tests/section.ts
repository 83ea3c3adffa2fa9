import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const markers = (name: string) => [`<!-- ${name} -->`, `<!-- /${name} -->`] as const;

/** The part of a page between its markers, the markers included; undefined when it has none. */
export function sectionOf(page: string, name: string): string | undefined {
  const [begin, end] = markers(name);
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  return from < 0 || to < from ? undefined : page.slice(from, to + end.length);
}

/** The page with `text` between the markers of a section, at its end when it has no such section yet. */
export function withSection(page: string, name: string, text: string): string {
  const [begin, end] = markers(name);
  const section = `${begin}\n${text.trim()}\n${end}`;
  const known = sectionOf(page, name);
  return known === undefined ? `${page.trimEnd()}\n\n${section}\n` : page.replace(known, () => section);
}

/** Writes a section of a page of `docs/`. */
export function writeSection(page: string, name: string, text: string): void {
  const path = join(import.meta.dirname, '../docs', page);
  writeFileSync(path, withSection(readFileSync(path, 'utf8'), name, text));
}

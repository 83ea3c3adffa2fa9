import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const folder = join(import.meta.dirname, '../../testdata/golden');

/** A file of conformance cases and where the Go oracle's answers to them are. */
export interface GoldenFile {
  readonly name: string;
  /** One JSON case each. */
  readonly lines: readonly string[];
  readonly answersPath: string;
}

/** Every case file under testdata/golden, by name. */
export function goldenFiles(): GoldenFile[] {
  return globSync('*.cases.jsonl', { cwd: folder })
    .sort()
    .map((file) => {
      const name = basename(file, '.cases.jsonl');
      return { name, lines: linesOf(join(folder, file)), answersPath: join(folder, `${name}.golden.jsonl`) };
    });
}

/** The lines of a JSON-lines file that say anything. */
export function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
}

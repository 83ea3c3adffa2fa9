import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Answer } from '../conformance/case.ts';

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

/** The answers in a zipped JSON-lines file. */
export function readZipped(path: string): Answer[] {
  const lines = gunzipSync(readFileSync(path)).toString().split('\n');
  return lines.flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Answer]));
}

/** Writes answers into a zipped JSON-lines file. */
export function writeZipped(path: string, answers: readonly object[]): void {
  writeFileSync(path, gzipSync(answers.map((answer) => `${JSON.stringify(answer)}\n`).join(''), { level: 9 }));
}

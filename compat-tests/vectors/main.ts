import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeKubernetes } from '../../engine/go/json.ts';
import { answer } from '../conformance/answer.ts';
import type { Answer, Case } from '../conformance/case.ts';
import { differences } from '../conformance/compare.ts';
import { readExceptions } from './exceptions.ts';

/** One row of the table: how many of a file's cases give Go's answer. */
interface Row {
  readonly file: string;
  readonly cases: number;
  readonly passed: number;
  /** Those that differ for a known reason. */
  readonly excepted: number;
  readonly crashed: number;
  readonly seconds: number;
}

interface Vector extends Case {
  readonly section?: string;
  readonly want: Answer & { readonly unstable?: boolean };
}

const { values: options } = parseArgs({
  options: {
    dir: { type: 'string', default: join(import.meta.dirname, '../../../shared/data/vectors') },
    only: { type: 'string' },
    section: { type: 'string' },
    failures: { type: 'string', default: '0' },
  },
});

function report(text: string): void {
  process.stdout.write(`${text}\n`);
}

let budget = Number(options.failures);
const exceptions = readExceptions();

function showFailure(id: string, source: string, want: unknown, got: unknown): void {
  if (budget-- <= 0) return;
  report(`\n${id}  ${JSON.stringify(source)}\n  want ${JSON.stringify(want)}\n  got  ${JSON.stringify(got)}`);
}

async function runVectors(file: string, envs: Readonly<Record<string, unknown>>): Promise<Row> {
  const started = performance.now();
  let cases = 0;
  let passed = 0;
  let excepted = 0;
  let crashed = 0;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    const vector = decodeKubernetes(line) as Vector;
    const want = (JSON.parse(line) as Vector).want;
    if (want.unstable || (options.section && vector.section !== options.section)) continue;
    cases++;
    const got = await answer(vector.envName === undefined ? vector : { ...vector, env: envs[vector.envName] });
    if (got.phase === 'crash') crashed++;
    if (differences(want, got).length === 0) passed++;
    else if (exceptions.reasonFor({ id: vector.id ?? '', source: vector.source ?? '' })) excepted++;
    else showFailure(vector.id ?? '', vector.source ?? '', want, got);
  }
  return { file: basename(file), cases, passed, excepted, crashed, seconds: (performance.now() - started) / 1000 };
}

async function runParseVectors(file: string): Promise<Row> {
  const { checkTemplateParse } = await import('./template-parse.ts');
  const started = performance.now();
  const { cases, failures } = checkTemplateParse(file);
  for (const { id, want, got } of failures) showFailure(id, '', want, got);
  const seconds = (performance.now() - started) / 1000;
  return { file: basename(file), cases, passed: cases - failures.length, excepted: 0, crashed: 0, seconds };
}

function printTable(rows: readonly Row[]): void {
  const lines = rows.map(({ file, cases, passed, excepted, crashed, seconds }) => {
    const share = cases === 0 ? '-' : ((100 * (passed + excepted)) / cases).toFixed(2);
    return [file, `${cases}`, `${passed}`, `${excepted}`, share, `${crashed}`, seconds.toFixed(1)];
  });
  report('');
  for (const cells of [['file', 'cases', 'passed', 'excepted', '%', 'crashed', 'seconds'], ...lines]) {
    report(cells.map((cell, i) => (i === 0 ? cell.padEnd(24) : cell.padStart(9))).join(''));
  }
}

if (!existsSync(options.dir)) {
  report(`skipped: there is no ${options.dir}; pass --dir with a folder of vectors`);
} else {
  const envs = decodeKubernetes(readFileSync(join(options.dir, 'envs.json'), 'utf8')) as Record<string, unknown>;
  const files = readdirSync(options.dir).filter((name) => name.endsWith('.jsonl') || name === 'template-parse.json');
  const chosen = files.filter((name) => !options.only || name === options.only || name === `${options.only}.jsonl`);
  const rows: Row[] = [];
  for (const name of chosen) {
    const path = join(options.dir, name);
    rows.push(await (name.endsWith('.jsonl') ? runVectors(path, envs) : runParseVectors(path)));
  }
  printTable(rows);
}

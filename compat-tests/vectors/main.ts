import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeKubernetes } from '../../engine/go/json.ts';
import { answer } from '../conformance/answer.ts';
import type { Answer, Case } from '../conformance/case.ts';
import { differences } from '../conformance/compare.ts';
import { coreRows, coreSuites, isEqual } from './core/index.ts';
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
    core: { type: 'string', default: join(import.meta.dirname, '../../../shared/data/engine-core-vectors') },
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

function runCoreVectors(directory: string, suite: string): Row {
  const started = performance.now();
  const rows = coreRows(directory, suite);
  const different = rows.filter((row) => !isEqual(row));
  const reasons = different.map(({ id, source }) => exceptions.reasonFor({ id: `${suite}/${id}`, source }));
  for (const [i, { id, source, want, got }] of different.entries()) {
    if (reasons[i] === undefined) showFailure(`${suite}/${id}`, source, want, got);
  }
  const excepted = reasons.filter((reason) => reason !== undefined).length;
  const seconds = (performance.now() - started) / 1000;
  const [cases, passed] = [rows.length, rows.length - different.length];
  return { file: `engine-core/${suite}.json`, cases, passed, excepted, crashed: 0, seconds };
}

function printTable(rows: readonly Row[]): void {
  const lines = rows.map(({ file, cases, passed, excepted, crashed, seconds }) => {
    const share = cases === 0 ? '-' : ((100 * (passed + excepted)) / cases).toFixed(2);
    return [file, `${cases}`, `${passed}`, `${excepted}`, share, `${crashed}`, seconds.toFixed(1)];
  });
  report('');
  for (const cells of [['file', 'cases', 'passed', 'excepted', '%', 'crashed', 'seconds'], ...lines]) {
    report(cells.map((cell, i) => (i === 0 ? cell.padEnd(32) : cell.padStart(9))).join(''));
  }
}

/** Those of `names` that were asked for. */
function chosen(names: readonly string[]): string[] {
  return names.filter(
    (name) => !options.only || name.replace(/\.jsonl?$/, '') === options.only.replace(/\.jsonl?$/, ''),
  );
}

const rows: Row[] = [];
if (existsSync(options.dir)) {
  const envs = decodeKubernetes(readFileSync(join(options.dir, 'envs.json'), 'utf8')) as Record<string, unknown>;
  const files = readdirSync(options.dir).filter((name) => name.endsWith('.jsonl') || name === 'template-parse.json');
  for (const name of chosen(files)) {
    const path = join(options.dir, name);
    rows.push(await (name.endsWith('.jsonl') ? runVectors(path, envs) : runParseVectors(path)));
  }
} else report(`skipped: there is no ${options.dir}; pass --dir with a folder of vectors`);
if (existsSync(options.core)) for (const suite of chosen(coreSuites)) rows.push(runCoreVectors(options.core, suite));
else report(`skipped: there is no ${options.core}; pass --core with a folder of engine-core vectors`);
if (rows.length > 0) printTable(rows);

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { cacheFolder } from '../go/build.ts';
import { buildOracle } from '../oracle/build.ts';
import { recordRSyncs } from '../rsync/golden.ts';
import { corpus, writeCorpusAnswers } from './corpus.ts';
import { type GoldenFile, goldenFiles } from './files.ts';

// npm run golden [-- --only NAME]: asks the Go oracle for the answer to every case under testdata/golden, and to the corpus of
// ConfigMaps and objects (`--only corpus`) and to RSyncs as Applications (`--only rsync`), and writes them down.

const { values: options } = parseArgs({ options: { only: { type: 'string' } } });

type GoAnswer = Readonly<Record<string, unknown>>;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function askOracle(oracle: string, file: Pick<GoldenFile, 'name' | 'lines'>): GoAnswer[] {
  const done = spawnSync(oracle, {
    input: `${file.lines.join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: 300_000,
    env: { TZ: 'UTC' },
  });
  if (done.status !== 0) throw new Error(`the oracle ended with ${done.status ?? done.signal}: ${done.stderr}`);
  const answers = done.stdout.trim().split('\n');
  if (answers.length !== file.lines.length) {
    throw new Error(`${file.name}: ${answers.length} answers to ${file.lines.length} cases`);
  }
  return answers.map((line) => JSON.parse(line) as GoAnswer);
}

/** The cases whose answer depends on map order, addresses or the clock: nothing can be compared with it. */
function unstable(first: readonly GoAnswer[], second: readonly GoAnswer[]): string[] {
  return first
    .filter((answer, i) => answer['unstable'] === true || !isDeepStrictEqual(answer, second[i]))
    .map((answer) => String(answer['id']));
}

/** The answers of the oracle, which have to be the same when it is asked again. */
function steadyAnswers(oracle: string, file: Pick<GoldenFile, 'name' | 'lines'>): GoAnswer[] {
  const answers = askOracle(oracle, file);
  const bad = unstable(answers, askOracle(oracle, file));
  if (bad.length > 0) throw new Error(`${file.name}: answered differently when asked again: ${bad.join(', ')}`);
  say(`${file.name}: ${answers.length} answers`);
  return answers;
}

function writeAnswers(oracle: string): void {
  const wanted = (name: string) => options.only === undefined || options.only === name;
  for (const file of goldenFiles().filter(({ name }) => wanted(name))) {
    const answers = steadyAnswers(oracle, file);
    writeFileSync(file.answersPath, answers.map((answer) => `${JSON.stringify(answer)}\n`).join(''));
  }
  if (wanted('corpus')) {
    const lines = corpus().flatMap((group) => group.lines);
    writeCorpusAnswers(steadyAnswers(oracle, { name: 'corpus', lines }));
  }
  if (wanted('rsync')) recordRSyncs((lines) => steadyAnswers(oracle, { name: 'rsync', lines }));
}

const built = await buildOracle(cacheFolder(process.env), say);
if (built.ok) {
  writeAnswers(built.value);
} else {
  say(`No golden answers: ${built.reason}`);
  process.exitCode = 1;
}

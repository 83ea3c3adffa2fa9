import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { cacheFolder } from '../go/build.ts';
import { buildOracle } from '../oracle/build.ts';
import { type GoldenFile, goldenFiles } from './files.ts';

// npm run golden: asks the Go oracle for the answer to every case under testdata/golden, and writes them down.

type GoAnswer = Readonly<Record<string, unknown>>;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function askOracle(oracle: string, file: GoldenFile): GoAnswer[] {
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

function writeAnswers(oracle: string): void {
  for (const file of goldenFiles()) {
    const answers = askOracle(oracle, file);
    const bad = unstable(answers, askOracle(oracle, file));
    if (bad.length > 0) throw new Error(`${file.name}: answered differently when asked again: ${bad.join(', ')}`);
    writeFileSync(file.answersPath, answers.map((answer) => `${JSON.stringify(answer)}\n`).join(''));
    say(`${file.name}: ${answers.length} answers`);
  }
}

const built = await buildOracle(cacheFolder(process.env), say);
if (built.ok) {
  writeAnswers(built.value);
} else {
  say(`No golden answers: ${built.reason}`);
  process.exitCode = 1;
}

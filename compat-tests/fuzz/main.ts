import { parseArgs } from 'node:util';
import { cacheFolder } from '../go/build.ts';
import { buildOracle } from '../oracle/build.ts';
import { readExceptions } from '../vectors/exceptions.ts';
import { type BatchResult, type Difference, Fuzzer, type Language, languages } from './fuzz.ts';

// npm run fuzz -- [--seconds N] [--seed S] [--only expr|template|config] [--show N]

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
    only: { type: 'string' },
    show: { type: 'string', default: '50' },
  },
});

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

const batchSize = 1000;

/** What a language's programs have given so far. */
class Row {
  readonly language: Language;
  private readonly results: BatchResult[] = [];
  private milliseconds = 0;

  constructor(language: Language) {
    this.language = language;
  }

  add(result: BatchResult, milliseconds: number): void {
    this.results.push(result);
    this.milliseconds += milliseconds;
  }

  total(count: (result: BatchResult) => number): number {
    return this.results.reduce((sum, result) => sum + count(result), 0);
  }

  cells(): string[] {
    const counts = [
      this.total(({ programs }) => programs),
      this.total(({ agreed }) => agreed),
      this.total(({ differences }) => differences.length),
      this.total(({ excepted }) => excepted),
      this.total(({ unanswered }) => unanswered),
    ];
    return [this.language.name, ...counts.map(String), (this.milliseconds / 1000).toFixed(1)];
  }
}

function clipped(text: string): string {
  return text.length <= 400 ? text : `${text.slice(0, 400)}…`;
}

function showDifference({ seed, case: c, want, got }: Difference): void {
  const json = (value: unknown) => clipped(JSON.stringify(value) ?? '');
  say(`\nseed ${seed}  ${c.kind}  ${json(c.source)}\n  env  ${json(c.env)}\n  want ${json(want)}\n  got  ${json(got)}`);
}

async function fuzz(oracle: string): Promise<void> {
  const seed = options.seed === undefined ? Date.now() % 1_000_000_000 : Number(options.seed);
  const until = performance.now() + Number(options.seconds) * 1000;
  const fuzzer = new Fuzzer(oracle, readExceptions());
  const rows = languages
    .filter(({ name }) => !options.only || name === options.only)
    .map((language) => new Row(language));
  let shown = 0;
  say(`seed ${seed}, ${options.seconds} s`);
  for (let first = seed; performance.now() < until; first += batchSize) {
    for (const row of rows) {
      const started = performance.now();
      const result = await fuzzer.batch(row.language, first, batchSize);
      row.add(result, performance.now() - started);
      for (const difference of result.differences) if (shown++ < Number(options.show)) showDifference(difference);
    }
  }
  fuzzer.end();
  say('');
  for (const cells of [
    ['kind', 'programs', 'agreed', 'differed', 'excepted', 'unanswered', 'seconds'],
    ...rows.map((row) => row.cells()),
  ]) {
    say(cells.map((cell, i) => (i === 0 ? cell.padEnd(10) : cell.padStart(11))).join(''));
  }
  if (rows.some((row) => row.total(({ differences }) => differences.length) > 0)) process.exitCode = 1;
}

const built = await buildOracle(cacheFolder(process.env), say);
if (built.ok) await fuzz(built.value);
else if (built.missing) say(`skipped: ${built.reason}`);
else {
  say(built.reason);
  process.exitCode = 1;
}

import { parseArgs } from 'node:util';
import { CallCounter } from '../operations/calls.ts';
import { writeSection } from '../section.ts';
import { growthCases } from './cases/index.ts';
import { callsOf, steadyTimesOf } from './measure.ts';
import { judged, type Row, summaryOf, tableOf } from './report.ts';

// npm run growth [-- --only TEXT --rounds N --counts --no-write]: how costs grow with sizes.

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '5' },
    counts: { type: 'boolean', default: false },
    'no-write': { type: 'boolean', default: false },
  },
});
const cases = growthCases.filter(({ area, name }) => `${area}: ${name}`.includes(options.only));

const times = new Map<string, Row['times']>();
if (!options.counts) {
  for (const each of cases) {
    times.set(`${each.area}: ${each.name}`, await steadyTimesOf(each, Number(options.rounds)));
    process.stderr.write(`${each.area}: ${each.name}\n`);
  }
}
const counter = await new CallCounter().start();
const calls = new Map<string, Row['calls']>();
for (const each of cases) calls.set(`${each.area}: ${each.name}`, await callsOf(each, counter));

if (options.counts) process.stdout.write(`${JSON.stringify(Object.fromEntries(calls))}\n`);
else {
  const rows = cases.map((each): Row => {
    const key = `${each.area}: ${each.name}`;
    return { case: each, calls: calls.get(key) ?? [], times: times.get(key) ?? [] };
  });
  process.stdout.write(`${tableOf(rows)}\n`);
  if (!options['no-write'] && options.only === '') write(rows);
  process.exitCode = rows.some((row) => judged(row).verdict === 'worse') ? 1 : 0;
}

function write(rows: readonly Row[]): void {
  const text = `## Growth

What each cost grows by at n, 2n, 4n and 8n: the slope of its logarithm over that of n, of function calls (without what is the same at
every size) and of the median of ${options.rounds} CPU times, of which 0.15 counts as noise. 1 is linear, up to 1.25 is n log n.
A row has the largest exponents of its cases. \`npm run growth\` measures anew and prints each case; \`npm test\` counts the calls.

${summaryOf(rows)}`;
  writeSection('benchmarks.md', 'growth', text);
}

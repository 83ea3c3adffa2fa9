import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { cacheFolder, goBuild } from '../../go/build.ts';
import { writeSection } from '../../section.ts';
import { timerOf } from './ours.ts';
import { type Measured, report } from './report.ts';
import { type Row, rows } from './rows.ts';

// npm run bench:languages [-- --only TEXT --rounds N --milliseconds N --no-write]

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    milliseconds: { type: 'string', default: '400' },
    'no-write': { type: 'boolean', default: false },
  },
});

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Times rows in the Go program, one after the other. */
function goTimer(program: string): { time: (row: Row, milliseconds: number) => Promise<number>; end: () => void } {
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'], env: { TZ: 'UTC' } });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async time(row, milliseconds) {
      child.stdin.write(`${JSON.stringify({ row, milliseconds })}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`the Go side ended at ${row.name}`);
      return Number(value);
    },
    end: () => child.stdin.end(),
  };
}

/** How often Go and Node take turns within a round, of which the fastest turn counts: other programs slow down the rest. */
const slices = 4;

async function measure(program: string): Promise<Measured[]> {
  const go = goTimer(program);
  const milliseconds = Number(options.milliseconds);
  const chosen = rows.filter(({ name }) => !options.only || name.includes(options.only));
  const timers = chosen.map((row) => ({ row, time: timerOf(row) }));
  for (const { time } of timers) time(milliseconds);
  const measured: Measured[] = [];
  for (const { row, time } of timers) {
    const [goTimes, ours]: [number[], number[]] = [[], []];
    measured.push({ row, go: goTimes, ours });
    for (let round = 0; round < Number(options.rounds); round++) {
      const pairs: [go: number, ours: number][] = [];
      for (let i = 0; i < slices; i++) {
        pairs.push([await go.time(row, milliseconds / slices), time(milliseconds / slices)]);
      }
      goTimes.push(Math.min(...pairs.map(([time]) => time)));
      ours.push(Math.min(...pairs.map(([, time]) => time)));
    }
  }
  go.end();
  return measured;
}

const built = await goBuild({
  module: join(import.meta.dirname, 'go'),
  target: '.',
  output: join(cacheFolder(process.env), 'bench', 'languages'),
  say,
});
if (built.ok) {
  const text = report(await measure(built.value), { rounds: options.rounds, milliseconds: options.milliseconds });
  say(text);
  if (!options['no-write']) writeSection('benchmarks.md', 'languages', `## Languages\n\n${text}`);
  if (text.includes('**below**')) process.exitCode = 1;
} else {
  say(built.missing ? `skipped: ${built.reason}` : built.reason);
  if (!built.missing) process.exitCode = 1;
}

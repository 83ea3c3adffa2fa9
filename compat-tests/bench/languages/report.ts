import { spawnSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import type { Row } from './rows.ts';

/** The times in ns of one operation, one for each round. */
export interface Measured {
  readonly row: Row;
  readonly go: number[];
  readonly ours: number[];
}

/** Times as fast as Go that every row should be. */
const aim = 3;

/** The Markdown of the measurements. A row below what it has to reach says `**below**`. */
export function report(
  measured: readonly Measured[],
  { rounds, milliseconds }: Record<'rounds' | 'milliseconds', string>,
): string {
  const [cpu] = cpus();
  const goVersion = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).stdout?.trim() ?? '';
  const memory = Math.round(totalmem() / 2 ** 30);
  return [
    `${cpu?.model}, ${cpus().length} CPUs, ${memory} GiB; ${goVersion} with expr 1.17.8 and sprig 3.3.0; Node ${process.versions.node}.`,
    `Medians of ${rounds} rounds of ${milliseconds} ms each, in which Go and Node take four turns and the fastest of each counts;`,
    'in parentheses the smallest and largest round.',
    'Each evaluation has a new `Run`, as in the engine. The aim is 3 times Go.',
    '',
    '| operation | Go, ns | ours, ns | times as fast | |',
    '|---|--:|--:|--:|---|',
    ...measured.map(line),
  ].join('\n');
}

function line({ row, go, ours }: Measured): string {
  const ratio = median(go) / median(ours);
  const verdict =
    ratio < row.least ? `**below** ${row.least}` : ratio < aim ? (row.note ?? `at least ${row.least}`) : 'aim reached';
  return `| ${row.name} | ${spread(go)} | ${spread(ours)} | ${ratio.toFixed(2)} | ${verdict} |`;
}

function spread(times: readonly number[]): string {
  const whole = (value: number) => Math.round(value).toLocaleString('en');
  return `${whole(median(times))} (${whole(Math.min(...times))}–${whole(Math.max(...times))})`;
}

function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createApi } from '../../../engine/api.ts';
import { parseConfig } from '../../../engine/config.ts';
import { HttpClient } from '../../../engine/services/http.ts';
import { cacheFolder, goBuild } from '../../go/build.ts';
import { writeSection } from '../../section.ts';
import { configData } from './config-map.ts';

// npm run bench:config [-- --rounds N --milliseconds N --no-write]

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    milliseconds: { type: 'string', default: '1000' },
    'no-write': { type: 'boolean', default: false },
  },
});

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

const sizes = [10, 100, 500];

/** Parses and compiles a ConfigMap; the mean time in ns of doing so for some milliseconds. */
function timeOurs(data: Record<string, string>, milliseconds: number): number {
  const host = { http: new HttpClient() };
  const started = performance.now();
  let count = 0;
  do {
    const { config } = parseConfig({ data }, {}, { strict: true });
    createApi(config, { getVariables: () => ({}), host, strict: true });
    count++;
  } while (performance.now() - started < milliseconds);
  return ((performance.now() - started) * 1e6) / count;
}

interface Row {
  readonly size: number;
  readonly bytes: number;
  readonly first: number;
  readonly go: readonly number[];
  readonly ours: readonly number[];
}

async function measure(program: string, size: number): Promise<Row> {
  const data = configData(size);
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'], env: { TZ: 'UTC' } });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.write(`${JSON.stringify(data)}\n`);
  const milliseconds = Number(options.milliseconds);
  const timeGo = async () => {
    child.stdin.write(`${milliseconds}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('the Go side ended');
    return Number(value);
  };
  const first = timeOurs(data, 0);
  await timeGo();
  timeOurs(data, milliseconds);
  const [go, ours]: [number[], number[]] = [[], []];
  for (let round = 0; round < Number(options.rounds); round++) {
    go.push(await timeGo());
    ours.push(timeOurs(data, milliseconds));
  }
  child.stdin.end();
  return { size, bytes: Buffer.byteLength(JSON.stringify(data)), first, go, ours };
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}

function report(rows: readonly Row[]): string {
  const ms = (ns: number) => (ns / 1e6).toFixed(1);
  const spread = (times: readonly number[]) =>
    `${ms(median(times))} (${ms(Math.min(...times))}–${ms(Math.max(...times))})`;
  return [
    `${cpus()[0]?.model}, ${cpus().length} CPUs; Node ${process.versions.node}. A ConfigMap is parsed and its triggers and templates`,
    `compiled. Medians of ${options.rounds} rounds of ${options.milliseconds} ms, Go and Node in turn; in parentheses the smallest and largest round.`,
    '“First” is the first time in a process, before anything is compiled to machine code.',
    '',
    '| triggers and templates of each | KB | Go, ms | ours, ms | first, ms | times as fast |',
    '|--:|--:|--:|--:|--:|--:|',
    ...rows.map(
      ({ size, bytes, go, ours, first }) =>
        `| ${size} | ${Math.round(bytes / 1024)} | ${spread(go)} | ${spread(ours)} | ${ms(first)} | ${(median(go) / median(ours)).toFixed(2)} |`,
    ),
  ].join('\n');
}

const built = await goBuild({
  module: join(import.meta.dirname, 'go'),
  target: '.',
  output: join(cacheFolder(process.env), 'bench', 'config'),
  say,
});
if (built.ok) {
  const rows: Row[] = [];
  for (const size of sizes.toReversed()) rows.unshift(await measure(built.value, size));
  const text = report(rows);
  say(text);
  if (!options['no-write']) writeSection('benchmarks.md', 'config', `## Config\n\n${text}`);
  if (rows.some(({ go, ours }) => median(ours) > median(go))) process.exitCode = 1;
} else {
  say(built.missing ? `skipped: ${built.reason}` : built.reason);
  if (!built.missing) process.exitCode = 1;
}

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder } from '../go/build.ts';
import { buildUpstreamCli } from './build.ts';
import { type CliRecording, cliCases, recordingsPath, testdata } from './cases.ts';
import { steady } from './compare.ts';
import { compareRandom } from './random.ts';
import { type Upstream, withUpstream } from './upstream.ts';

// npm run cli:record                                 asks the command line of Argo's engine every case, and writes down what it says
// npm run cli:record -- --random SECONDS [--seed S]  asks it and ours random command lines, and shows where they differ

const { values: options } = parseArgs({ options: { random: { type: 'string' }, seed: { type: 'string' } } });

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function record(upstream: Upstream): Promise<void> {
  const recordings: CliRecording[] = [];
  for (const { id, args, stdin } of cliCases()) {
    const input = stdin === undefined ? {} : { stdin: readFileSync(join(testdata, stdin)) };
    const { stdout, stderr, exitCode } = await upstream(args, { cwd: testdata, ...input });
    recordings.push({ id, stdout, stderr: steady(stderr), exitCode });
  }
  writeFileSync(recordingsPath, recordings.map((each) => `${JSON.stringify(each)}\n`).join(''));
  say(`${recordings.length} command lines recorded`);
}

async function compare(upstream: Upstream, folder: string, seconds: number): Promise<void> {
  const seed = options.seed === undefined ? Date.now() % 1_000_000_000 : Number(options.seed);
  const { count, differences } = await compareRandom(upstream, { folder, seed, seconds });
  for (const each of differences.slice(0, 20)) say(JSON.stringify(each, null, 2));
  say(`seed ${seed}: ${count} command lines, ${differences.length} differ`);
  if (differences.length > 0) process.exitCode = 1;
}

const built = await buildUpstreamCli(cacheFolder(process.env), say);
if (built.ok) {
  await withUpstream(built.value, (upstream, folder) =>
    options.random === undefined ? record(upstream) : compare(upstream, folder, Number(options.random)),
  );
} else {
  say(`No recordings: ${built.reason}`);
  process.exitCode = 1;
}

import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type HotPath, hotPaths } from './paths.ts';

// npm run operations [-- --record]: how many functions of ours one run of each hot path calls, which no clock and no other
// program on the machine changes.

const { values: options } = parseArgs({ options: { record: { type: 'boolean', default: false } } });
const root = pathToFileURL(join(import.meta.dirname, '../..')).href;
const rounds = 20;

const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });

async function callsOf({ run }: HotPath): Promise<number> {
  await run();
  await session.post('Profiler.takePreciseCoverage');
  for (let i = 0; i < rounds; i++) await run();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const ours = result.filter(({ url }) =>
    /^\/(engine|controller)\//.test(url.startsWith(root) ? url.slice(root.length) : ''),
  );
  const calls = ours.flatMap(({ functions }) => functions).map(({ ranges }) => ranges[0]?.count ?? 0);
  return calls.reduce((sum, count) => sum + count, 0) / rounds;
}

const counts: Record<string, number> = {};
for (const path of await hotPaths()) counts[path.name] = await callsOf(path);
const text = `${JSON.stringify(counts, null, 2)}\n`;
if (options.record) writeFileSync(join(import.meta.dirname, 'counts.json'), text);
process.stdout.write(text);

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CallCounter } from './calls.ts';
import { hotPaths } from './paths.ts';

// npm run operations [-- --record]: how many functions of ours one run of each hot path calls.

const { values: options } = parseArgs({ options: { record: { type: 'boolean', default: false } } });
const rounds = 20;
const counter = await new CallCounter().start();

const counts: Record<string, number> = {};
for (const { name, run, close } of await hotPaths()) {
  await run();
  const calls = await counter.count(async () => {
    for (let i = 0; i < rounds; i++) await run();
  });
  counts[name] = calls / rounds;
  await close?.();
}
const text = `${JSON.stringify(counts, null, 2)}\n`;
if (options.record) writeFileSync(join(import.meta.dirname, 'counts.json'), text);
process.stdout.write(text);

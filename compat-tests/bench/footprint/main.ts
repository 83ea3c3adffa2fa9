import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from '../../../scripts/bundle.ts';
import { cacheFolder } from '../../go/build.ts';
import { buildKube } from '../../kube/build.ts';
import { buildPeer } from '../../peer/build.ts';
import { writeSection } from '../../section.ts';
import { measureEngine } from './engine.ts';
import { type Idle, measureIdle } from './idle.ts';
import { failed, report } from './report.ts';

// npm run bench:footprint [-- --rounds N --only engine|process --flags '--lite-mode …' --no-write]: what the engine and its process cost in memory.

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    flags: { type: 'string', multiple: true, default: [] },
    'no-write': { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function idleProcesses(folder: string): Promise<Idle[]> {
  const cache = cacheFolder(process.env);
  const [kube, peer] = [await buildKube(cache, say), await buildPeer(cache, say)];
  const { flags } = options;
  if (kube.ok && peer.ok) return await measureIdle({ kube: kube.value, peer: peer.value, folder, rounds, flags, say });
  const lacking = kube.ok ? peer : kube;
  say(`skipped the process: ${lacking.ok ? '' : lacking.reason}`);
  return [];
}

const folder = mkdtempSync(join(tmpdir(), 'argo-notifications-footprint-'));
try {
  const here = 'compat-tests/bench/footprint';
  await bundle({ bare: `${here}/bare.main.ts`, engine: `${here}/engine.main.ts` }, join(folder, 'engine'));
  await bundle({ notification: 'controller/notification.main.ts' }, join(folder, 'process'));
  const engine = options.only === 'process' ? [] : await measureEngine(join(folder, 'engine'), rounds, say);
  const idle = options.only === 'engine' ? [] : await idleProcesses(join(folder, 'process'));
  const footprint = { rounds, engine, idle };
  const text = report(footprint);
  say(text);
  if (!options['no-write'] && options.only === undefined && options.flags.length === 0 && idle.length > 0) {
    writeSection('benchmarks.md', 'footprint', `## Footprint\n\n${text}`);
  }
  if (failed(footprint)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

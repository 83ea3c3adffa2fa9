import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KubernetesClient, loadKubeConfig } from '../../controller/kubernetes/index.ts';
import { crdFiles } from '../e2e/fixtures.ts';
import { installCrds } from '../e2e/harness.ts';
import { cacheFolder } from '../go/build.ts';
import { buildKube, type KubeBinaries } from '../kube/build.ts';
import { KubeClient } from '../kube/client.ts';
import { KubeServer } from '../kube/server.ts';
import { buildPeer } from '../peer/build.ts';
import { sectionOf } from '../section.ts';
import { Arena, type ArenaOptions } from './arena.ts';
import { buildOurs, goPeer, ours } from './contender.ts';
import { document, type Result, table } from './report.ts';
import { scenarios } from './scenarios/index.ts';

// npm run chaos -- [--only NAME[,NAME…]] [--scale N] [--seed S] [--contender NAME] [--no-write] [--keep]
//   --only       scenarios whose name contains one of these
//   --scale      what counts of objects and kills are multiplied with, default 1
//   --seed       of what is left to chance, default 1
//   --contender  ours or peer alone
//   --no-write   print the table only; else a full run writes docs/reliability.md
//   --keep       keep the folder with every log
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    scale: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    contender: { type: 'string' },
    'no-write': { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function runAll(options: ArenaOptions, signal: AbortSignal): Promise<Result[]> {
  const results: Result[] = [];
  const wanted = values.only.split(',');
  for (const scenario of scenarios.filter(({ name }) => wanted.some((part) => name.includes(part)))) {
    if (signal.aborted) break;
    const arena = new Arena(scenario.name, options);
    const started = Date.now();
    const end = () => void arena.close();
    signal.addEventListener('abort', end);
    try {
      const rows = await scenario.run(arena);
      results.push({ scenario, rows });
      say(table([{ scenario, rows }]));
    } catch (error) {
      results.push({ scenario, rows: [], error: String(error) });
      say(`FAILED  ${scenario.name}: ${error instanceof Error ? error.stack : error}`);
    } finally {
      signal.removeEventListener('abort', end);
      await arena.close();
      say(`${scenario.name} took ${Math.round((Date.now() - started) / 1000)} s\n`);
    }
  }
  return results;
}

async function withServer(binaries: KubeBinaries, peer: string): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'argo-notifications-chaos-'));
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => interrupt.abort());
  let server: KubeServer | undefined;
  let client: KubernetesClient | undefined;
  try {
    const all = [ours(buildOurs(join(folder, 'dist'))), goPeer(peer)];
    const contenders = all.filter(({ short }) => short === (values.contender ?? short));
    server = await KubeServer.start(binaries, folder);
    const admin = new KubeClient(server.access());
    await installCrds(admin, crdFiles).finally(() => admin.close());
    client = new KubernetesClient(await loadKubeConfig(server.kubeconfig()));
    const options = { server, client, folder, contenders, say };
    return await runAll({ ...options, scale: Number(values.scale), seed: Number(values.seed) }, interrupt.signal);
  } finally {
    client?.close();
    await server?.stop();
    if (values.keep) say(`Logs: ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

function conclude(results: readonly Result[]): void {
  say(table(results));
  const failed = results.filter(({ rows, error }) => error ?? rows.some(({ broken }) => broken !== undefined)).length;
  say(`${results.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || results.length === 0 ? 1 : 0;
  const whole = values.only === '' && values.scale === '1' && values.contender === undefined;
  if (whole && !values['no-write'] && results.length === scenarios.length) write(document(results));
}

/** Writes the page, and keeps what `npm run soak` has written in it. */
function write(text: string): void {
  const page = join(import.meta.dirname, '../../docs/reliability.md');
  const soak = existsSync(page) ? sectionOf(readFileSync(page, 'utf8'), 'soak') : undefined;
  writeFileSync(page, soak === undefined ? text : `${text.trimEnd()}\n\n${soak}\n`);
}

const cache = cacheFolder(process.env);
const [kube, peer] = [await buildKube(cache, say), await buildPeer(cache, say)];
const lacking = kube.ok ? peer : kube;
if (kube.ok && peer.ok) {
  conclude(await withServer(kube.value, peer.value));
} else if (!lacking.ok && lacking.missing !== undefined) {
  say(`SKIPPED chaos, for want of ${lacking.missing}: ${lacking.reason}`);
  say('0 passed, 0 failed');
} else {
  say(`FAILED  ${lacking.ok ? '' : lacking.reason}`);
  say('0 passed, 1 failed');
  process.exitCode = 1;
}

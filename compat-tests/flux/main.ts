import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KubernetesClient, loadKubeConfig } from '../../controller/kubernetes/index.ts';
import { buildOurs, ours } from '../chaos/contender.ts';
import { crdFiles } from '../e2e/fixtures.ts';
import { installCrds } from '../e2e/harness.ts';
import { cacheFolder } from '../go/build.ts';
import { buildKube, type KubeBinaries } from '../kube/build.ts';
import { KubeClient } from '../kube/client.ts';
import { KubeServer } from '../kube/server.ts';
import { writeSection } from '../section.ts';
import { buildFlux, type FluxBinaries } from './build.ts';
import { findings } from './findings/index.ts';
import { countsOf, type Result, tables, verdicts } from './report.ts';
import { crdFilesOf } from './schema.ts';
import { World, type WorldOptions } from './world.ts';

// npm run flux -- [--only NAME[,NAME…]] [--no-write] [--keep]
//   --only      findings whose name contains one of these
//   --no-write  print only; else a full run writes its section of docs/flux.md
//   --keep      keep the folder with every log
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    'no-write': { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function runAll(options: WorldOptions, signal: AbortSignal): Promise<Result[]> {
  const results: Result[] = [];
  const wanted = values.only.split(',');
  for (const finding of findings.filter(({ name }) => wanted.some((part) => name.includes(part)))) {
    if (signal.aborted) break;
    const world = new World(finding.name, options);
    const end = () => void world.close();
    signal.addEventListener('abort', end);
    const started = Date.now();
    let result: Result;
    try {
      result = { finding, outcome: await finding.run(world) };
    } catch (error) {
      result = { finding, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    } finally {
      signal.removeEventListener('abort', end);
      await world.close();
    }
    results.push(result);
    say(`${tables([result], options.flux.version)}\n`);
    for (const line of verdicts(result)) say(line);
    say(`${finding.name} took ${Math.round((Date.now() - started) / 1000)} s\n`);
  }
  return results;
}

async function withServer(binaries: KubeBinaries, flux: FluxBinaries): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'argo-notifications-flux-'));
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => interrupt.abort());
  let server: KubeServer | undefined;
  let client: KubernetesClient | undefined;
  try {
    const contender = ours(buildOurs(join(folder, 'dist')));
    server = await KubeServer.start(binaries, folder);
    const admin = new KubeClient(server.access());
    await installCrds(admin, [...crdFiles, ...crdFilesOf(flux.crdFolder)]).finally(() => admin.close());
    client = new KubernetesClient(await loadKubeConfig(server.kubeconfig()));
    return await runAll({ server, client, folder, flux, ours: contender, say }, interrupt.signal);
  } finally {
    client?.close();
    await server?.stop();
    if (values.keep) say(`Logs: ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

function conclude(results: readonly Result[], version: string): void {
  const { passed, failed } = countsOf(results);
  say(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || results.length === 0 ? 1 : 0;
  if (failed > 0 || results.length < findings.length || values['no-write']) return;
  writeSection('flux.md', 'flux', tables(results, version));
}

const cache = cacheFolder(process.env);
const [kube, flux] = [await buildKube(cache, say), await buildFlux(cache, say)];
const lacking = kube.ok ? flux : kube;
if (kube.ok && flux.ok) {
  conclude(await withServer(kube.value, flux.value), flux.value.version);
} else if (!lacking.ok && lacking.missing !== undefined) {
  say(`SKIPPED flux, for want of ${lacking.missing}: ${lacking.reason}`);
  say('0 passed, 0 failed');
} else {
  say(`FAILED  ${lacking.ok ? '' : lacking.reason}`);
  say('0 passed, 1 failed');
  process.exitCode = 1;
}

import { existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder } from '../go/build.ts';
import { buildKube, type KubeBinaries } from '../kube/build.ts';
import { KubeClient } from '../kube/client.ts';
import { KubeServer } from '../kube/server.ts';
import { crdFiles } from './fixtures.ts';
import { installCrds } from './harness.ts';
import { type Counts, runScenarios } from './runner.ts';
import { everyTelling } from './scenarios/index.ts';

// npm run test:e2e -- [--only TEXT] [--width N] [--keep]
//   --only   scenarios whose name contains TEXT
//   --width  scenarios at once, default 4
//   --keep   keep the folder with the logs of the API server and etcd
const { values } = parseArgs({
  options: { only: { type: 'string' }, width: { type: 'string', default: '4' }, keep: { type: 'boolean' } },
});

/** Config Sync's own schemas, where a checkout of them lies beside this repository. */
const upstreamCrds = join(import.meta.dirname, '../../../shared/data/crds/main');

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function runOn(server: KubeServer, signal: AbortSignal): Promise<Counts[]> {
  const client = new KubeClient(server.access());
  const wanted = everyTelling.filter(({ name }) => name.includes(values.only ?? ''));
  const options = { server, say, signal, width: Number(values.width) };
  const results: Counts[] = [];
  try {
    await installCrds(client, crdFiles);
    results.push(await runScenarios(wanted, { ...options, prefix: 'own' }));
    if (existsSync(upstreamCrds) && !signal.aborted) {
      await installCrds(client, globSync(join(upstreamCrds, '*sync-crd.yaml')));
      const again = wanted.filter(({ upstream }) => upstream);
      const named = again.map((scenario) => ({ ...scenario, name: `${scenario.name}, by Config Sync's own schema` }));
      results.push(await runScenarios(named, { ...options, prefix: 'upstream' }));
    }
  } finally {
    client.close();
  }
  return results;
}

async function withServer(binaries: KubeBinaries): Promise<Counts[]> {
  const folder = mkdtempSync(join(tmpdir(), 'argo-notifications-e2e-'));
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => interrupt.abort(new Error(`ended by ${signal}`)));
  }
  let server: KubeServer | undefined;
  try {
    server = await KubeServer.start(binaries, folder, ['limited', 'stranger']);
    say(`kube-apiserver is ready at ${server.url}`);
    return await runOn(server, interrupt.signal);
  } finally {
    await server?.stop();
    if (values.keep) say(`Logs: ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

const built = await buildKube(cacheFolder(process.env), say);
if (built.ok) {
  const results = await withServer(built.value);
  const passed = results.reduce((sum, counts) => sum + counts.passed, 0);
  const failed = results.reduce((sum, counts) => sum + counts.failed, 0);
  say(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
} else if (built.missing === undefined) {
  say(`FAILED  ${built.reason}`);
  say('0 passed, 1 failed');
  process.exitCode = 1;
} else {
  say(`SKIPPED the end-to-end tests, for want of ${built.missing}: ${built.reason}`);
  say('0 passed, 0 failed');
}

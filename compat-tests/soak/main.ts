import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { KubernetesClient, loadKubeConfig } from '../../controller/kubernetes/index.ts';
import { buildOurs } from '../chaos/contender.ts';
import { namespaces } from '../chaos/field.ts';
import { FaultProxy } from '../chaos/proxy.ts';
import { Sink } from '../chaos/sink.ts';
import { crdFiles } from '../e2e/fixtures.ts';
import { installCrds } from '../e2e/harness.ts';
import { Random } from '../fuzz/random.ts';
import { cacheFolder } from '../go/build.ts';
import { buildKube, type KubeBinaries } from '../kube/build.ts';
import { KubeClient } from '../kube/client.ts';
import { KubeServer } from '../kube/server.ts';
import { writeSection } from '../section.ts';
import { Churn } from './churn.ts';
import { rowsOf, table } from './report.ts';
import type { Sample } from './sample.ts';
import { SoakedProcess } from './subject.ts';

// npm run soak -- [--minutes N] [--seed S] [--objects N] [--no-write] [--keep]
//   --minutes   how long, default 30; only a run of 30 or more writes its section of docs/reliability.md
//   --seed      of what is left to chance, default 1
//   --objects   how many RootSyncs, default 30
//   --no-write  print the table only
//   --keep      keep the folder with the log of the process and the samples
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    objects: { type: 'string', default: '30' },
    'no-write': { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const minutes = Number(values.minutes);
const namespace = 'soak';

interface Outcome {
  readonly samples: readonly Sample[];
  readonly churn: Churn;
  /** Last changes of objects that have not been told of. */
  readonly missing: readonly string[];
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function samplesOf(soaked: SoakedProcess, until: number, signal: AbortSignal): Promise<Sample[]> {
  const samples: Sample[] = [];
  while (Date.now() < until && !signal.aborted) {
    await sleep(3_000);
    if (!soaked.running) throw new Error('the process has ended');
    samples.push(await soaked.sample());
    const { rss, heap, handles } = samples.at(-1) as Sample;
    if (samples.length % 20 === 0)
      say(`${samples.length} samples: ${rss.toFixed(0)} MB resident, ${heap.toFixed(1)} MB heap, ${handles} handles`);
  }
  return samples;
}

async function settled(sink: Sink, wanted: readonly string[]): Promise<readonly string[]> {
  const until = Date.now() + 90_000;
  for (;;) {
    const arrived = new Set(sink.arrivals.filter(({ path }) => path === '/sink').map(({ body }) => body));
    const missing = wanted.filter((body) => !arrived.has(body));
    if (missing.length === 0 || Date.now() > until) return missing;
    await sleep(200);
  }
}

async function soak(server: KubeServer, client: KubernetesClient, folder: string): Promise<Outcome> {
  const interrupt = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => interrupt.abort());
  const sink = await Sink.start();
  const proxy = await FaultProxy.start(server.access());
  await client.create(namespaces, { metadata: { name: namespace } });
  const random = new Random(Number(values.seed));
  const churn = new Churn({ client, namespace, sink, proxy, random, objects: Number(values.objects) });
  await churn.prepare();
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, proxy.kubeconfig(), { mode: 0o600 });
  const place = ['--kubeconfig', kubeconfig, '--api-kind', 'RootSync', '--resource-namespace', namespace];
  const flags = [...place, '--cm-name', 'cm', '--secret-name', 'secret', '--create-notification', '--metrics-port=0'];
  const soaked = new SoakedProcess(buildOurs(join(folder, 'dist')), flags, join(folder, 'process.log'));
  try {
    const over = new AbortController();
    const churning = churn.run(over.signal);
    const samples = await Promise.race([
      samplesOf(soaked, Date.now() + minutes * 60_000, interrupt.signal),
      churning.then((): Sample[] => []),
    ]);
    over.abort();
    await churning;
    return { samples, churn, missing: await settled(sink, await churn.conclude()) };
  } finally {
    await soaked.stop();
    await proxy.stop();
    await sink.down();
  }
}

async function run(binaries: KubeBinaries): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'argo-notifications-soak-'));
  let server: KubeServer | undefined;
  let client: KubernetesClient | undefined;
  try {
    server = await KubeServer.start(binaries, folder);
    const admin = new KubeClient(server.access());
    await installCrds(admin, crdFiles).finally(() => admin.close());
    client = new KubernetesClient(await loadKubeConfig(server.kubeconfig()));
    const outcome = await soak(server, client, folder);
    if (values.keep) writeFileSync(join(folder, 'samples.json'), JSON.stringify(outcome.samples));
    return outcome;
  } finally {
    client?.close();
    await server?.stop();
    if (values.keep) say(`Log and samples: ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

function conclude({ samples, churn, missing }: Outcome): void {
  const rows = rowsOf(samples);
  const counts = Object.entries(churn.counts).map(([name, count]) => `${name} ${count}`);
  const took = ((samples.at(-1)?.time ?? 0) - (samples[0]?.time ?? 0)) / 60_000;
  const text = `## Soak

\`npm run soak\`: one process, a real API server, ${took.toFixed(0)} minutes of churn with seed ${values.seed}: ${counts.join(', ')}.
Over the second half a line is fitted to the least of each of ten stretches: what is held for a while comes and goes, what leaks raises
this floor. It is flat unless it rises by more than 5 % (and 2 MB, half a MB of heap, or 8 things) and more than its noise explains.
At the end ${missing.length === 0 ? 'every last change has been told of' : `${missing.length} last changes have not been told of`}.

${table(rows)}
`;
  say(text);
  const failed = rows.filter(({ flat }) => !flat).length + Number(missing.length > 0);
  say(`${rows.length + 1 - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
  if (minutes < 30 || values['no-write']) return;
  writeSection('reliability.md', 'soak', text);
}

const kube = await buildKube(cacheFolder(process.env), say);
if (kube.ok) {
  conclude(await run(kube.value));
} else if (kube.missing !== undefined) {
  say(`SKIPPED soak, for want of ${kube.missing}: ${kube.reason}`);
  say('0 passed, 0 failed');
} else {
  say(`FAILED  ${kube.reason}`);
  say('0 passed, 1 failed');
  process.exitCode = 1;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { KubernetesClient, loadKubeConfig } from '../../../controller/kubernetes/index.ts';
import { Arena } from '../../chaos/arena.ts';
import { buildOurs, type Contender, goPeer, ours } from '../../chaos/contender.ts';
import type { Field } from '../../chaos/field.ts';
import { crdFiles } from '../../e2e/fixtures.ts';
import { installCrds } from '../../e2e/harness.ts';
import { cacheFolder } from '../../go/build.ts';
import { buildKube } from '../../kube/build.ts';
import { KubeClient } from '../../kube/client.ts';
import { KubeServer } from '../../kube/server.ts';
import { buildPeer } from '../../peer/build.ts';
import { writeSection } from '../../section.ts';
import { percentile } from '../../statistics.ts';
import { type Figures, latencies, measureRound } from './measure.ts';
import { type Comparison, type Extra, report } from './report.ts';

// npm run bench [-- --only NAME[,NAME…] --no-write]: the notification process against the Go peer, in turn, on one API server with a
// receiver each. Writes its section of docs/benchmarks.md.

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, 'no-write': { type: 'boolean', default: false } },
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

interface Size {
  readonly objects: number;
  readonly rounds: number;
  readonly changes: number;
}

const sizes: readonly Size[] = [
  { objects: 1, rounds: 3, changes: 100 },
  { objects: 100, rounds: 3, changes: 100 },
  { objects: 1_000, rounds: 3, changes: 200 },
  { objects: 10_000, rounds: 1, changes: 200 },
];
const subscriptions = [1, 10, 50];
const subscribedObjects = 40;

async function compareSize(arena: Arena, { objects, rounds, changes }: Size): Promise<Comparison> {
  const fields: [Contender, Field, Figures[]][] = [];
  for (const contender of arena.contenders) {
    const field = await arena.field(contender);
    await field.create(objects);
    fields.push([contender, field, []]);
  }
  for (let round = 0; round < rounds; round++) {
    for (const [contender, field, figures] of round % 2 === 0 ? fields : fields.toReversed()) {
      const single = objects === 1 ? { name: field.names[0] as string } : {};
      figures.push(await measureRound(arena, contender, field, { changes, deadline: 300_000, ...single }, round));
    }
  }
  const of = (short: Contender['short']) => fields.find(([contender]) => contender.short === short)?.[2] ?? [];
  return { objects, ours: of('ours'), peer: of('peer') };
}

/** Deliveries per second of few objects with many recipients each. */
async function compareSubscriptions(arena: Arena, count: number): Promise<Extra> {
  const rates: number[] = [];
  for (const contender of arena.contenders) {
    const field = await arena.field(contender, `-${count}`);
    const recipients = Array.from({ length: count }, (_, i) => `r${i}`).join(';');
    await field.create(subscribedObjects, ['sink'], recipients);
    await field.commit('a');
    const program = arena.start(contender, field);
    const wanted = subscribedObjects * count;
    for (let waited = 0; field.sink.arrivals.length < wanted && waited < 60_000; waited += 50) await sleep(50);
    const times = field.sink.arrivals.map(({ time }) => time);
    rates.push(((times.length - 1) * 1000) / Math.max(1, (times.at(-1) ?? 0) - (times[0] ?? 0)));
    await program.stop();
  }
  const [own = 0, peer = 0] = rates;
  return {
    name: `${subscribedObjects} RSyncs, ${count} recipients each: deliveries/s`,
    ours: own.toFixed(0),
    peer: peer.toFixed(0),
  };
}

/** How soon a receiver is told while another one hangs. */
async function besideHanging(arena: Arena, objects: number): Promise<Extra> {
  const shown: string[] = [];
  for (const contender of arena.contenders) {
    const field = await arena.field(contender, `-${objects}`);
    field.sink.hanging.add('/slow');
    await field.create(objects, ['sink', 'slow']);
    await field.commit('a');
    const program = arena.start(contender, field);
    await field.settle(contender.short === 'ours' ? 120_000 : 20_000);
    const told = field.sink.arrivals.length;
    const waits = told < objects ? [] : await latencies(field, field.names, 200, 'c');
    const late = waits.length < 200 ? `only ${told} of ${objects} told in 20 s` : '';
    shown.push(late || `${percentile(waits, 0.5).toFixed(0)} / ${percentile(waits, 0.99).toFixed(0)}`);
    await program.stop('SIGKILL');
  }
  const [own = '', peer = ''] = shown;
  const name = `${objects.toLocaleString('en')} RSyncs with one receiver that hangs: ms from event to the other's wire, p50 / p99`;
  return { name, ours: own, peer };
}

type Benchmark = readonly [name: string, run: (arena: Arena) => Promise<Comparison | Extra>];

const benchmarks: readonly Benchmark[] = [
  ...sizes.map((size): Benchmark => [`objects-${size.objects}`, (arena) => compareSize(arena, size)]),
  ...subscriptions.map((count): Benchmark => [`recipients-${count}`, (arena) => compareSubscriptions(arena, count)]),
  ['hanging-1000', (arena) => besideHanging(arena, 1_000)],
  ['hanging-5000', (arena) => besideHanging(arena, 5_000)],
];

async function runAll(kube: Parameters<typeof KubeServer.start>[0], peer: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'argo-notifications-bench-'));
  let server: KubeServer | undefined;
  let client: KubernetesClient | undefined;
  const started = Date.now();
  try {
    const contenders = [ours(buildOurs(join(folder, 'dist'))), goPeer(peer)];
    server = await KubeServer.start(kube, folder);
    const admin = new KubeClient(server.access());
    await installCrds(admin, crdFiles).finally(() => admin.close());
    client = new KubernetesClient(await loadKubeConfig(server.kubeconfig()));
    const results: (Comparison | Extra)[] = [];
    for (const [name, run] of benchmarks.filter(
      ([each]) => values.only === '' || values.only.split(',').includes(each),
    )) {
      const arena = new Arena(name, { server, client, folder, contenders, scale: 1, seed: 1, say });
      try {
        results.push(await run(arena));
        say(`${name}: after ${Math.round((Date.now() - started) / 1000)} s`);
      } finally {
        await arena.close();
      }
    }
    conclude(results);
  } finally {
    client?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function conclude(results: readonly (Comparison | Extra)[]): void {
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} CPUs, ${Math.round(totalmem() / 2 ** 30)} GiB; Node ${process.version.slice(1)}`;
  const { text, failures } = report(results, machine);
  say(text);
  for (const failure of failures) say(`FAILED  ${failure}`);
  process.exitCode = failures.length > 0 ? 1 : 0;
  if (values.only !== '' || values['no-write']) return;
  writeSection('benchmarks.md', 'bench', text);
}

const cache = cacheFolder(process.env);
const [kube, peer] = [await buildKube(cache, say), await buildPeer(cache, say)];
const lacking = kube.ok ? peer : kube;
if (kube.ok && peer.ok) await runAll(kube.value, peer.value);
else if (!lacking.ok) say(`SKIPPED: ${lacking.reason}`);

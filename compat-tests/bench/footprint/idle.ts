import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KubernetesClient, loadKubeConfig } from '../../../controller/kubernetes/index.ts';
import { nodeFlags } from '../../../controller/manager/container.ts';
import { Field } from '../../chaos/field.ts';
import { Sink } from '../../chaos/sink.ts';
import { crdFiles } from '../../e2e/fixtures.ts';
import { installCrds } from '../../e2e/harness.ts';
import { readDockerfile } from '../../image/dockerfile.ts';
import type { KubeBinaries } from '../../kube/build.ts';
import { KubeClient } from '../../kube/client.ts';
import { KubeServer } from '../../kube/server.ts';
import { Child, type Memory } from './child.ts';

/** One way to run a process that watches one RootSync, and what each round gave. */
export interface Idle {
  readonly name: string;
  readonly memory: Memory[];
  /** Seconds from the start until the caches are filled. */
  readonly ready: number[];
}

interface Contender {
  readonly name: string;
  start(kubeconfig: string): { child: Child; ready: (output: string) => boolean | Promise<boolean> };
}

export interface IdleOptions {
  readonly kube: KubeBinaries;
  readonly peer: string;
  /** Has `notification.mjs`. */
  readonly folder: string;
  readonly rounds: number;
  /** Command lines of Node, each tried besides. */
  readonly flags: readonly string[];
  readonly say: (line: string) => void;
}

export const goPeer = 'Go peer';
export const asStarted = 'ours, as the manager starts it';

/** Milliseconds from ready until the memory is measured. */
const rest = 6_000;
const port = 28_081;
const namespace = 'footprint';

/** Memory and start of our process and the Go peer, on one real API server, in rounds that take turns. */
export async function measureIdle(options: IdleOptions): Promise<Idle[]> {
  const logs = mkdtempSync(join(options.folder, 'kube-'));
  const server = await KubeServer.start(options.kube, logs);
  const sink = await Sink.start();
  const client = new KubernetesClient(await loadKubeConfig(server.kubeconfig()));
  try {
    const admin = new KubeClient(server.access());
    await installCrds(admin, crdFiles).finally(() => admin.close());
    const field = await Field.open(client, namespace, sink);
    await field.create(1);
    return await inTurn(contenders(options, field.names[0] ?? ''), server.kubeconfig(), options);
  } finally {
    client.close();
    await sink.down();
    await server.stop();
    rmSync(logs, { recursive: true, force: true });
  }
}

async function inTurn(all: readonly Contender[], kubeconfig: string, { rounds, say }: IdleOptions): Promise<Idle[]> {
  const measured = all.map(({ name }): Idle => ({ name, memory: [], ready: [] }));
  for (let round = 1; round <= rounds; round++) {
    for (const [i, contender] of all.entries()) {
      const { child, ready } = contender.start(kubeconfig);
      try {
        measured[i]?.ready.push(await child.until(ready));
        await sleep(rest);
        measured[i]?.memory.push(child.memory());
      } finally {
        await child.stop();
      }
    }
    say(`process: round ${round} of ${rounds}`);
  }
  return measured;
}

function contenders({ folder, peer, flags }: IdleOptions, name: string): Contender[] {
  const main = join(folder, 'notification.mjs');
  const ours = (label: string, environment: Record<string, string>, nodeArgs: readonly string[] = []): Contender => ({
    name: label,
    start(kubeconfig) {
      const args = ['--kubeconfig', kubeconfig, '--api-kind', 'RootSync', '--resource-namespace', namespace];
      const more = ['--resource-name', name, '--cm-name', 'cm', '--metrics-port', String(port)];
      return {
        child: new Child(process.execPath, [...nodeArgs, main, ...args, ...more], environment),
        ready: answersReady,
      };
    },
  });
  const image = readDockerfile(join(import.meta.dirname, '../../../Dockerfile')).env;
  const withOptions = (options: string) => ({ ...image, NODE_OPTIONS: options });
  return [
    ours(asStarted, image, nodeFlags),
    ours('with V8’s optimising compilers', image),
    ours('with them and without the image’s settings', {}),
    ours('with them and `--max-semi-space-size=1 --expose-gc`', withOptions('--max-semi-space-size=1 --expose-gc')),
    ours('a compile cache besides', { ...image, NODE_COMPILE_CACHE: join(folder, 'compile-cache') }, nodeFlags),
    ...flags.map((each) => ours(`\`${each}\` besides`, image, [...nodeFlags, ...each.split(' ')])),
    {
      name: goPeer,
      start: (kubeconfig) => ({
        child: new Child(peer, ['--kubeconfig', kubeconfig, '--namespace', namespace, '--cm', 'cm', '--name', name]),
        ready: (output) => output.includes('synced'),
      }),
    },
  ];
}

function answersReady(): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  get({ host: '127.0.0.1', port, path: '/readyz', agent: false }, (response) => {
    response.resume();
    resolve(response.statusCode === 200);
  }).once('error', () => resolve(false));
  return promise;
}

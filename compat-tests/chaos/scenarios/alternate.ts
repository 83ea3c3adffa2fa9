import { setTimeout as sleep } from 'node:timers/promises';
import { configMaps } from '../../../controller/kubernetes/index.ts';
import type { Arena } from '../arena.ts';
import type { StartOptions } from '../contender.ts';
import { type Field, namespaces, type Tally } from '../field.ts';
import { brokenBy, type Row, type Scenario } from '../scenario.ts';

const turns = 6;

/** How the two are started on a field, and the paths that each message must arrive at. */
interface Terms extends Partial<StartOptions> {
  readonly paths: readonly string[];
}

/** Each in turn delivers one change of every object, after it has found the state that the other left. */
async function alternate(arena: Arena, prepare: (field: Field) => Promise<Terms>): Promise<Row[]> {
  const [ours, peer] = arena.contenders;
  if (!ours || !peer) return [];
  const field = await arena.field(ours);
  const { paths, flags = [], peerFlags = [] } = await prepare(field);
  await field.create(arena.scaled(100, 10));
  await field.commit('before');
  for (let turn = 0; turn < turns; turn++) {
    const program = arena.start(turn % 2 === 0 ? ours : peer, field, {
      flags: ['--leader-elect=false', ...flags],
      peerFlags,
    });
    await field.settle(20_000, 0);
    await sleep(2_000);
    await field.commit(`turn-${turn}`);
    await field.settle(20_000, 1_000);
    await program.stop();
  }
  const tally = paths.map((path) => field.tally(path)).reduce(sum);
  return [{ contender: 'ours', ...tally, notes: `${turns} turns on the same objects`, broken: brokenBy(tally) }];
}

function sum(a: Tally, b: Tally): Tally {
  return {
    expected: a.expected + b.expected,
    delivered: a.delivered + b.delivered,
    lost: a.lost + b.lost,
    doubled: a.doubled + b.doubled,
  };
}

/** A central ConfigMap beside that of the objects' namespace: both notify, at paths of their own. */
async function withSelfService(field: Field): Promise<Terms> {
  const namespace = `${field.namespace}-central`;
  await field.client.create(namespaces, { metadata: { name: namespace } });
  const data = { ...field.config(), 'service.webhook.sink': `url: ${field.sink.url}/central` };
  await field.client.create(configMaps, { metadata: { name: 'cm', namespace }, data });
  return {
    paths: ['/sink', '/central'],
    flags: ['--self-service-notification-enabled', `--config-namespace=${namespace}`],
    peerFlags: ['--self-service', '--config-namespace', namespace],
  };
}

export const alternateScenarios: readonly Scenario[] = [
  {
    name: 'alternate',
    title: 'the two take turns on the same 100 RootSyncs',
    promise: 'neither sends what the other has sent, nothing is lost',
    run: (arena) => alternate(arena, async () => ({ paths: ['/sink'] })),
  },
  {
    name: 'alternate-self-service',
    title: 'the same with self-service: a central ConfigMap and that of their namespace both notify',
    promise: 'neither sends what the other has sent, nothing is lost',
    run: (arena) => alternate(arena, withSelfService),
  },
];

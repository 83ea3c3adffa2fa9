import { setTimeout as sleep } from 'node:timers/promises';
import type { Arena } from '../arena.ts';
import type { Contender } from '../contender.ts';
import type { Field } from '../field.ts';
import { brokenBy, type Row, type Scenario } from '../scenario.ts';
import { arrived } from './arrived.ts';

type Play = (arena: Arena, contender: Contender, field: Field) => Promise<void>;

/** Deliveries of one service that our process has under way at once, 4, and what is accepted and neither saved nor noted on the Lease. */
const atRisk = 16;

async function both(arena: Arena, contender: Contender, field: Field): Promise<void> {
  arena.start(contender, field);
  arena.start(contender, field);
  await arrived(field, 1, 60_000);
  await field.settle(60_000);
}

/** The old replica goes when the new one has come, twice. */
async function rolling(arena: Arena, contender: Contender, field: Field): Promise<void> {
  let old = arena.start(contender, field);
  await arrived(field, field.names.length / 10, 60_000);
  for (const commit of ['b', 'c']) {
    const next = arena.start(contender, field);
    await sleep(1_500);
    await field.settle(60_000, 0);
    await Promise.all([field.commit(commit), sleep(500).then(() => old.stop('SIGTERM'))]);
    old = next;
  }
  await field.settle(60_000);
}

/** The leader is killed while it delivers; the other one waits until its Lease has run out. */
async function failover(arena: Arena, contender: Contender, field: Field): Promise<void> {
  const first = arena.start(contender, field);
  await arrived(field, field.names.length / 4, 60_000);
  arena.start(contender, field);
  await first.stop('SIGKILL');
  await field.settle(120_000);
}

/** The leader stops for longer than its Lease while it delivers, and wakes up when another one has taken over. */
async function paused(arena: Arena, contender: Contender, field: Field): Promise<void> {
  const first = arena.start(contender, field);
  await arrived(field, field.names.length / 4, 60_000);
  arena.start(contender, field);
  first.signal('SIGSTOP');
  await arrived(field, field.names.length * 0.9, 60_000);
  first.signal('SIGCONT');
  await field.settle(60_000, 0);
  await field.commit('b');
  await field.settle(120_000, 4_000);
}

async function play(arena: Arena, scene: Play, doubles: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const contender of arena.contenders) {
    const field = await arena.field(contender);
    await field.create(arena.scaled(1_500, 40));
    await field.commit('a');
    const started = Date.now();
    await scene(arena, contender, field);
    await arena.stopPrograms();
    const tally = field.tally();
    const last = ((field.sink.arrivals.at(-1)?.time ?? started) - started) / 1000;
    const broken = contender.name === 'ours' ? brokenBy(tally, doubles) : undefined;
    rows.push({ contender: contender.name, ...tally, notes: `all within ${last.toFixed(0)} s`, broken });
  }
  return rows;
}

export const replicaScenarios: readonly Scenario[] = [
  {
    name: 'replicas',
    title: 'two replicas from the beginning, 1,500 RootSyncs',
    promise: 'none lost or doubled',
    run: (arena) => play(arena, both, 0),
  },
  {
    name: 'rolling',
    title:
      'two rolling updates while 1,500 RootSyncs change twice: the old replica is told to end when the new one is there',
    promise: 'none lost or doubled',
    run: (arena) => play(arena, rolling, 0),
  },
  {
    name: 'failover',
    title: 'the leading replica of 1,500 RootSyncs is killed while it delivers',
    promise: `none lost; doubled at most what is sent and neither saved nor noted, ${atRisk}`,
    run: (arena) => play(arena, failover, atRisk),
  },
  {
    name: 'paused',
    title: 'the leading replica is stopped (SIGSTOP) until another has taken over, and wakes up',
    promise: `none lost; doubled at most what is sent and neither saved nor noted, ${atRisk}`,
    run: (arena) => play(arena, paused, atRisk),
  },
];

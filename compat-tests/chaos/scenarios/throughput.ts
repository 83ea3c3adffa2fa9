import { setTimeout as sleep } from 'node:timers/promises';
import type { Arena } from '../arena.ts';
import type { Contender } from '../contender.ts';
import { brokenBy, type Row, type Scenario } from '../scenario.ts';

/** Deliveries per second between the first tenth and the last: neither start nor stragglers. */
export function rateOf(times: readonly number[]): number {
  const from = Math.floor(times.length / 10);
  const to = Math.floor(times.length * 0.9) - 1;
  const span = (times[to] ?? 0) - (times[from] ?? 0);
  return span > 0 ? ((to - from) / span) * 1000 : 0;
}

interface Measured {
  readonly row: Row;
  readonly rate: number;
  readonly resident: number;
}

async function measure(arena: Arena, contender: Contender, count: number, label: string): Promise<Measured> {
  const field = await arena.field(contender, label);
  await field.create(count);
  await field.commit('a');
  const started = Date.now();
  const program = arena.start(contender, field);
  await field.settle(300_000, 3_000);
  const times = field.sink.arrivals.map(({ time }) => time);
  const memory = program.memory();
  await program.stop();
  await sleep(500);
  const rate = rateOf(times);
  const tally = field.tally();
  const first = `first after ${(((times[0] ?? started) - started) / 1000).toFixed(1)} s`;
  const notes = `${rate.toFixed(0)} deliveries/s, ${first}, ${memory?.resident.toFixed(0)} MB resident`;
  const broken = contender.name === 'ours' ? brokenBy(tally) : undefined;
  return { row: { contender: contender.name, ...tally, notes, broken }, rate, resident: memory?.resident ?? 0 };
}

async function compare(arena: Arena, full: number, judge: (ours: Measured, peer: Measured) => string | undefined) {
  const results = new Map<string, Measured>();
  for (const contender of arena.contenders)
    results.set(contender.short, await measure(arena, contender, arena.scaled(full, 20), ''));
  const [ours, peer] = [results.get('ours'), results.get('peer')];
  const judged = ours && peer ? judge(ours, peer) : undefined;
  return [...results.values()].map(({ row }) =>
    row.contender === 'ours' ? { ...row, broken: row.broken ?? judged } : row,
  );
}

export const throughputScenarios: readonly Scenario[] = [
  {
    name: 'throughput',
    title: '2,000 RootSyncs with one notification each, both at their defaults (the Go peer: one worker)',
    promise: "at least twice the Go peer's deliveries per second",
    run: (arena) =>
      compare(arena, 2_000, (ours, peer) =>
        ours.rate >= 2 * peer.rate ? undefined : `${(ours.rate / peer.rate).toFixed(2)} times the Go peer's rate`,
      ),
  },
  {
    name: 'memory',
    title: '10,000 RootSyncs with one notification each',
    promise: "at most 1.2 times the Go peer's resident memory",
    run: (arena) =>
      compare(arena, 10_000, (ours, peer) =>
        ours.resident <= 1.2 * peer.resident
          ? undefined
          : `${(ours.resident / peer.resident).toFixed(2)} times the Go peer's memory`,
      ),
  },
];

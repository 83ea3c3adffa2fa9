import { median, rateOf } from '../../statistics.ts';
import type { Arena } from '../arena.ts';
import type { Contender } from '../contender.ts';
import type { Field } from '../field.ts';
import { brokenBy, type Row, type Scenario } from '../scenario.ts';

/** What was measured of one contender, one number a round. */
interface Measured {
  readonly contender: Contender;
  readonly field: Field;
  readonly rates: number[];
  readonly firsts: number[];
  readonly residents: number[];
  /** Milliseconds of CPU a delivery, the start included. */
  readonly costs: number[];
}

/** Each object has something to say; a process starts and says it. */
async function round(arena: Arena, measured: Measured, commit: string) {
  const { contender, field, rates, firsts, residents, costs } = measured;
  await field.commit(commit);
  const before = field.sink.arrivals.length;
  const started = Date.now();
  const program = arena.start(contender, field);
  await field.settle(300_000, 3_000);
  const times = field.sink.arrivals.slice(before).map(({ time }) => time);
  rates.push(rateOf(times));
  firsts.push(((times[0] ?? started) - started) / 1000);
  residents.push(program.memory()?.resident ?? 0);
  costs.push(((program.cpuSeconds() ?? 0) * 1000) / Math.max(1, times.length));
  await program.stop();
}

function rowOf({ contender, field, rates, firsts, residents, costs }: Measured): Row {
  const tally = field.tally();
  const [rate, first, resident] = [median(rates).toFixed(0), median(firsts).toFixed(1), median(residents).toFixed(0)];
  const notes = `${rate} deliveries/s, first after ${first} s, ${resident} MB resident, ${median(costs).toFixed(1)} ms of CPU a delivery with the start`;
  return {
    contender: contender.name,
    ...tally,
    notes,
    broken: contender.name === 'ours' ? brokenBy(tally) : undefined,
  };
}

type Judge = (ours: Measured, peer: Measured) => string | undefined;

/** Both in turn, `rounds` times; the medians count. */
async function compare(arena: Arena, full: number, rounds: number, judge: Judge): Promise<Row[]> {
  const all: Measured[] = [];
  for (const contender of arena.contenders) {
    const field = await arena.field(contender);
    await field.create(arena.scaled(full, 20));
    all.push({ contender, field, rates: [], firsts: [], residents: [], costs: [] });
  }
  for (let i = 0; i < rounds; i++) for (const measured of all) await round(arena, measured, `round-${i}`);
  const [ours, peer] = all;
  const judged = ours && peer ? judge(ours, peer) : undefined;
  return all.map(rowOf).map((row) => (row.contender === 'ours' ? { ...row, broken: row.broken ?? judged } : row));
}

export const throughputScenarios: readonly Scenario[] = [
  {
    name: 'throughput',
    title: '2,000 RootSyncs with one notification each, both at their defaults (the Go peer: one worker); medians of 3',
    promise: "at least twice the Go peer's deliveries per second",
    run: (arena) =>
      compare(arena, 2_000, 3, (ours, peer) => {
        const factor = median(ours.rates) / median(peer.rates);
        return factor >= 2 ? undefined : `${factor.toFixed(2)} times the Go peer's rate`;
      }),
  },
  {
    name: 'memory',
    title: '10,000 RootSyncs with one notification each',
    promise: "at most 1.2 times the Go peer's resident memory",
    run: (arena) =>
      compare(arena, 10_000, 1, (ours, peer) => {
        const factor = median(ours.residents) / median(peer.residents);
        return factor <= 1.2 ? undefined : `${factor.toFixed(2)} times the Go peer's memory`;
      }),
  },
];

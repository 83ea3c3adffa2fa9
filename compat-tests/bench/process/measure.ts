import { setTimeout as sleep } from 'node:timers/promises';
import type { Arena } from '../../chaos/arena.ts';
import type { Contender } from '../../chaos/contender.ts';
import type { Field } from '../../chaos/field.ts';
import type { Program } from '../../chaos/program.ts';
import { arrived } from '../../chaos/scenarios/arrived.ts';
import { percentile, rateOf } from '../../statistics.ts';

/** What one round gave of one contender; each figure by its name. */
export type Figures = Readonly<Record<Figure, number>>;

export type Figure =
  | 'first'
  | 'rate'
  | 'cpuPerDelivery'
  | 'p50'
  | 'p99'
  | 'resident'
  | 'anonymous'
  | 'idleCpu'
  | 'lost'
  | 'doubled';

export interface RoundOptions {
  /** Changes that the latency is taken of. */
  readonly changes: number;
  /** Whether the field's objects tell of only one RootSync, by name. */
  readonly name?: string;
  /** How long to wait for every message, in milliseconds. */
  readonly deadline: number;
}

const settleMs = 1_500;
const idleMs = 6_000;
const pauseMs = 25;
/** How long the next change waits for the message of one. */
const patienceMs = 2_000;

/**
 * One round: every object of the field has something to say, a process starts and says it; then objects change one after the other;
 * then nothing happens. Both contenders at their defaults.
 */
export async function measureRound(
  arena: Arena,
  contender: Contender,
  field: Field,
  { changes, name, deadline }: RoundOptions,
  round: number,
): Promise<Figures> {
  field.expected.clear();
  const target = name === undefined ? field.names : [name];
  await field.commit(`${contender.short}-${round}`, target);
  const before = field.sink.arrivals.length;
  const started = Date.now();
  const program = arena.start(contender, field, name === undefined ? {} : { name });
  await field.settle(deadline, settleMs);
  const times = field.sink.arrivals.slice(before).map(({ time }) => time);
  const cpuAfterStart = program.cpuSeconds() ?? 0;
  const waits = await latencies(field, target, changes, `${contender.short}-${round}-c`);
  await sleep(settleMs);
  const idle = await idleCpu(program);
  const memory = program.memory() ?? { resident: 0, anonymous: 0 };
  const tally = field.tally();
  await program.stop();
  return {
    first: (times[0] ?? Number.POSITIVE_INFINITY) - started,
    rate: rateOf(times),
    cpuPerDelivery: (cpuAfterStart * 1000) / Math.max(1, times.length),
    p50: percentile(waits, 0.5),
    p99: percentile(waits, 0.99),
    resident: memory.resident,
    anonymous: memory.anonymous,
    idleCpu: idle,
    lost: tally.lost,
    doubled: tally.doubled,
  };
}

/** Milliseconds from each change to its message, of objects that change one after the other. */
export async function latencies(
  field: Field,
  names: readonly string[],
  changes: number,
  commit: string,
): Promise<number[]> {
  const begun = new Map<string, number>();
  for (let i = 0; i < changes; i++) {
    const name = names[(i * 7) % names.length] as string;
    const next = field.sink.arrivals.length + 1;
    begun.set(`${name} ${commit}${i}`, Date.now());
    await field.commit(`${commit}${i}`, [name]);
    await arrived(field, next, patienceMs);
    await sleep(pauseMs);
  }
  return field.sink.arrivals.flatMap(({ path, body, time }) => {
    const from = path === '/sink' ? begun.get(body) : undefined;
    return from === undefined ? [] : [time - from];
  });
}

/** Seconds of CPU for a minute in which nothing happens. */
async function idleCpu(program: Program): Promise<number> {
  const before = program.cpuSeconds() ?? 0;
  await sleep(idleMs);
  return (((program.cpuSeconds() ?? 0) - before) * 60_000) / idleMs;
}

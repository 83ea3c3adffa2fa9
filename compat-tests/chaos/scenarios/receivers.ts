import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../../statistics.ts';
import type { Arena } from '../arena.ts';
import type { Contender } from '../contender.ts';
import { brokenBy, type Row, type Scenario } from '../scenario.ts';
import { arrived } from './arrived.ts';

const downMs = 20_000;
const promisedMs = 30_000;

async function outage(arena: Arena, contender: Contender): Promise<Row> {
  const field = await arena.field(contender);
  await field.create(arena.scaled(2_000, 40));
  await field.commit('a');
  const program = arena.start(contender, field, { workers: 8 });
  await arrived(field, field.names.length / 4, 60_000);
  await field.sink.down();
  await sleep(downMs);
  await field.sink.up();
  const recovered = Date.now();
  await field.settle(contender.name === 'ours' ? 120_000 : 80_000);
  await program.stop();
  const tally = field.tally();
  const last = (field.sink.arrivals.at(-1)?.time ?? recovered) - recovered;
  const notes = `last delivery ${(last / 1000).toFixed(1)} s after recovery`;
  const late = last > promisedMs ? notes : undefined;
  return {
    contender: contender.name,
    ...tally,
    notes,
    broken: contender.name === 'ours' ? (brokenBy(tally) ?? late) : undefined,
  };
}

async function hanging(arena: Arena, contender: Contender): Promise<Row> {
  const field = await arena.field(contender);
  field.sink.hanging.add('/slow');
  await field.create(arena.scaled(200, 20), ['sink', 'slow']);
  const program = arena.start(contender, field);
  await sleep(4_000);
  const committed = new Map<string, number>();
  for (const name of field.names) {
    committed.set(`${name} a`, Date.now());
    await field.commit('a', [name]);
    await sleep(30);
  }
  await field.settle(20_000, 1_000);
  await program.stop('SIGKILL');
  const waits = field.sink.arrivals.flatMap(({ body, time }) => {
    const from = committed.get(body);
    return from === undefined ? [] : [time - from];
  });
  const tally = field.tally();
  const [p50, p99] = [percentile(waits, 0.5), percentile(waits, 0.99)];
  const broken = brokenBy(tally) ?? (p99 >= 1_000 ? `p99 is ${p99} ms` : undefined);
  return {
    contender: contender.name,
    ...tally,
    notes: `to the healthy receiver: p50 ${p50} ms, p99 ${p99} ms after the change`,
    broken: contender.name === 'ours' ? broken : undefined,
  };
}

async function each(arena: Arena, run: (arena: Arena, contender: Contender) => Promise<Row>): Promise<Row[]> {
  return Promise.all(arena.contenders.map((contender) => run(arena, contender)));
}

export const receiverScenarios: readonly Scenario[] = [
  {
    name: 'outage',
    title: 'the receiver refuses connections for 20 s during 2,000 deliveries; the Go peer has 8 workers',
    promise: 'none lost or doubled; all delivered within 30 s of recovery',
    run: async (arena) => {
      const rows: Row[] = [];
      for (const contender of arena.contenders) rows.push(await outage(arena, contender));
      return rows;
    },
  },
  {
    name: 'hanging',
    title: '200 RootSyncs notify a receiver that never answers and a healthy one; the Go peer is given 20 s',
    promise: 'none lost or doubled at the healthy one; 99 of 100 arrive there within a second',
    run: (arena) => each(arena, hanging),
  },
];

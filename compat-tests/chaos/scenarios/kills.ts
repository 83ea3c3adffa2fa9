import { setTimeout as sleep } from 'node:timers/promises';
import type { Arena } from '../arena.ts';
import type { Contender } from '../contender.ts';
import type { Field } from '../field.ts';
import type { Program } from '../program.ts';
import { brokenBy, type Row, type Scenario } from '../scenario.ts';
import { arrived } from './arrived.ts';

/** Deliveries of one service that our process has under way at once. */
const width = 4;
/** Time for a process to start and to look at its object. */
const lookMs = 1_500;
const alone = ['--leader-elect=false'];

interface Killing {
  readonly kills: number;
  readonly start: () => Program;
  /** Called once the process is started; resolves when it is to be killed. */
  readonly moment: (left: number) => Promise<void>;
}

/** What killing came to. */
interface Killed {
  /** Doubles that followed each kill. */
  readonly doubles: readonly number[];
  /** Deliveries per second of the processes, from the first of each to its end. */
  readonly rate: number;
}

/** Starts and kills; then starts once more and lets it finish. */
async function killAndFinish(field: Field, { kills, start, moment }: Killing): Promise<Killed> {
  const doubles: number[] = [];
  let [sent, milliseconds] = [0, 0];
  let before = 0;
  const count = () => {
    const { doubled } = field.tally();
    doubles.push(doubled - before);
    before = doubled;
  };
  for (let left = kills; left > 0; left--) {
    const from = field.sink.arrivals.length;
    const program = start();
    await moment(left);
    await program.stop('SIGKILL');
    const [first, ...more] = field.sink.arrivals.slice(from).map(({ time }) => time);
    sent += more.length;
    milliseconds += (more.at(-1) ?? 0) - (more.length > 0 ? (first ?? 0) : 0);
    count();
  }
  start();
  await field.settle(180_000);
  count();
  return { doubles: doubles.slice(1), rate: (sent / Math.max(1, milliseconds)) * 1000 };
}

function rowOf(contender: Contender, field: Field, { doubles, rate }: Killed, most: number): Row {
  const tally = field.tally();
  const worst = Math.max(0, ...doubles);
  const mean = (tally.doubled / Math.max(1, doubles.length)).toFixed(2);
  const pace = rate > 0 ? ` at ${rate.toFixed(0)} deliveries/s` : '';
  const notes = `${doubles.length} kills, doubled ${mean} a kill, at most ${worst}${pace}`;
  const broken = brokenBy(tally, tally.doubled) ?? (worst > most ? `${worst} doubled by one kill` : undefined);
  return { contender: contender.name, ...tally, notes, broken: contender.name === 'ours' ? broken : undefined };
}

async function many(arena: Arena, contender: Contender): Promise<Row> {
  const field = await arena.field(contender);
  const total = arena.scaled(2_000, 40);
  await field.create(total);
  await field.commit('a');
  const moment = async (left: number) => {
    const open = total - field.tally().delivered;
    const next = field.sink.arrivals.length + 1 + arena.random.below(Math.ceil((2 * open) / (left + 1)));
    await arrived(field, next, open > 0 ? 30_000 : 1_000);
    await sleep(arena.random.below(8));
  };
  const start = () => arena.start(contender, field, { flags: alone, workers: 4 });
  return rowOf(contender, field, await killAndFinish(field, { kills: arena.scaled(50, 3), start, moment }), width);
}

async function one(arena: Arena, contender: Contender): Promise<Row> {
  const field = await arena.field(contender);
  await field.create(1);
  const [name = ''] = field.names;
  const start = () => arena.start(contender, field, { flags: alone, name });
  const moment = async (left: number) => {
    await sleep(lookMs);
    await field.commit(`commit-${left}`);
    await arrived(field, field.sink.arrivals.length + 1, 30_000);
    await sleep(arena.random.below(8));
  };
  return rowOf(contender, field, await killAndFinish(field, { kills: arena.scaled(50, 3), start, moment }), 1);
}

async function each(arena: Arena, run: (arena: Arena, contender: Contender) => Promise<Row>): Promise<Row[]> {
  const rows: Row[] = [];
  for (const contender of arena.contenders) rows.push(await run(arena, contender));
  return rows;
}

export const killScenarios: readonly Scenario[] = [
  {
    name: 'kills',
    title: 'a process of 2,000 RootSyncs is killed (SIGKILL) 50 times while it delivers; the Go peer has 4 workers',
    promise: `none lost; doubled by one kill at most the sends under way, ${width}`,
    run: (arena) => each(arena, many),
  },
  {
    name: 'one-killed',
    title: 'the process of one RootSync is killed 50 times, each time within 8 ms of the receiver accepting a message',
    promise: 'none lost; doubled by one kill at most one',
    run: (arena) => each(arena, one),
  },
];

import { setTimeout as sleep } from 'node:timers/promises';
import type { Arena } from '../arena.ts';
import type { Contender } from '../contender.ts';
import type { Field } from '../field.ts';
import { type Count, chanceOfMore } from '../odds.ts';
import type { Program } from '../program.ts';
import { brokenBy, type Row, type Scenario } from '../scenario.ts';
import { arrived } from './arrived.ts';

/** Deliveries of one service that our process has under way at once. */
const width = 4;
/** Time for a process to start and to look at its object. */
const lookMs = 1_500;

interface Killing {
  readonly kills: number;
  readonly start: () => Program;
  /** Called once the process is started; resolves when it is to be killed. */
  readonly moment: (left: number) => Promise<void>;
  /** Called after each life with the pace of all so far. */
  readonly after?: (pace: Pace) => void;
}

/** What processes delivered between the first message of each and its end. */
interface Pace {
  readonly sent: number;
  readonly milliseconds: number;
}

/** What killing came to. */
interface Killed {
  /** Doubles that followed each kill. */
  readonly doubles: readonly number[];
  readonly pace: Pace;
}

/** Starts and kills; then starts once more and lets it finish. */
async function killAndFinish(field: Field, { kills, start, moment, after }: Killing): Promise<Killed> {
  const doubles: number[] = [];
  let pace: Pace = { sent: 0, milliseconds: 0 };
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
    const [first = 0, ...more] = field.sink.arrivals.slice(from).map(({ time }) => time);
    const lasted = (more.at(-1) ?? first) - first;
    pace = { sent: pace.sent + more.length, milliseconds: pace.milliseconds + lasted };
    after?.(pace);
    count();
  }
  start();
  await field.settle(180_000);
  count();
  return { doubles: doubles.slice(1), pace };
}

/** Deliveries per second. */
function rateOf({ sent, milliseconds }: Pace): number {
  return (sent / Math.max(1, milliseconds)) * 1000;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function rowOf(contender: Contender, field: Field, { doubles, pace }: Killed, most: number): Row {
  const tally = field.tally();
  const worst = Math.max(0, ...doubles);
  const mean = sum(doubles) / Math.max(1, doubles.length);
  const rate = rateOf(pace);
  const risk = rate > 0 ? `, each message at risk for ${((mean / rate) * 1000).toFixed(1)} ms` : '';
  const notes = `${doubles.length} kills, doubled ${mean.toFixed(2)} a kill, at most ${worst}, at ${rate.toFixed(0)} deliveries/s${risk}`;
  const broken = brokenBy(tally, tally.doubled) ?? (worst > most ? `${worst} doubled by one kill` : undefined);
  return { contender: contender.name, ...tally, notes, broken: contender.name === 'ours' ? broken : undefined };
}

/** What of the objects is under way when a process of many is killed; the pace of the peer follows `wanted` by its workers. */
async function many(arena: Arena, contender: Contender, wanted?: Pace): Promise<{ row: Row; killed: Killed }> {
  const field = await arena.field(contender);
  const total = arena.scaled(2_000, 40);
  await field.create(total);
  await field.commit('a');
  const journal = arena.file('');
  let workers = 4;
  const moment = async (left: number) => {
    const open = total - field.tally().delivered;
    const next = field.sink.arrivals.length + 1 + arena.random.below(Math.ceil((2 * open) / (left + 1)));
    await arrived(field, next, open > 0 ? 30_000 : 1_000);
    await sleep(arena.random.below(8));
  };
  const after = (pace: Pace) => {
    if (wanted) workers = Math.min(16, Math.max(1, workers + (rateOf(pace) < rateOf(wanted) ? 1 : -1)));
  };
  const start = () => arena.start(contender, field, { journal, workers });
  const killed = await killAndFinish(field, { kills: arena.scaled(50, 3), start, moment, after });
  return { row: rowOf(contender, field, killed, width), killed };
}

/** Doubles, and the deliveries a second that so many kills have met. */
function countOf({ doubles, pace }: Killed): Count {
  return { events: sum(doubles), exposure: doubles.length * rateOf(pace) };
}

/** Ours first, then the peer at our pace; a kill of ours may not double more, for as many deliveries a second, than chance allows. */
async function bothAtOnePace(arena: Arena): Promise<Row[]> {
  const rows: Row[] = [];
  let first: Killed | undefined;
  for (const contender of arena.contenders) {
    const { row, killed } = await many(arena, contender, first?.pace);
    rows.push(row);
    const ours = rows[0];
    if (first && ours && chanceOfMore(countOf(first), countOf(killed)) < significant)
      rows[0] = { ...ours, broken: ours.broken ?? `more doubled than by the ${contender.name} at the same pace` };
    first ??= killed;
  }
  return rows;
}

const significant = 0.05;

async function one(arena: Arena, contender: Contender): Promise<Row> {
  const field = await arena.field(contender);
  await field.create(1);
  const [name = ''] = field.names;
  const journal = arena.file('');
  const start = () => arena.start(contender, field, { journal, name });
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
    title:
      'a process of 2,000 RootSyncs is killed (SIGKILL) 50 times while it delivers, and started anew with its journal; the Go peer has as many workers as it needs for our pace',
    promise: `none lost; doubled by one kill at most the sends under way, ${width}, and no more than the Go peer doubles at the same pace, but for chance (5 %)`,
    run: bothAtOnePace,
  },
  {
    name: 'one-killed',
    title: 'the process of one RootSync is killed 50 times, each time within 8 ms of the receiver accepting a message',
    promise: 'none lost; doubled by one kill at most one',
    run: (arena) => each(arena, one),
  },
];

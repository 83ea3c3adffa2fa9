import { setTimeout as sleep } from 'node:timers/promises';
import { arrived } from '../../chaos/scenarios/arrived.ts';
import type { Finding, Outcome } from '../finding.ts';
import type { World } from '../world.ts';

/** Milliseconds in which a message that should not come may still come. */
const quiet = 4_000;

async function fluxRepeated(world: World): Promise<{ statuses: number[]; first: number; afterwards: number }> {
  const field = await world.fluxField();
  await field.subscribe('sink');
  const before = await world.startFlux();
  await field.ready(before);
  const statuses = [await field.post(before, 'the same'), await field.post(before, 'the same')];
  await sleep(quiet);
  const first = field.arrived().length;
  await before.program.stop('SIGTERM');
  const after = await world.startFlux();
  await field.ready(after);
  statuses.push(await field.post(after, 'the same'));
  await sleep(quiet);
  return { statuses, first, afterwards: field.arrived().length };
}

/** Messages of an event that one of two replicas is given, and of one that both are given. */
async function fluxReplicas(world: World): Promise<{ one: number; both: number }> {
  const field = await world.fluxField('-replicas');
  await field.subscribe('sink');
  const [first, second] = [await world.startFlux(), await world.startFlux()];
  await field.ready(first);
  await field.ready(second);
  await field.post(first, 'to one');
  for (const replica of [first, second]) await field.post(replica, 'to both');
  await sleep(quiet);
  const countOf = (message: string) => field.arrived().filter((each) => each === message).length;
  return { one: countOf('to one'), both: countOf('to both') };
}

/** Messages of a RootSync that two replicas serve. */
async function ourReplicas(world: World): Promise<number> {
  const field = await world.field('-replicas');
  await field.create(1);
  for (let replica = 0; replica < 2; replica++) world.start(field, { name: field.names[0] ?? '' });
  await field.commit('a');
  await arrived(field, 1, 60_000);
  await sleep(quiet);
  return field.sink.arrivals.length;
}

async function oursRepeated(world: World): Promise<{ first: number; afterwards: number }> {
  const field = await world.field();
  await field.create(1);
  const program = world.start(field, { name: field.names[0] ?? '' });
  await field.commit('a');
  await arrived(field, 1, 60_000);
  await field.commit('a');
  await sleep(quiet);
  const first = field.sink.arrivals.length;
  await program.stop('SIGTERM');
  world.start(field, { name: field.names[0] ?? '' });
  await sleep(quiet);
  return { first, afterwards: field.sink.arrivals.length - first };
}

async function repeated(world: World): Promise<Outcome> {
  const [flux, ours] = [await fluxRepeated(world), await oursRepeated(world)];
  const [replicas, ourTwo] = [await fluxReplicas(world), await ourReplicas(world)];
  return {
    figures: [
      { what: 'messages of the same twice', flux: String(flux.first), ours: String(ours.first) },
      { what: 'and once more after a restart', flux: `${flux.afterwards} more`, ours: `${ours.afterwards} more` },
      {
        what: 'messages of two replicas',
        flux: `${replicas.one} if the event is posted to one of them, ${replicas.both} if to both`,
        ours: String(ourTwo),
      },
    ],
    checks: [
      { name: 'Flux sends a repetition once', holds: flux.first === 1 && flux.statuses[1] === 429 },
      { name: 'Flux sends it again after a restart', holds: flux.afterwards === 1 },
      { name: 'Flux’s replicas know nothing of each other', holds: replicas.one === 1 && replicas.both === 2 },
      { name: 'our replicas send once', holds: ourTwo === 1 },
      { name: 'ours sends it once, restarted or not', holds: ours.first === 1 && ours.afterwards === 0 },
    ],
  };
}

export const repeatedFinding: Finding = {
  name: 'repeated',
  title:
    'the same event, or the same state of the RootSync, twice; then a restart, and the same once more; and two replicas',
  run: repeated,
};

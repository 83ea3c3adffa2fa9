import { setTimeout as sleep } from 'node:timers/promises';
import type { Tally } from '../../chaos/field.ts';
import type { Sink } from '../../chaos/sink.ts';
import type { Finding, Outcome } from '../finding.ts';
import type { World } from '../world.ts';

const count = 100;
const settleMs = 40_000;

interface Killed extends Tally {
  /** Milliseconds from the signal to the last message; undefined when none came. */
  readonly last?: number;
}

function killedOf(tally: Tally, { arrivals }: Sink, from: number): Killed {
  const last = arrivals.at(-1)?.time;
  return last === undefined ? tally : { ...tally, last: last - from };
}

async function fluxKilled(world: World, signal: NodeJS.Signals): Promise<Killed> {
  const field = await world.fluxField(`-${signal.toLowerCase()}`);
  await field.subscribe('sink', '5m');
  const first = await world.startFlux();
  await field.ready(first);
  await field.sink.down();
  for (let i = 0; i < count; i++) await field.post(first, `event ${i}`);
  await sleep(1_000);
  const from = Date.now();
  await first.program.stop(signal);
  await world.startFlux();
  await field.sink.up();
  await field.settle(settleMs);
  return killedOf(field.tally(), field.sink, from);
}

async function oursKilled(world: World, signal: NodeJS.Signals): Promise<Killed> {
  const field = await world.field(`-${signal.toLowerCase()}`);
  await field.create(count);
  const pod = { journal: world.journal() };
  const first = world.start(field, pod);
  await sleep(4_000);
  await field.sink.down();
  await field.commit('a');
  await sleep(1_000);
  const from = Date.now();
  await first.stop(signal);
  world.start(field, pod);
  await field.sink.up();
  await field.settle(120_000);
  return killedOf(field.tally(), field.sink, from);
}

async function killed(world: World): Promise<Outcome> {
  const both = async (signal: NodeJS.Signals) => {
    const [flux, ours] = await Promise.all([fluxKilled(world, signal), oursKilled(world, signal)]);
    return { signal, flux, ours };
  };
  const [kill, term] = await Promise.all([both('SIGKILL'), both('SIGTERM')]);
  const shown = ({ lost, doubled, expected, last }: Killed) =>
    [
      `${lost} of ${expected} lost`,
      ...(doubled > 0 ? [`${doubled} doubled`] : []),
      ...(last === undefined ? [] : [`the last one ${(last / 1000).toFixed(1)} s after the signal`]),
    ].join(', ');
  return {
    figures: [kill, term].map(({ signal, flux, ours }) => ({ what: signal, flux: shown(flux), ours: shown(ours) })),
    checks: [
      { name: 'Flux loses what it had accepted and not sent', holds: kill.flux.lost > 0 && term.flux.lost > 0 },
      { name: 'ours loses none', holds: kill.ours.lost === 0 && term.ours.lost === 0 },
    ],
  };
}

export const killedFinding: Finding = {
  name: 'killed',
  title: `the receiver is down, ${count} messages fall due, the process ends by a signal, another starts, the receiver is back`,
  run: killed,
};

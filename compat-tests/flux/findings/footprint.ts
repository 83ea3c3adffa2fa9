import { setTimeout as sleep } from 'node:timers/promises';
import type { Program } from '../../chaos/program.ts';
import { arrived } from '../../chaos/scenarios/arrived.ts';
import { median, spread } from '../../statistics.ts';
import type { Finding, Outcome } from '../finding.ts';
import type { World } from '../world.ts';

const rounds = 3;
/** Milliseconds from the first message until the memory is measured. */
const rest = 6_000;

interface Measured {
  /** Resident megabytes. */
  readonly memory: number[];
  /** Seconds from the start to the first message. */
  readonly first: number[];
}

async function measure(into: Measured, run: () => Promise<{ seconds: number; program: Program }>): Promise<void> {
  const { seconds, program } = await run();
  await sleep(rest);
  into.first.push(seconds);
  into.memory.push(program.memory()?.resident ?? 0);
  await program.stop();
}

async function footprint(world: World): Promise<Outcome> {
  const field = await world.field();
  await field.create(1);
  const fluxField = await world.fluxField();
  await fluxField.subscribe('sink');
  const [flux, ours]: [Measured, Measured] = [
    { memory: [], first: [] },
    { memory: [], first: [] },
  ];
  for (let round = 1; round <= rounds; round++) {
    await measure(flux, async () => {
      const started = Date.now();
      const controller = await world.startFlux();
      await fluxField.ready(controller);
      return { seconds: (fluxField.readyAt - started) / 1000, program: controller.program };
    });
    await field.commit(`commit-${round}`);
    await measure(ours, async () => {
      const [started, before] = [Date.now(), field.sink.arrivals.length];
      const program = world.start(field, { name: field.names[0] ?? '' });
      await arrived(field, before + 1, 60_000);
      return { seconds: ((field.sink.arrivals.at(-1)?.time ?? started) - started) / 1000, program };
    });
  }
  return {
    figures: [
      {
        what: 'resident memory of an idle process, MB',
        flux: `${spread(flux.memory, 1)}, for every object of the cluster`,
        ours: `${spread(ours.memory, 1)}, for one RootSync`,
      },
      { what: 'start to the first message, s', flux: spread(flux.first, 2), ours: spread(ours.first, 2) },
    ],
    checks: [
      {
        name: 'both were measured',
        holds: median(flux.memory) > 0 && median(ours.memory) > 0 && field.tally().lost === 0,
      },
    ],
  };
}

export const footprintFinding: Finding = {
  name: 'footprint',
  title: `an idle process with one webhook, which has sent one message; the median of ${rounds} rounds, the smallest and the largest`,
  run: footprint,
};

import { setTimeout as sleep } from 'node:timers/promises';
import type { Arrival } from '../../chaos/sink.ts';
import { percentile } from '../../statistics.ts';
import type { Finding, Outcome } from '../finding.ts';
import { messageOf } from '../objects.ts';
import type { World } from '../world.ts';

const count = 100;
const spacing = 30;
/** 99 of 100 messages are to arrive in so many milliseconds. */
const promised = 1_000;

/** Milliseconds from its cause to each message on the path `/sink`. */
function waits(arrivals: readonly Arrival[], caused: ReadonlyMap<string, number>): number[] {
  return arrivals.flatMap(({ path, body, time }) => {
    const from = path === '/sink' ? caused.get(messageOf(body) ?? body) : undefined;
    return from === undefined ? [] : [time - from];
  });
}

async function fluxHanging(world: World): Promise<number[]> {
  const field = await world.fluxField();
  await field.subscribe('slow');
  await field.subscribe('sink');
  const flux = await world.startFlux();
  await field.ready(flux);
  field.sink.hanging.add('/slow');
  const caused = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    caused.set(`event ${i}`, Date.now());
    await field.post(flux, `event ${i}`);
    await sleep(spacing);
  }
  await field.settle(20_000);
  return waits(field.sink.arrivals, caused);
}

async function oursHanging(world: World): Promise<number[]> {
  const field = await world.field();
  field.sink.hanging.add('/slow');
  await field.create(count, ['sink', 'slow']);
  world.start(field);
  await sleep(4_000);
  const caused = new Map<string, number>();
  for (const name of field.names) {
    caused.set(`${name} a`, Date.now());
    await field.commit('a', [name]);
    await sleep(spacing);
  }
  await field.settle(20_000, 0);
  return waits(field.sink.arrivals, caused);
}

async function hanging(world: World): Promise<Outcome> {
  const [flux, ours] = [await fluxHanging(world), await oursHanging(world)];
  const shown = (times: readonly number[]) =>
    `${times.length} of ${count}, p50 ${percentile(times, 0.5)} ms, p99 ${percentile(times, 0.99)} ms`;
  const holds = (times: readonly number[]) => times.length === count && percentile(times, 0.99) < promised;
  return {
    figures: [{ what: 'arrived at the healthy receiver', flux: shown(flux), ours: shown(ours) }],
    checks: [
      { name: 'Flux’s healthy receiver is not held up', holds: holds(flux) },
      { name: 'our healthy receiver is not held up', holds: holds(ours) },
    ],
  };
}

export const hangingFinding: Finding = {
  name: 'hanging',
  title: `${count} messages to a receiver that never answers and to a healthy one, a cause each ${spacing} ms`,
  run: hanging,
};

import { setTimeout as sleep } from 'node:timers/promises';
import { coreEvents } from '../../../controller/kubernetes/index.ts';
import type { Field, Tally } from '../../chaos/field.ts';
import type { FluxController } from '../controller.ts';
import type { FluxField } from '../field.ts';
import type { Finding, Outcome } from '../finding.ts';
import type { World } from '../world.ts';

const count = 100;
/** Flux's last attempt comes 30 s after its first one, if the Provider's timeout allows it. */
const settleMs = 45_000;
const patient = '5m';

/** Calls `each` for 0 to `count` - 1, evenly over `ms`. */
async function evenly(ms: number, each: (i: number) => Promise<unknown>): Promise<void> {
  const started = Date.now();
  for (let i = 0; i < count; i++) {
    await each(i);
    await sleep(Math.max(0, started + ((i + 1) * ms) / count - Date.now()));
  }
}

async function fluxOutage(flux: FluxController, field: FluxField, downMs: number): Promise<Tally> {
  await field.sink.down();
  await evenly(downMs, (i) => field.post(flux, `event ${i}`));
  await field.sink.up();
  await field.settle(settleMs);
  return field.tally();
}

async function ourOutage(field: Field, downMs: number): Promise<Tally> {
  await field.sink.down();
  await evenly(downMs, (i) => field.commit('a', field.names.slice(i, i + 1)));
  await field.sink.up();
  await field.settle(120_000);
  return field.tally();
}

function lost({ expected, lost: none }: Tally): string {
  return `${none} of ${expected} lost`;
}

/** How many Events in a namespace tell of a notification that could not be sent. */
async function failuresTold(world: World, field: FluxField): Promise<number> {
  const { items } = await world.client.list(coreEvents, { namespace: field.namespace });
  return items.filter((item) => item['reason'] === 'NotificationDispatchFailed').length;
}

async function outage(world: World): Promise<Outcome> {
  const fields = await Promise.all(['-default', '-patient', '-long'].map((label) => world.fluxField(label)));
  const [usual, patientField, long] = fields as [FluxField, FluxField, FluxField];
  await usual.subscribe('sink');
  await patientField.subscribe('sink', patient);
  await long.subscribe('sink', patient);
  const flux = await world.startFlux();
  for (const field of fields) await field.ready(flux);
  const [short, longer] = [await world.field('-short'), await world.field('-long')];
  for (const field of [short, longer]) {
    await field.create(count);
    world.start(field);
  }
  await sleep(4_000);
  const [byDefault, byPatient, byLong, oursShort, oursLong] = await Promise.all([
    fluxOutage(flux, usual, 20_000),
    fluxOutage(flux, patientField, 20_000),
    fluxOutage(flux, long, 60_000),
    ourOutage(short, 20_000),
    ourOutage(longer, 60_000),
  ]);
  const told = await failuresTold(world, usual);
  return {
    figures: [
      { what: 'refused for 20 s, Flux’s default timeout of 15 s', flux: lost(byDefault), ours: lost(oursShort) },
      {
        what: `refused for 20 s, \`timeout: ${patient}\` in the Provider`,
        flux: lost(byPatient),
        ours: lost(oursShort),
      },
      { what: `refused for 60 s, \`timeout: ${patient}\` in the Provider`, flux: lost(byLong), ours: lost(oursLong) },
      {
        what: 'and who is told of what is lost',
        flux: told > 0 ? 'an Event of the Alert' : 'nobody',
        ours: 'nothing is lost',
      },
    ],
    checks: [
      { name: 'Flux had accepted every event', holds: fields.every(({ accepted }) => accepted.size === count) },
      { name: 'Flux loses some of 20 s by its default', holds: byDefault.lost > 0 },
      { name: 'Flux loses none of 20 s with a longer timeout', holds: byPatient.lost === 0 },
      { name: 'Flux loses some of 60 s', holds: byLong.lost > 0 },
      { name: 'Flux tells of what it lost in Events', holds: told > 0 },
      { name: 'ours loses none and doubles none', holds: [oursShort, oursLong].every((t) => t.lost + t.doubled === 0) },
    ],
  };
}

export const outageFinding: Finding = {
  name: 'outage',
  title: `the receiver refuses connections while ${count} messages fall due, evenly over that time`,
  run: outage,
};

import { setTimeout as sleep } from 'node:timers/promises';
import { configSyncResource } from '../../../controller/kubernetes/index.ts';
import { synced } from '../../e2e/statuses.ts';
import type { FluxField } from '../field.ts';
import type { Finding, Outcome } from '../finding.ts';
import { alert, alerts, fluxEvent } from '../objects.ts';
import type { World } from '../world.ts';

/** Milliseconds in which a message may come. */
const quiet = 5_000;

/** Why the API server does not accept an Alert about a kind; undefined when it does. */
async function refusalOf(world: World, field: FluxField, kind: string): Promise<string | undefined> {
  try {
    await world.client.create(alerts, alert(field.namespace, kind.toLowerCase(), kind));
    return undefined;
  } catch (error) {
    return String(error);
  }
}

async function reach(world: World): Promise<Outcome> {
  const field = await world.field();
  const fluxField = await world.fluxField();
  await fluxField.subscribe('sink');
  const flux = await world.startFlux();
  await fluxField.ready(flux);
  const refusal = await refusalOf(world, fluxField, 'RootSync');

  const rootSyncs = configSyncResource('RootSync');
  const ref = { namespace: fluxField.namespace, name: 'root-sync' };
  await world.client.create(rootSyncs, { metadata: ref, spec: { sourceFormat: 'unstructured' } });
  await world.client.mergePatch(rootSyncs, ref, { status: synced('a') }, { subresource: 'status' });
  const status = await flux.post(fluxEvent(fluxField.namespace, 'a RootSync has changed', 'RootSync'));
  await sleep(quiet);
  const discarded = flux.program.output().includes('no alerts found for the involved object');

  await field.create(1);
  world.start(field, { name: field.names[0] ?? '' });
  await field.commit('a');
  await field.settle(30_000, 0);
  const refused = refusal?.includes('Unsupported value: "RootSync"') ?? false;
  return {
    figures: [
      {
        what: 'an Alert about a RootSync',
        flux: refused ? 'refused: kind `RootSync` is an unsupported value' : `accepted (${refusal ?? ''})`,
        ours: 'an annotation of the RootSync subscribes it',
      },
      {
        what: 'a RootSync that changes on the API server',
        flux: `${fluxField.arrived().length} messages`,
        ours: `${field.tally().delivered} of ${field.tally().expected} messages`,
      },
      {
        what: 'an event about a RootSync, posted as Flux’s controllers post theirs',
        flux: `answered ${status}, ${discarded ? 'discarded: no alerts found' : 'not discarded'}`,
        ours: 'takes no events: it watches',
      },
    ],
    checks: [
      { name: 'Flux’s Alert cannot name a RootSync', holds: refused },
      { name: 'Flux sends nothing of a RootSync', holds: fluxField.arrived().length === 0 && discarded },
      { name: 'ours sends of a RootSync', holds: field.tally().lost === 0 },
    ],
  };
}

export const reachFinding: Finding = {
  name: 'reach',
  title: 'a RootSync changes, with an Alert that would be about it',
  run: reach,
};

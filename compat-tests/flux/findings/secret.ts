import { randomBytes } from 'node:crypto';
import { coreEvents, type KubernetesObject, secrets } from '../../../controller/kubernetes/index.ts';
import { waitFor } from '../../e2e/wait.ts';
import type { Finding, Outcome } from '../finding.ts';
import { alert, alerts, fluxEvent, provider, providers } from '../objects.ts';
import type { World } from '../world.ts';

/** Where the address of a webhook could be read. */
interface Seen {
  readonly log: boolean;
  readonly events: boolean;
}

/** What tells of a failure, once it does, and whether the key is in it. */
async function look(world: World, namespace: string, key: string, failure: () => string | undefined): Promise<Seen> {
  const log = await waitFor('line of the log about the failure', failure, { deadline: 60_000 });
  const found = await waitFor('Event about the failure', () => failures(world, namespace), { deadline: 60_000 });
  return { log: log.includes(key), events: JSON.stringify(found).includes(key) };
}

async function failures(world: World, namespace: string): Promise<KubernetesObject[] | undefined> {
  const { items } = await world.client.list(coreEvents, { namespace });
  const found = items.filter((item) => item['type'] === 'Warning');
  return found.length > 0 ? [...found] : undefined;
}

async function fluxSecret(world: World, key: string, timeout: string): Promise<Seen> {
  const field = await world.fluxField(`-${timeout}`);
  const { namespace } = field;
  const secret = { metadata: { name: 'hook', namespace }, stringData: { address: `${field.sink.url}/${key}` } };
  await world.client.create(secrets, secret);
  await world.client.create(providers, provider(namespace, 'hook', { timeout, secret: 'hook' }));
  await world.client.create(alerts, alert(namespace, 'hook'));
  const flux = await world.startFlux();
  await field.ready(flux, key);
  await field.sink.down();
  await flux.post(fluxEvent(namespace, 'cannot be sent'));
  return look(world, namespace, key, () => lineWith(flux.program.output(), 'failed to send notification'));
}

async function oursSecret(world: World, key: string): Promise<Seen> {
  const field = await world.field();
  const { namespace } = field;
  await world.client.create(secrets, { metadata: { name: 'secret', namespace }, stringData: { hook: key } });
  await field.setConfig({ 'service.webhook.sink': `url: ${field.sink.url}/$hook` });
  await field.sink.down();
  await field.create(1);
  await field.commit('a');
  const program = world.start(field, { flags: ['--secret-name', 'secret', '--max-attempts', '2'] });
  return look(world, namespace, key, () => lineWith(program.output(), 'connection refused'));
}

function lineWith(output: string, text: string): string | undefined {
  return output.includes(text) ? output : undefined;
}

async function secret(world: World): Promise<Outcome> {
  const key = randomBytes(12).toString('hex');
  const [short, long, ours] = await Promise.all([
    fluxSecret(world, key, '15s'),
    fluxSecret(world, key, '5m'),
    oursSecret(world, key),
  ]);
  const shown = (seen: boolean) => (seen ? 'has the address' : 'is without the address');
  const flux = (seen: 'log' | 'events') => `${shown(short[seen])}; with \`timeout: 5m\` ${shown(long[seen])}`;
  return {
    figures: [
      { what: 'the log', flux: flux('log'), ours: shown(ours.log) },
      { what: 'the Event', flux: flux('events'), ours: shown(ours.events) },
    ],
    checks: [
      { name: 'Flux shows the address of a Secret when its attempts are over', holds: long.log && long.events },
      { name: 'Flux does not when their time is over', holds: !(short.log || short.events) },
      { name: 'ours does not', holds: !(ours.log || ours.events) },
    ],
  };
}

export const secretFinding: Finding = {
  name: 'secret',
  title: 'a webhook whose address is its key, as those of chats are, kept in a Secret, and a receiver that is down',
  run: secret,
};

import { upstreamTypes } from '../../../engine/services/registry.ts';
import type { Finding, Outcome } from '../finding.ts';
import { allowedAt, crdFilesOf, fieldsAt, schemaOf } from '../schema.ts';
import type { World } from '../world.ts';

const version = 'v1beta3';
/** Types of provider that set the status of a commit, not a message. */
const commitStatuses = ['github', 'gitlab', 'gitea', 'bitbucketserver', 'bitbucket', 'azuredevops'];

async function text(world: World): Promise<Outcome> {
  const fluxField = await world.fluxField();
  await fluxField.subscribe('sink');
  const flux = await world.startFlux();
  await fluxField.ready(flux);
  await fluxField.post(flux, 'applied revision main@sha1:abc');
  await fluxField.settle(10_000);
  const keys = Object.keys(JSON.parse(fluxField.sink.arrivals[0]?.body ?? '{}') as object).sort();

  const field = await world.field();
  await field.create(1);
  world.start(field, { name: field.names[0] ?? '' });
  await field.commit('abc');
  await field.settle(30_000, 0);
  const body = field.sink.arrivals[0]?.body ?? '';

  const [alertFile = '', providerFile = ''] = crdFilesOf(world.flux.crdFolder);
  const [alertSchema, providerSchema] = [schemaOf(alertFile, version), schemaOf(providerFile, version)];
  const fields = [...fieldsAt(alertSchema, ['spec']), ...fieldsAt(providerSchema, ['spec'])];
  const types = allowedAt(providerSchema, ['spec', 'type']);
  const statuses = commitStatuses.filter((type) => types.includes(type));
  return {
    figures: [
      {
        what: 'the body of a message',
        flux: `JSON with ${keys.map((key) => `\`${key}\``).join(', ')}`,
        ours: `what the template says, here \`${body}\``,
      },
      {
        what: 'what may be sent to',
        flux: `${types.length} types of Provider, ${statuses.length} of them statuses of commits`,
        ours: `${upstreamTypes.length} services of Argo’s engine`,
      },
    ],
    checks: [
      { name: 'Flux posts the event as it is', holds: keys.includes('involvedObject') && keys.includes('message') },
      {
        name: 'Flux has no field for a template',
        holds: fields.length > 10 && !fields.some((name) => /template/i.test(name)),
      },
      { name: 'ours posts what the template says', holds: body === `${field.names[0] ?? ''} abc` },
      { name: 'Flux has statuses of commits', holds: statuses.length === commitStatuses.length },
    ],
  };
}

export const textFinding: Finding = {
  name: 'text',
  title: 'one message to a webhook, and what the API has beside it',
  run: text,
};

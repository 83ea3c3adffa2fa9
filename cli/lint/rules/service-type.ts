import { upstreamTypes } from '../../../engine/services/registry.ts';
import type { Rule } from '../rule.ts';
import { suggest } from './suggest.ts';

/** A type of service that there is not. */
export const serviceType: Rule = {
  id: 'service-type',
  severity: 'error',
  argo: 'rejects',
  what: 'A service is of a type that there is not.',
  why: 'Argo CD refuses the whole ConfigMap.',
  mend: 'The type is the first name in `service.<type>.<name>`; the name is yours.',
  *check({ entries }) {
    for (const { key, keySpot } of entries) {
      const [kind, type = '', name, ...more] = key.split('.');
      if (kind !== 'service' || type === '' || more.length > 0 || upstreamTypes.includes(type)) continue;
      const swapped =
        name !== undefined && upstreamTypes.includes(name) ? `did you mean 'service.${name}.${type}'?` : undefined;
      yield {
        spot: keySpot,
        path: `data.${key}`,
        message: `there is no service type '${type}'`,
        hint:
          swapped ??
          aliases[type.toLowerCase()] ??
          suggest(type, upstreamTypes) ??
          `types are ${upstreamTypes.join(', ')}`,
      };
    }
  },
};

const aliases: Readonly<Record<string, string>> = {
  msteams: "did you mean 'teams-workflows' or 'teams'?",
  sqs: "did you mean 'awssqs'?",
  smtp: "did you mean 'email'?",
  mail: "did you mean 'email'?",
  pubsub: "did you mean 'gcppubsub'?",
  discord: "did you mean 'webhook'?",
  http: "did you mean 'webhook'?",
};

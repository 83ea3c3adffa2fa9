import type { Rule } from '../rule.ts';

/** A service key with too many parts. */
export const serviceKey: Rule = {
  id: 'service-key',
  severity: 'error',
  argo: 'rejects',
  what: 'A service key has more than `service.<type>.<name>`, or nothing behind a dot.',
  why: 'Argo CD refuses the whole ConfigMap.',
  mend: 'Names of services have no dots: `service.webhook.chat-ops`.',
  *check({ entries }) {
    for (const { key, keySpot } of entries) {
      if (!key.startsWith('service.')) continue;
      const parts = key.split('.');
      if (parts.length > 3) {
        const better = `service.${parts[1]}.${parts.slice(2).join('-')}`;
        const message = `a service key is 'service.<type>' or 'service.<type>.<name>', but this has ${parts.length} parts`;
        yield { spot: keySpot, path: `data.${key}`, message, hint: `did you mean '${better}'?` };
      } else if (parts[1] === '') {
        yield { spot: keySpot, path: `data.${key}`, message: 'this service key has no type' };
      } else if (parts[2] === '') {
        const message = 'the name of this service is empty';
        yield { spot: keySpot, path: `data.${key}`, message, severity: 'warning', argo: null };
      }
    }
  },
};

import type { Rule } from '../rule.ts';

/** Two keys that give a service the same name. */
export const duplicateService: Rule = {
  id: 'duplicate-service',
  severity: 'warning',
  what: 'Two services have the same name, such as `service.slack` and `service.webhook.slack`.',
  why: 'Argo CD takes one of them at random, each time it reads the ConfigMap.',
  mend: 'Give one of them another name, and subscribe to that.',
  *check({ entries }) {
    const seen = new Map<string, string>();
    for (const { key, keySpot } of entries) {
      const [kind, type = '', name = type, ...more] = key.split('.');
      if (kind !== 'service' || more.length > 0) continue;
      const other = seen.get(name);
      if (other !== undefined) {
        yield {
          spot: keySpot,
          path: `data.${key}`,
          message: `this service is called '${name}', as is that of '${other}'`,
        };
      }
      seen.set(name, key);
    }
  },
};

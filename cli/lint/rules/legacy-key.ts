import type { Rule } from '../rule.ts';

/** A deprecated key. */
export const legacyKey: Rule = {
  id: 'legacy-key',
  severity: 'warning',
  what: 'The ConfigMap has `config.yaml`, or the Secret `notifiers.yaml`.',
  why: 'Both are deprecated, and Argo CD says so at each start; what they say replaces the keys of today.',
  mend: 'Move each item into a key of its own: `trigger.<name>`, `template.<name>`, `service.<type>`.',
  *check({ entries, secret }) {
    for (const { key, keySpot } of entries) {
      if (key === 'config.yaml')
        yield { spot: keySpot, path: `data.${key}`, message: `the key '${key}' is deprecated` };
    }
    const notifiers = secret?.entries.get('notifiers.yaml');
    if (notifiers)
      yield {
        spot: notifiers.spot,
        path: notifiers.key,
        message: `the key '${notifiers.key}' of the Secret is deprecated`,
      };
  },
};

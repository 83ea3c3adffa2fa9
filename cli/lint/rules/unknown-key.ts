import type { Rule } from '../rule.ts';
import { isRead, keyForms, meantKey } from './known-keys.ts';

/** A key of the ConfigMap that nobody reads. */
export const unknownKey: Rule = {
  id: 'unknown-key',
  severity: 'warning',
  what: 'The ConfigMap has a key that is not read, such as `triggers.x` or `Template.x`.',
  why: 'It is ignored without a word.',
  mend: 'Keys are `trigger.<name>`, `template.<name>`, `service.<type>` or `service.<type>.<name>`, `subscriptions`, `defaultTriggers`, `defaultTriggers.<service>` and `context`.',
  *check({ entries }) {
    for (const { key, keySpot } of entries) {
      if (isRead(key)) continue;
      const meant = meantKey(key);
      yield {
        spot: keySpot,
        path: `data.${key}`,
        message: `the key '${key}' is not read`,
        hint: meant === undefined ? `keys that are: ${keyForms.join(', ')}` : `did you mean '${meant}'?`,
        severity: meant === undefined ? 'note' : 'warning',
      };
    }
  },
};

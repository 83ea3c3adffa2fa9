import type { Rule } from '../rule.ts';
import { entriesOf } from '../text/manifest.ts';

/** A key that Kubernetes does not allow. */
export const dataKey: Rule = {
  id: 'data-key',
  severity: 'error',
  argo: 'rejects',
  what: 'A key of `data` has characters other than letters, digits, `-`, `_` and `.`, or is longer than 253.',
  why: 'The API server refuses the ConfigMap.',
  mend: 'Choose another name for the trigger, template or service.',
  *check({ configMap }) {
    for (const { key, keyNode } of entriesOf(configMap, ['data'])) {
      if (/^[-._a-zA-Z0-9]{1,253}$/.test(key) && key !== '.' && !key.startsWith('..')) continue;
      const spot = configMap.yaml.spotOf(keyNode);
      yield {
        spot,
        path: `data.${key}`,
        message: `Kubernetes takes no key '${key}': letters, digits, '-', '_' and '.' only`,
      };
    }
  },
};

import type { Rule } from '../rule.ts';
import { keyPath } from '../subject/conditions.ts';
import { serviceScalars } from './references.ts';

/** A secret that is written into the ConfigMap. */
export const secretLiteral: Rule = {
  id: 'secret-literal',
  severity: 'warning',
  what: 'A token or private key is written into the ConfigMap.',
  why: 'Everybody who may read ConfigMaps can use it, and it is in the repository.',
  mend: 'Put it into the Secret, refer to it as `$key`, and have the receiver make a new one.',
  *check({ entries }) {
    for (const { entry, node, path } of serviceScalars(entries)) {
      if (!/^(Bearer )?(xox[a-z]-\w|gh[opsu]_\w{20}|glpat-\w|-----BEGIN [A-Z ]*PRIVATE KEY)/.test(node.text)) continue;
      const spot = entry.yaml.spotOf(node);
      yield {
        spot,
        path: keyPath(entry.key, path),
        message: 'this looks like a secret, and a ConfigMap is none',
        hint: 'refer to the Secret as $key',
        conceals: true,
      };
    }
  },
};

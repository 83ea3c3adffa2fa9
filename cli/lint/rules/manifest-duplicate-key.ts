import type { Rule } from '../rule.ts';
import { duplicatesOf } from './duplicates.ts';

/** Two equal keys in a manifest. */
export const manifestDuplicateKey: Rule = {
  id: 'manifest-duplicate-key',
  severity: 'error',
  argo: 'rejects',
  what: 'A manifest has a key twice, such as two `template.x` in `data`.',
  why: 'kubectl and kustomize refuse it; where it is accepted, the last one counts and the other is lost.',
  mend: 'Join the two, or give one of them another name.',
  *checkFile({ documents }) {
    for (const yaml of documents) {
      for (const { key, node, path } of duplicatesOf(yaml)) {
        yield { spot: yaml.spotOf(node), path: [...path, key].join('.'), message: `the key '${key}' is there twice` };
      }
    }
  },
};

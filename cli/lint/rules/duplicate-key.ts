import type { Rule } from '../rule.ts';
import { keyPath } from '../subject/conditions.ts';
import { duplicatesOf } from './duplicates.ts';
import { isRead } from './known-keys.ts';

/** Two equal keys within a value. */
export const duplicateKey: Rule = {
  id: 'duplicate-key',
  severity: 'warning',
  what: 'A trigger, template or service has a key twice.',
  why: 'Nobody objects: the last one counts, and what the other says is lost.',
  mend: 'Join the two. A trigger with two conditions is a list of two.',
  *check({ entries }) {
    for (const { key, yaml } of entries) {
      if (!isRead(key)) continue;
      for (const { key: name, node, path } of duplicatesOf(yaml)) {
        yield {
          spot: yaml.spotOf(node),
          path: keyPath(key, [...path, name]),
          message: `the key '${name}' is there twice, and only the last counts`,
        };
      }
    }
  },
};

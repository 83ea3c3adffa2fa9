import type { Rule } from '../rule.ts';
import { keyPath } from '../subject/conditions.ts';
import { serviceScalars } from './references.ts';

/** `${key}` and `$(key)`, which are no references. */
export const secretBraces: Rule = {
  id: 'secret-braces',
  severity: 'warning',
  what: 'A service has `$(key)`, or the same in braces, in it.',
  why: 'That is no reference to the Secret: the text is sent as it is.',
  mend: 'Write `$key`.',
  *check({ entries }) {
    for (const { entry, node, path } of serviceScalars(entries)) {
      for (const { index, 0: text, 1: name } of node.text.matchAll(/\$[{(]([\w-]+)[})]/g)) {
        const spot = entry.yaml.source.within(node).at(index);
        yield {
          spot,
          path: keyPath(entry.key, path),
          message: `'${text}' is no reference to the Secret`,
          hint: `write $${name}`,
        };
      }
    }
  },
};

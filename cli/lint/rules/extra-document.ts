import type { Rule } from '../rule.ts';
import { isRead } from './known-keys.ts';

/** A second YAML document in a value. */
export const extraDocument: Rule = {
  id: 'extra-document',
  severity: 'warning',
  what: 'A value has a second YAML document, behind a line `---`.',
  why: 'Only the first is read.',
  mend: 'Give each trigger, template and service a key of its own.',
  *check({ entries }) {
    for (const { key, value, yaml } of entries) {
      if (!isRead(key) || yaml.error) continue;
      const [first, second] = [...value.text.matchAll(/^---(?=\s|$)/gm)].map(({ index }) => index);
      const begins = first !== undefined && yaml.root && first > yaml.root.mark.offset ? first : second;
      if (begins === undefined || value.text.slice(begins + 3).trim() === '') continue;
      yield { spot: value.at(begins), path: `data.${key}`, message: 'this second document is not read' };
    }
  },
};

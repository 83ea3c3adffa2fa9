import type { Rule } from '../rule.ts';
import { entriesOf } from '../text/manifest.ts';
import { isRead } from './known-keys.ts';

/** Triggers and templates beside `data` instead of in it. */
export const keyOutsideData: Rule = {
  id: 'key-outside-data',
  severity: 'error',
  argo: 'rejects',
  what: 'A trigger, template or service stands beside `data`, in `metadata`, or in `binaryData`.',
  why: 'kubectl refuses unknown fields, and nothing but `data` is read.',
  mend: 'Indent it below `data`.',
  *check({ configMap }) {
    for (const field of [[], ['metadata'], ['binaryData']]) {
      for (const { key, keyNode } of entriesOf(configMap, field)) {
        const where = field[0] ?? 'the top of the manifest';
        if (!/^(trigger|template|service)\./.test(key) && !(field.length === 0 && key === 'subscriptions')) continue;
        if (!isRead(key)) continue;
        const spot = configMap.yaml.spotOf(keyNode);
        yield {
          spot,
          path: [...field, key].join('.'),
          message: `'${key}' stands in ${where}`,
          hint: 'it belongs below data',
        };
      }
    }
  },
};

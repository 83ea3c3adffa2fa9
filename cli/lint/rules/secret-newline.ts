import type { Rule } from '../rule.ts';
import { referencesOf } from './references.ts';

/** A secret that ends with a line break or a blank. */
export const secretNewline: Rule = {
  id: 'secret-newline',
  severity: 'warning',
  argo: 'fails',
  what: 'A secret that a service refers to ends or begins with a line break or a blank.',
  why: 'In a header it makes the request invalid, in a password or token it is part of it.',
  mend: 'Make it without: `echo -n`, `printf %s`, `|-` instead of `|`.',
  *check(subject) {
    const used = new Set([...referencesOf(subject)].map(({ name }) => name));
    for (const { key, spot } of subject.secret?.entries.values() ?? []) {
      const value = subject.secretText(key);
      if (value === undefined || !used.has(key) || value.trim() === value || value.trim().includes('\n')) continue;
      const what = /[\r\n]\s*$/.test(value) ? 'ends with a line break' : 'begins or ends with a blank';
      yield {
        spot,
        path: key,
        message: `the secret '${key}' ${what}, which is sent with it`,
        hint: 'make it with echo -n, or |- in stringData',
      };
    }
  },
};

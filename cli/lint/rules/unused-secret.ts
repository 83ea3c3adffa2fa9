import type { Rule } from '../rule.ts';
import { referencesOf } from './references.ts';

/** A key of the Secret that nothing refers to. */
export const unusedSecret: Rule = {
  id: 'unused-secret',
  severity: 'note',
  what: 'The Secret has a key that no service refers to, and no template reads.',
  why: 'It may be left over, or the reference to it is misspelt.',
  mend: 'Refer to it as `$key`, or remove it.',
  *check(subject) {
    const used = new Set([...referencesOf(subject)].map(({ name }) => name));
    const texts = subject.entries.map(({ value }) => value.text).join('\n');
    for (const { key, spot } of subject.secret?.entries.values() ?? []) {
      if (used.has(key) || key === 'notifiers.yaml') continue;
      if (texts.includes('secrets') && texts.includes(key)) continue;
      yield { spot, path: key, message: `nothing refers to the secret '${key}'` };
    }
  },
};

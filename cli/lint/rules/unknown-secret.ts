import type { Rule } from '../rule.ts';
import { keyPath } from '../subject/conditions.ts';
import { type Reference, referencesOf } from './references.ts';
import { suggest } from './suggest.ts';

/** A reference to a key that the Secret lacks. */
export const unknownSecret: Rule = {
  id: 'unknown-secret',
  severity: 'warning',
  argo: 'fails',
  what: 'A service refers to `$key`, but the Secret has no such key.',
  why: 'The text `$key` itself is sent as the token, which the receiver refuses.',
  mend: 'Add the key to the Secret, or correct the name. A `$` that is meant has to come out of the Secret as well.',
  *check(subject) {
    const { secret } = subject;
    if (!secret) return;
    for (const reference of referencesOf(subject)) {
      const { name, entry, path, spot } = reference;
      if (secret.entries.has(name)) continue;
      yield {
        spot,
        path: keyPath(entry.key, path),
        message: `the Secret ${secret.manifest.name} has no key '${name}'`,
        hint: hintFor(reference, [...secret.entries.keys()]),
      };
    }
  },
};

function hintFor({ name, behind }: Reference, known: readonly string[]): string | undefined {
  const dotted = known.find((key) => `${name}${behind}`.startsWith(key) && key.includes('.'));
  if (dotted !== undefined) return `a reference ends at a dot, so that '${dotted}' cannot be reached: rename the key`;
  if (behind.startsWith(':')) return "there is no '$secret:key' here: the keys are those of the one Secret";
  const longer = known.find((key) => name.startsWith(`${key}-`) || name.startsWith(`${key}_`));
  if (longer !== undefined) return `letters, digits, '-' and '_' belong to the name: '$${longer}' ends at none of them`;
  return suggest(name, known);
}

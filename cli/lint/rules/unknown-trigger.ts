import type { Rule } from '../rule.ts';
import type { Subject } from '../subject/subject.ts';
import { type Named, subscriptionsOf } from '../subject/subscriptions.ts';
import { suggest } from './suggest.ts';

/** A subscription to a trigger that there is not. */
export const unknownTrigger: Rule = {
  id: 'unknown-trigger',
  severity: 'error',
  argo: 'fails',
  what: 'A subscription, an annotation or `defaultTriggers` names a trigger that the ConfigMap does not have.',
  why: 'Nothing is ever sent for it; Argo CD logs that it is not configured, at each evaluation.',
  mend: 'Correct the name, or add `trigger.<name>`. In an annotation names with dots cannot be told apart.',
  *check(subject) {
    const known = subject.triggerNames;
    for (const { name, spot, path } of namedTriggers(subject)) {
      if (known.has(name)) continue;
      const bare = name.replace(/^trigger\./, '');
      const hint = known.has(bare) ? `write '${bare}'` : suggest(name, known);
      yield { spot, path, message: `there is no trigger '${name}'`, hint };
    }
  },
};

/** Every trigger that is subscribed to. */
export function namedTriggers(subject: Subject): Named[] {
  return [
    ...subject.defaultTriggers.map(({ trigger: name, ...place }) => ({ name, ...place })),
    ...subscriptionsOf(subject).flatMap(({ triggers }) => triggers),
  ];
}

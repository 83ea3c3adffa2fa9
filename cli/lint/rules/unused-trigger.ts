import type { Rule } from '../rule.ts';
import { subscriptionsOf } from '../subject/subscriptions.ts';
import { namedTriggers } from './unknown-trigger.ts';

/** A trigger that nothing subscribes to. */
export const unusedTrigger: Rule = {
  id: 'unused-trigger',
  severity: 'note',
  what: 'Nothing subscribes to a trigger. Said only when there are subscriptions, in the ConfigMap or in given objects.',
  why: 'It is never evaluated.',
  mend: 'Subscribe to it, by annotation or in `subscriptions`.',
  *check(subject) {
    if (subscriptionsOf(subject).length === 0) return;
    const named = new Set(namedTriggers(subject).map(({ name }) => name));
    for (const { name, spot, path } of subject.triggers) {
      if (!named.has(name)) yield { spot, path, message: `nothing subscribes to the trigger '${name}'` };
    }
  },
};

import type { Rule } from '../rule.ts';
import { subscriptionsOf } from '../subject/subscriptions.ts';

/** A service that nothing subscribes with. */
export const unusedService: Rule = {
  id: 'unused-service',
  severity: 'note',
  what: 'No subscription uses a service. Said only when there are subscriptions, in the ConfigMap or in given objects.',
  why: 'Nothing is sent to it.',
  mend: 'Subscribe with it, or remove it.',
  *check(subject) {
    const items = subscriptionsOf(subject);
    if (items.length === 0) return;
    const used = new Set(items.flatMap(({ recipients }) => recipients.map(({ service }) => service.name)));
    for (const { name, entry } of subject.services.values()) {
      if (!entry || used.has(name)) continue;
      yield { spot: entry.keySpot, path: `data.${entry.key}`, message: `no subscription uses the service '${name}'` };
    }
  },
};

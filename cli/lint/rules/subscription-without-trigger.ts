import type { Rule } from '../rule.ts';
import { subscriptionsOf } from '../subject/subscriptions.ts';

/** A subscription for no trigger. */
export const subscriptionWithoutTrigger: Rule = {
  id: 'subscription-without-trigger',
  severity: 'warning',
  what: 'A subscription names no trigger, and there are no `defaultTriggers`.',
  why: 'Nothing is ever sent for it.',
  mend: 'Name triggers, or add `defaultTriggers`. Those of a service count for annotations only.',
  *check(subject) {
    const { defaultTriggers, serviceDefaultTriggers } = subject.parsed.config;
    if ((defaultTriggers?.length ?? 0) > 0) return;
    for (const { triggers, recipients, spot, path, annotation } of subscriptionsOf(subject)) {
      if (triggers.some(({ name }) => name !== '') || recipients.length === 0) continue;
      const service = recipients[0]?.service.name ?? '';
      if (annotation && (serviceDefaultTriggers.get(service)?.length ?? 0) > 0) continue;
      yield { spot, path, message: 'this names no trigger, and there are no defaultTriggers' };
    }
  },
};

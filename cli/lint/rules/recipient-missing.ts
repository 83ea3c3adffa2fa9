import type { Rule } from '../rule.ts';
import { subscriptionsOf } from '../subject/subscriptions.ts';

/** Services that need a recipient: without one the receiver refuses the notification. */
const needed: ReadonlySet<string> = new Set([
  'slack',
  'email',
  'mattermost',
  'rocketchat',
  'telegram',
  'teams',
  'teams-workflows',
  'googlechat',
  'opsgenie',
  'pushover',
  'webex',
  'newrelic',
  'pagerdutyv2',
]);

/** A subscription without a recipient. */
export const recipientMissing: Rule = {
  id: 'recipient-missing',
  severity: 'warning',
  argo: 'fails',
  what: 'A subscription names no recipient, where the service needs one, or only blanks and separators.',
  why: 'Nothing is sent, or the receiver refuses it.',
  mend: 'Name the channel or address: `subscribe.on-failed.slack: alerts`. Webhooks and Alertmanager need none.',
  *check(subject) {
    for (const { recipients, spot, path } of subscriptionsOf(subject)) {
      if (recipients.length === 0) yield { spot, path, message: 'this names no recipients', argo: null };
      for (const { service, recipient } of recipients) {
        const type = subject.services.get(service.name)?.type ?? '';
        if (recipient.trim() !== '' || !needed.has(type)) continue;
        yield { spot: service.spot, path: service.path, message: `the service '${service.name}' needs a recipient` };
      }
    }
  },
};

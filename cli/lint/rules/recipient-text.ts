import type { Rule } from '../rule.ts';
import { subscriptionsOf } from '../subject/subscriptions.ts';

/** A recipient with separators or blanks that are taken for part of it. */
export const recipientText: Rule = {
  id: 'recipient-text',
  severity: 'warning',
  what: 'A recipient has a comma, a blank or a second colon in it.',
  why: 'Recipients of an annotation are parted by `;`, those of the ConfigMap end at their second colon; all else belongs to the name.',
  mend: 'Part them by `;` in an annotation, and in the ConfigMap by entries of the list. Recipients with colons can only be subscribed by annotation.',
  *check(subject) {
    for (const { recipients } of subscriptionsOf(subject)) {
      for (const { service, recipient, text } of recipients) {
        const type = subject.services.get(service.name)?.type;
        const problem = problemOf(recipient, text, type);
        if (problem) yield { spot: service.spot, path: service.path, ...problem };
      }
    }
  },
};

function problemOf(recipient: string, text: string | undefined, type: string | undefined) {
  if (text !== undefined && text.split(':').length > 2) {
    return {
      message: `what follows the second colon of '${text}' is lost: the recipient is '${recipient}'`,
      hint: 'subscribe it by annotation',
    };
  }
  if (recipient !== recipient.trim()) return { message: `the blank belongs to the recipient '${recipient}'` };
  if (/[,;]/.test(recipient) && type !== 'email' && type !== undefined) {
    const hint = text === undefined ? 'part recipients by ;' : 'make it several entries';
    return { message: `'${recipient}' is one recipient, with the separator in its name`, hint };
  }
  return undefined;
}

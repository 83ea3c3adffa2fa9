import { annotationPrefixes } from '../../../controller/rsync/annotations.ts';
import { annotationDestinations } from '../../../engine/subscriptions.ts';
import type { Rule } from '../rule.ts';

/** An annotation `subscriptions` that cannot be read. */
export const annotationValue: Rule = {
  id: 'annotation-value',
  severity: 'error',
  argo: 'fails',
  what: 'The YAML of an annotation `subscriptions` cannot be read, or is empty.',
  why: 'What can be read of it counts: `trigger: on-failed`, a text where a list is wanted, subscribes to the default triggers.',
  mend: '`trigger` and `recipients` are lists: `- {trigger: [on-failed], destinations: [{service: slack, recipients: [alerts]}]}`.',
  *check(subject) {
    for (const { key, value, path } of subject.metadata('annotations')) {
      const { problems } = annotationDestinations(
        { [key]: value.value.text },
        subject.parsed.config,
        annotationPrefixes,
      );
      for (const { message, error } of problems) {
        const { place } = error ?? {};
        const spot = place ? value.value.atLine(place.line, place.column) : value.spot;
        const text = message
          .replace('Notification subscription unmarshal error: ', '')
          .replace('error unmarshaling JSON: while decoding JSON: ', '');
        const hint = /cannot unmarshal string .* of type \[\]/.test(text)
          ? 'a list is wanted: write [on-failed]'
          : undefined;
        yield { spot, path, message: text, hint };
      }
    }
  },
};

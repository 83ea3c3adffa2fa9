import { annotationPrefixes } from '../../../controller/rsync/annotations.ts';
import type { Rule } from '../rule.ts';

/** A `subscribe.` annotation with more than a trigger and a service. */
export const annotationParts: Rule = {
  id: 'annotation-parts',
  severity: 'warning',
  what: 'An annotation `subscribe.<trigger>.<service>` has a further dot.',
  why: 'What follows it is ignored; triggers and services with dots in their names cannot be subscribed to in this way.',
  mend: 'Use the annotation `subscriptions`, whose YAML takes any name.',
  *check(subject) {
    for (const { key, value, path } of subject.metadata('annotations')) {
      const prefix = annotationPrefixes.find((each) => key.startsWith(`${each}/subscribe.`));
      if (prefix === undefined) continue;
      const [trigger, service, ...more] = key.slice(`${prefix}/subscribe.`.length).split('.');
      if (more.length === 0) continue;
      const message = `this subscribes the service '${service}' to '${trigger}'; '${more.join('.')}' is ignored`;
      yield { spot: value.keySpot, path, message };
    }
  },
};

import type { Rule } from '../rule.ts';
import type { Subject } from '../subject/subject.ts';
import { type SubscriptionItem, subscriptionsOf } from '../subject/subscriptions.ts';
import { suggest } from './suggest.ts';

/** A subscription for a service that there is not. */
export const unknownService: Rule = {
  id: 'unknown-service',
  severity: 'error',
  argo: 'fails',
  what: 'A subscription, an annotation or `defaultTriggers.<service>` names a service that the ConfigMap does not have.',
  why: 'Nothing is sent to it.',
  mend: 'Correct the name, or add `service.<type>.<name>`. Subscriptions take the name, not the type.',
  *check(subject) {
    const known = [...subject.services.keys()];
    for (const item of subscriptionsOf(subject)) yield* unknownIn(item, subject, known);
    for (const { key, keySpot } of subject.entries) {
      const name = key.startsWith('defaultTriggers.') ? key.slice('defaultTriggers.'.length) : undefined;
      if (name === undefined || known.includes(name) || known.length === 0) continue;
      yield {
        spot: keySpot,
        path: `data.${key}`,
        message: `there is no service '${name}'`,
        hint: suggest(name, known),
      };
    }
  },
};

function* unknownIn({ recipients, annotation }: SubscriptionItem, subject: Subject, known: readonly string[]) {
  const reported = new Set<string>();
  for (const { service, text } of recipients) {
    const { name, spot, path } = service;
    if (known.includes(name) || reported.has(`${path} ${name}`)) continue;
    reported.add(`${path} ${name}`);
    if (text !== undefined && !text.includes(':')) {
      yield { spot, path, message: `'${text}' names no service`, hint: `write <service>:${text}` };
      continue;
    }
    const hint = hintFor(name, subject, known);
    const swapped =
      annotation && subject.triggerNames.has(name) ? 'the trigger comes first: subscribe.<trigger>.<service>' : hint;
    const severity = known.length === 0 ? ('note' as const) : undefined;
    yield { spot, path, message: `there is no service '${name}'`, hint: swapped, severity };
  }
}

function hintFor(name: string, { services }: Subject, known: readonly string[]): string | undefined {
  if (known.length === 0) return 'the ConfigMap has no services';
  const trimmed = known.find((each) => each === name.trim());
  if (trimmed !== undefined) return 'there is a blank too many';
  const named = [...services.values()].find(({ type }) => type === name);
  return named ? `the service of that type is called '${named.name}'` : suggest(name, known);
}

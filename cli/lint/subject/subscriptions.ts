import { annotationPrefixes } from '../../../controller/rsync/annotations.ts';
import { unmarshal } from '../../../engine/config/decode.ts';
import { list, str, struct } from '../../../engine/config/schema.ts';
import type { Path } from '../../../engine/config/yaml.ts';
import { parseRecipients, parseSubscribeKey } from '../../../engine/subscriptions.ts';
import type { Spot } from '../text/mapped.ts';
import { keyPath, pathText } from './conditions.ts';
import type { Annotation, Subject } from './subject.ts';

/** Something named at a place. */
export interface Named {
  readonly name: string;
  readonly spot: Spot;
  readonly path: string;
}

/** A recipient that is subscribed. */
export interface Subscribed {
  readonly service: Named;
  readonly recipient: string;
  /** `service:recipient` as the ConfigMap has it; undefined for annotations. */
  readonly text: string | undefined;
}

/** One subscription, of the ConfigMap or of an annotation. */
export interface SubscriptionItem {
  readonly triggers: readonly Named[];
  readonly recipients: readonly Subscribed[];
  readonly spot: Spot;
  readonly path: string;
  readonly annotation: Annotation | undefined;
}

/** All subscriptions: those of the ConfigMap, then those of the annotations of objects. */
export function subscriptionsOf(subject: Subject): SubscriptionItem[] {
  return [...globalSubscriptions(subject), ...subject.metadata('annotations').flatMap(annotationSubscriptions)];
}

function globalSubscriptions(subject: Subject): SubscriptionItem[] {
  const legacy = subject.entry('config.yaml');
  const inLegacy = legacy?.yaml.find(['subscriptions']) !== undefined;
  const entry = inLegacy ? legacy : subject.entry('subscriptions');
  const base: Path = inLegacy ? ['subscriptions'] : [];
  if (!entry) return [];
  const at = (path: Path) => ({
    spot: entry.yaml.spot([...base, ...path]),
    path: keyPath(entry.key, [...base, ...path]),
  });
  return (subject.parsed.config.subscriptions ?? []).map(({ triggers, recipients }, i) => ({
    ...at([i]),
    triggers: (triggers ?? []).map((name, k) => ({ name, ...at([i, 'triggers', k]) })),
    recipients: (recipients ?? []).map((text, k) => {
      const [service = '', recipient = ''] = text.split(':');
      return { service: { name: service, ...at([i, 'recipients', k]) }, recipient, text };
    }),
    annotation: undefined,
  }));
}

const annotationSchema = list(
  struct('subscriptions.Subscription', {
    Trigger: list(str),
    Destinations: list(struct('subscriptions.Destination', { service: str, recipients: list(str) })),
  }),
);

function annotationSubscriptions(annotation: Annotation): SubscriptionItem[] {
  const { key, value: entry, path } = annotation;
  for (const prefix of annotationPrefixes) {
    if (key.startsWith(`${prefix}/subscribe.`))
      return [subscribe(annotation, key.slice(`${prefix}/subscribe.`.length))];
    if (!key.startsWith(`${prefix}/subscriptions`)) continue;
    const at = (below: Path) => ({ spot: entry.yaml.spot(below), path: `${path}${pathText(below)}` });
    return (unmarshal(entry.value.text, annotationSchema).value ?? []).map(({ Trigger, Destinations }, i) => ({
      ...at([i]),
      triggers: (Trigger ?? []).map((name, k) => ({ name, ...at([i, 'trigger', k]) })),
      recipients: (Destinations ?? []).flatMap(({ service: name, recipients }, k) =>
        (recipients ?? []).map((recipient) => {
          const service = { name, ...at([i, 'destinations', k, 'service']) };
          return { service, recipient, text: undefined };
        }),
      ),
      annotation,
    }));
  }
  return [];
}

function subscribe(annotation: Annotation, rest: string): SubscriptionItem {
  const { value: entry, path } = annotation;
  const spot = entry.keySpot;
  const { trigger, service } = parseSubscribeKey(rest);
  const recipients = entry.value.text === '' ? [''] : parseRecipients(entry.value.text);
  return {
    spot,
    path,
    triggers: trigger === '' ? [] : [{ name: trigger, spot, path }],
    recipients: recipients.map((recipient) => ({ service: { name: service, spot, path }, recipient, text: undefined })),
    annotation,
  };
}

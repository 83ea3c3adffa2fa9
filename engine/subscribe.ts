import { argoPrefix, parseRecipients, parseSubscribeKey } from './subscriptions.ts';

/** Annotations of a resource, by key. */
type Annotations = Readonly<Record<string, string>>;

/** What is subscribed to: a trigger, empty for the default ones, and a service. */
export interface Subscribed {
  readonly trigger: string;
  readonly service: string;
  /** Default: Argo's. */
  readonly prefix?: string;
}

/** The annotations with recipients added that are not yet there (upstream `Subscribe`). */
export function subscribe(
  annotations: Annotations,
  { trigger, service, prefix = argoPrefix }: Subscribed,
  recipients: readonly string[],
): Record<string, string> {
  const key = `${prefix}/subscribe.${trigger}.${service}`;
  const known = parseRecipients(annotations[key] ?? '');
  const added = recipients.filter((recipient) => !known.includes(recipient));
  return { ...annotations, [key]: [...known, ...added].join(';') };
}

/**
 * The annotations without a recipient; one that has no other is gone (upstream `Unsubscribe`, which joins the others without a
 * separator). The YAML of `subscriptions` stays as it is, which upstream overwrites.
 */
export function unsubscribe(
  annotations: Annotations,
  { trigger, service, prefix = argoPrefix }: Subscribed,
  recipient: string,
): Record<string, string> {
  const left = { ...annotations };
  const start = `${prefix}/subscribe.`;
  for (const [key, value] of Object.entries(annotations)) {
    if (!key.startsWith(start)) continue;
    const parsed = parseSubscribeKey(key.slice(start.length));
    const recipients = value === '' ? [''] : parseRecipients(value);
    const index = recipients.indexOf(recipient);
    if (parsed.trigger !== trigger || parsed.service !== service || index === -1) continue;
    const others = recipients.toSpliced(index, 1);
    if (others.length === 0) delete left[key];
    else left[key] = others.join(';');
  }
  return left;
}

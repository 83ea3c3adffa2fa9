import { unmarshal } from './config/decode.ts';
import { custom, type Decoded, list, str, struct } from './config/schema.ts';
import type { EngineError } from './errors.ts';
import { compareStrings } from './go/utf8.ts';
import { addDestination, type Destination, type Destinations } from './notification/destinations.ts';
import { parseSelector, type Selector } from './selectors.ts';

/** The annotation prefix of Argo. */
export const argoPrefix = 'notifications.argoproj.io';

/** A subscription of the ConfigMap: recipients as `service:recipient`. */
export interface DefaultSubscription {
  readonly recipients: readonly string[] | null;
  readonly triggers: readonly string[] | null;
  /** Null selects everything. */
  readonly selector: Selector | null;
}

/** How YAML becomes the subscriptions of a ConfigMap. */
export const subscriptionsSchema = list(
  custom(
    'subscriptions.DefaultSubscription',
    struct('subscriptions.rawSubscription', { recipients: list(str), triggers: list(str), selector: str }),
    (): DefaultSubscription => ({ recipients: null, triggers: null, selector: null }),
    ({ recipients, triggers, selector }) => ({ recipients, triggers, selector: parseSelector(selector) }),
  ),
  'subscriptions.DefaultSubscriptions',
);

export interface DefaultTriggers {
  readonly defaultTriggers: readonly string[] | null;
  readonly serviceDefaultTriggers: ReadonlyMap<string, readonly string[] | null>;
}

/** What a subscription annotation is about to say but does not. */
export interface AnnotationProblem {
  readonly annotation: string;
  readonly message: string;
  readonly error?: EngineError;
}

type Labels = Readonly<Record<string, string>>;

/** The destinations of the ConfigMap's `subscriptions` for a resource with these labels (upstream `GetGlobalDestinations`). */
export function globalDestinations(
  subscriptions: readonly DefaultSubscription[] | null,
  defaultTriggers: readonly string[] | null,
  labels: Labels,
): Destinations {
  const found: Destinations = new Map();
  for (const { recipients, triggers, selector } of subscriptions ?? []) {
    if (selector?.matches(labels) === false) continue;
    for (const trigger of triggers?.length ? triggers : (defaultTriggers ?? [])) {
      for (const text of recipients ?? []) addDestination(found, trigger, parseDestination(text));
    }
  }
  return found;
}

/** The destination of `service:recipient`; what follows another colon is lost, as upstream loses it. */
export function parseDestination(text: string): Destination {
  const [service = '', recipient = ''] = text.split(':');
  return { service, recipient };
}

const annotationSchema = list(
  struct('subscriptions.Subscription', {
    Trigger: list(str),
    Destinations: list(struct('subscriptions.Destination', { service: str, recipients: list(str) })),
  }),
);
type Subscription = NonNullable<Decoded<typeof annotationSchema>>[number];

/**
 * The destinations that annotations subscribe to, under any of the prefixes, annotations in sorted order (upstream
 * `GetDestinations`). Annotations that only look like subscriptions are ignored: upstream repeats the recipients of
 * whichever annotation its random order visited before.
 */
export function annotationDestinations(
  annotations: Readonly<Record<string, string>>,
  defaults: DefaultTriggers,
  prefixes: readonly string[] = [argoPrefix],
): { destinations: Destinations; problems: AnnotationProblem[] } {
  const destinations: Destinations = new Map();
  const problems: AnnotationProblem[] = [];
  const add = (trigger: string, service: string, recipients: readonly string[]): void => {
    for (const recipient of recipients) {
      for (const each of triggersOf(trigger, service, defaults))
        addDestination(destinations, each, { service, recipient });
    }
  };
  for (const key of Object.keys(annotations).sort(compareStrings)) {
    const value = annotations[key] ?? '';
    for (const prefix of prefixes) {
      if (key.startsWith(`${prefix}/subscribe.`)) {
        const { trigger, service } = parseSubscribeKey(key.slice(prefix.length + '/subscribe.'.length));
        add(trigger, service, value === '' ? [''] : parseRecipients(value));
      } else if (key.startsWith(`${prefix}/subscriptions`)) {
        const parsed = parseSubscriptions(key, value);
        problems.push(...parsed.problems);
        for (const subscription of parsed.subscriptions) addAll(subscription, add);
      }
    }
  }
  return { destinations, problems };
}

function triggersOf(trigger: string, service: string, defaults: DefaultTriggers): readonly string[] {
  if (trigger !== '') return [trigger];
  const ofService = defaults.serviceDefaultTriggers.get(service);
  return ofService === undefined ? (defaults.defaultTriggers ?? []) : (ofService ?? []);
}

/** `<trigger>.<service>` or `<service>`; what follows a further dot is ignored. */
export function parseSubscribeKey(rest: string): { trigger: string; service: string } {
  const [first = '', second] = rest.split('.');
  return second === undefined ? { trigger: '', service: first } : { trigger: first, service: second };
}

const goSpace =
  /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;

/** Recipients, trimmed of what Go calls white space, without empty ones. */
export function parseRecipients(value: string, separator = ';'): string[] {
  return value
    .split(separator)
    .map((recipient) => recipient.replace(goSpace, ''))
    .filter((recipient) => recipient !== '');
}

function parseSubscriptions(
  annotation: string,
  value: string,
): { subscriptions: readonly Subscription[]; problems: AnnotationProblem[] } {
  if (value === '') return { subscriptions: [], problems: [{ annotation, message: 'Subscription is not defined' }] };
  const { value: subscriptions, error } = unmarshal(value, annotationSchema);
  if (!error) return { subscriptions: subscriptions ?? [], problems: [] };
  const message = `Notification subscription unmarshal error: ${error.message}`;
  return { subscriptions: subscriptions ?? [], problems: [{ annotation, message, error }] };
}

function addAll(
  { Trigger, Destinations: to }: Subscription,
  add: (trigger: string, service: string, recipients: readonly string[]) => void,
): void {
  const triggers = Trigger?.length ? Trigger : [''];
  for (const trigger of triggers) {
    for (const { service, recipients } of to ?? []) add(trigger, service, recipients ?? []);
  }
}

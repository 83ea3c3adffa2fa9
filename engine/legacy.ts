import { decodeValue, mustUnmarshal } from './config/decode.ts';
import { bool, type Decoded, embedded, list, map, pointer, type Schema, str, struct } from './config/schema.ts';
import type { SecretData } from './config/secrets.ts';
import { parseYaml } from './config/yaml.ts';
import type { ConfigDraft, Item, ServiceConfig } from './config.ts';
import { EngineError } from './errors.ts';
import { compareStrings, fromBytes } from './go/utf8.ts';
import { isPlainMap } from './go/value.ts';
import { addDestination, type Destinations } from './notification/destinations.ts';
import { type Notification, notificationFields } from './notification.ts';
import type { Problems } from './problem.ts';
import { serviceOptions } from './services/options.ts';
import { type DefaultTriggers, parseDestination, parseRecipients, subscriptionsSchema } from './subscriptions.ts';
import type { Condition } from './triggers.ts';

const servicesKey = 'notifiers.yaml';
const configKey = 'config.yaml';
const annotationSuffix = 'recipients.argocd-notifications.argoproj.io';

/** What the deprecated keys change. */
export interface LegacyTarget {
  readonly config: ConfigDraft;
  readonly context: Record<string, string>;
}

export interface LegacySource {
  readonly data: Readonly<Record<string, string>>;
  readonly secret: SecretData;
}

/**
 * Takes in the deprecated keys of Argo CD: `notifiers.yaml` of the Secret, then `config.yaml` of the ConfigMap; each says that
 * it is deprecated (argo-cd `util/notification/settings/legacy.go`).
 */
export function applyLegacy(target: LegacyTarget, { data, secret }: LegacySource, problems: Problems): void {
  const given = Object.hasOwn(secret, servicesKey) ? (secret[servicesKey] ?? '') : '';
  const services = typeof given === 'string' ? given : fromBytes(given);
  const config = Object.hasOwn(data, configKey) ? (data[configKey] ?? '') : '';
  if (services !== '') {
    problems.warn(servicesKey, `Key '${servicesKey}' in Secret is deprecated, please migrate to new settings`);
    readServices(services, target.config, problems);
  }
  if (config !== '') {
    problems.warn(configKey, `Key '${configKey}' in ConfigMap is deprecated, please migrate to new settings`);
    problems.attempt(configKey, 'error in unmarshaling legacy config: ', () =>
      merge(mustUnmarshal(config, configSchema), target),
    );
  }
}

/** A value as YAML has it. */
const raw: Schema<unknown> = { type: '', zero: () => null, decode: (value) => value };
const { email, slack, opsgenie, grafana, webhook } = serviceOptions;
const types = { email, slack, opsgenie, grafana };
const servicesSchema = struct('settings.legacyServicesConfig', {
  email: raw,
  slack: raw,
  opsgenie: raw,
  grafana: raw,
  webhook: list(raw, '[]settings.legacyWebhookOptions'),
});
const webhookName = struct('settings.legacyWebhookOptions', { name: str });
const webhookOptions = embedded('WebhookOptions', webhook);

/** Each service that there is replaces the one of its name. No error shows what stands in the Secret. */
function readServices(text: string, { services }: ConfigDraft, problems: Problems): void {
  const attempt = (run: () => void): void =>
    problems.attempt(servicesKey, 'error unmarshaling legacy services config: ', () => withoutExcerpt(run));
  let found = servicesSchema.zero();
  attempt(() => {
    found = mustDecode(parse(text), servicesSchema);
  });
  for (const [name, schema] of Object.entries<Schema<object>>(types)) {
    const value = found[name as keyof typeof types];
    if (value === null) continue;
    attempt(() => {
      mustDecode({ [name]: value }, struct('settings.legacyServicesConfig', { [name]: schema }));
      services.set(name, serviceOf(name, value));
    });
  }
  for (const value of found.webhook ?? []) {
    attempt(() => {
      const { name } = mustDecode(value, webhookName);
      mustDecode(value, webhookOptions);
      services.set(name, serviceOf('webhook', value));
    });
  }
}

function parse(text: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new EngineError('yaml', `error converting YAML to JSON: ${error.message}`, { place: error.place });
  }
}

function mustDecode<T>(value: unknown, schema: Schema<T>): T {
  const { value: decoded, error } = decodeValue(value, schema, '');
  if (error) throw error;
  return decoded;
}

function withoutExcerpt(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new EngineError(error.code, error.message, { place: error.place });
  }
}

function serviceOf(type: string, value: unknown): ServiceConfig {
  const options = { value, secrets: secretsOf(value), missing: [] };
  return { type, options, origin: { key: servicesKey, text: '' } };
}

/** Members that say who or where, and are no secrets though they stand in one. */
const shown: ReadonlySet<string> = new Set(['name', 'host', 'from', 'username', 'icon', 'channels']);

/** The texts that no log or error may show. */
function secretsOf(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(secretsOf);
  if (!isPlainMap(value)) return [];
  return Object.entries(value).flatMap(([name, each]) => (shown.has(name) ? [] : secretsOf(each)));
}

const templateSchema = struct('settings.legacyTemplate', {
  name: str,
  subject: str,
  body: str,
  ...(Object.fromEntries(
    Object.entries<Schema<unknown>>(notificationFields).map(([name, field]) => [name, embedded('Notification', field)]),
  ) as unknown as typeof notificationFields),
});
const triggerSchema = struct('settings.legacyTrigger', {
  name: str,
  condition: str,
  description: str,
  template: str,
  enabled: pointer(bool),
});
const configSchema = struct('settings.legacyConfig', {
  triggers: list(triggerSchema),
  templates: list(templateSchema),
  context: map(str),
  subscriptions: subscriptionsSchema,
});

const origin = { key: configKey, text: '' };

function merge(legacy: Decoded<typeof configSchema>, { config, context }: LegacyTarget): void {
  Object.assign(context, legacy.context);
  config.subscriptions = legacy.subscriptions ?? config.subscriptions;
  for (const template of legacy.templates ?? []) {
    config.templates.set(template.name, { value: templateOf(template), origin });
  }
  for (const trigger of legacy.triggers ?? []) {
    if (trigger.enabled === true) config.defaultTriggers = [...(config.defaultTriggers ?? []), trigger.name];
    config.triggers.set(trigger.name, { value: conditionsOf(trigger, config.triggers.get(trigger.name)), origin });
  }
}

/** The template replaces the one of its name entirely: upstream computes a merge and throws it away. */
function templateOf({ name: _, subject, body, ...notification }: Decoded<typeof templateSchema>): Notification {
  if (subject !== '') notification.email = { subject, body: notification.email?.body ?? '' };
  if (body !== '') notification.message = body;
  return notification;
}

/** What the trigger says replaces that of the first condition; the other ones stay. */
function conditionsOf(
  { condition, template, description }: Decoded<typeof triggerSchema>,
  known: Item<readonly Condition[] | null> | undefined,
): Condition[] {
  const [first = { oncePer: '', when: '', description: '', send: null }, ...others] = known?.value ?? [];
  const send = template === '' ? first.send : [template];
  const changed = { when: condition || first.when, send, description: description || first.description };
  return [{ ...first, ...changed }, ...others];
}

/**
 * The destinations of the deprecated annotations `[<trigger>.]recipients.argocd-notifications.argoproj.io`, which Argo CD reads on
 * projects. The default triggers of a service go before any trigger, as upstream has it (`GetLegacyDestinations`).
 */
export function legacyDestinations(
  annotations: Readonly<Record<string, string>>,
  { defaultTriggers, serviceDefaultTriggers }: DefaultTriggers,
): Destinations {
  const found: Destinations = new Map();
  for (const key of Object.keys(annotations).sort(compareStrings)) {
    if (!key.endsWith(annotationSuffix)) continue;
    const trigger = key.slice(0, -annotationSuffix.length).replace(/\.+$/, '');
    const triggers = trigger === '' ? (defaultTriggers ?? []) : [trigger];
    for (const text of parseRecipients(annotations[key] ?? '', ',')) {
      const destination = parseDestination(text);
      const ofService = serviceDefaultTriggers.get(destination.service);
      for (const each of ofService === undefined ? triggers : (ofService ?? []))
        addDestination(found, each, destination);
    }
  }
  return found;
}

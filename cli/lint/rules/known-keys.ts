const exact: ReadonlySet<string> = new Set(['subscriptions', 'defaultTriggers', 'context', 'config.yaml']);
const prefixes = ['trigger.', 'template.', 'service.', 'defaultTriggers.'] as const;

/** What keys of a ConfigMap may be, as people write it. */
export const keyForms: readonly string[] = [...exact, ...prefixes.map((prefix) => `${prefix}<name>`)];

/** Whether a key of the ConfigMap is read at all. */
export function isRead(key: string): boolean {
  return exact.has(key) || prefixes.some((prefix) => key.startsWith(prefix));
}

/** Words that people begin keys with, and what they mean. */
const meant: Readonly<Record<string, string>> = {
  trigger: 'trigger',
  triggers: 'trigger',
  template: 'template',
  templates: 'template',
  service: 'service',
  services: 'service',
  notifier: 'service',
  notifiers: 'service',
  subscription: 'subscriptions',
  subscriptions: 'subscriptions',
  defaulttrigger: 'defaultTriggers',
  defaulttriggers: 'defaultTriggers',
  contexts: 'context',
  context: 'context',
  config: 'config.yaml',
};

/** The key that an unread one was probably meant to be. */
export function meantKey(key: string): string | undefined {
  const [, word = '', rest = ''] = /^([A-Za-z-]+?)(?:[._/-](.*))?$/.exec(key) ?? [];
  const known = meant[word.toLowerCase().replaceAll('-', '')];
  if (known === undefined) return undefined;
  if (exact.has(known) && known !== 'defaultTriggers') return known === key ? undefined : known;
  if (known === 'defaultTriggers') return rest === '' ? known : `${known}.${rest}`;
  return `${known}.${rest || '<name>'}`;
}

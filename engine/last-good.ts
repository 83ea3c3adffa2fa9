import type { Config } from './config.ts';
import type { Origin } from './notification/compiler.ts';
import type { Problem } from './problem.ts';

/** A configuration, and the names of what of it can be used. */
export interface Usable {
  readonly config: Config;
  readonly serviceNames: readonly string[];
  readonly triggerNames: readonly string[];
  readonly templateNames: readonly string[];
}

export interface Kept {
  readonly config: Config;
  /** Keys of the ConfigMap whose items are those of before. */
  readonly keys: ReadonlySet<string>;
}

/**
 * The configuration of `next` in which every item that cannot be used is the one of `previous`, where that had one. What the
 * ConfigMap no longer has is gone. When `config.yaml` cannot be read, subscriptions and default triggers are those of before.
 */
export function keepUsable(previous: Usable, next: Usable, problems: readonly Problem[]): Kept {
  const broken = new Set(problems.filter(({ severity }) => severity === 'error').map(({ key }) => key));
  const keys = new Set<string>();
  const { config } = next;
  const keeper = { broken, keys };
  return {
    config: {
      ...config,
      services: keepItems(previous.config.services, config.services, next.serviceNames, keeper),
      triggers: keepItems(previous.config.triggers, config.triggers, next.triggerNames, keeper),
      templates: keepItems(previous.config.templates, config.templates, next.templateNames, keeper),
      subscriptions: keepList(previous.config.subscriptions, config.subscriptions, 'subscriptions', keeper),
      defaultTriggers: keepList(previous.config.defaultTriggers, config.defaultTriggers, 'defaultTriggers', keeper),
      serviceDefaultTriggers: keepDefaults(previous.config, config, keeper),
    },
    keys,
  };
}

interface Keeper {
  readonly broken: ReadonlySet<string>;
  readonly keys: Set<string>;
}

function keepItems<T extends { readonly origin: Origin }>(
  before: ReadonlyMap<string, T>,
  now: ReadonlyMap<string, T>,
  usable: readonly string[],
  { broken, keys }: Keeper,
): ReadonlyMap<string, T> {
  const merged = new Map(now);
  for (const [name, item] of before) {
    if (!broken.has(item.origin.key) || usable.includes(name)) continue;
    merged.set(name, item);
    keys.add(item.origin.key);
  }
  return merged;
}

function keepList<T>(before: T | null, now: T | null, key: string, { broken, keys }: Keeper): T | null {
  const cause = [key, 'config.yaml'].find((each) => broken.has(each));
  if (cause === undefined || before === null) return now;
  keys.add(cause);
  return before;
}

function keepDefaults(before: Config, now: Config, { broken, keys }: Keeper): Config['serviceDefaultTriggers'] {
  const merged = new Map(now.serviceDefaultTriggers);
  for (const [name, triggers] of before.serviceDefaultTriggers) {
    const key = `defaultTriggers.${name}`;
    if (!broken.has(key)) continue;
    merged.set(name, triggers);
    keys.add(key);
  }
  return merged;
}

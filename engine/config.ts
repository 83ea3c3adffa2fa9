import { mustUnmarshal } from './config/decode.ts';
import { list, map, str } from './config/schema.ts';
import { type RenderedOptions, renderOptions, type SecretData } from './config/secrets.ts';
import { EngineError } from './errors.ts';
import { compareStrings } from './go/utf8.ts';
import { newMap } from './go/value.ts';
import { applyLegacy } from './legacy.ts';
import type { Origin } from './notification/compiler.ts';
import { type Notification, notificationSchema } from './notification.ts';
import { type Problem, Problems } from './problem.ts';
import { type DefaultSubscription, subscriptionsSchema } from './subscriptions.ts';
import { type Condition, triggerSchema } from './triggers.ts';

/** What of a ConfigMap the engine reads. */
export interface ConfigMap {
  readonly namespace?: string | undefined;
  readonly data?: Readonly<Record<string, string>> | undefined;
}

/** A configured service before it is made: its type and its options, secrets filled in. */
export interface ServiceConfig {
  readonly type: string;
  readonly options: RenderedOptions;
  readonly origin: Origin;
}

/** A trigger or template with where it was read from. */
export interface Item<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** A configuration while it is read. */
export type ConfigDraft = {
  -readonly [K in keyof Config]: Config[K] extends ReadonlyMap<string, infer V> ? Map<string, V> : Config[K];
};

/** A notification configuration (upstream `api.Config`). */
export interface Config {
  readonly namespace: string;
  readonly services: ReadonlyMap<string, ServiceConfig>;
  /** Null for a trigger that says nothing. */
  readonly triggers: ReadonlyMap<string, Item<readonly Condition[] | null>>;
  readonly templates: ReadonlyMap<string, Item<Notification>>;
  readonly subscriptions: readonly DefaultSubscription[] | null;
  readonly defaultTriggers: readonly string[] | null;
  readonly serviceDefaultTriggers: ReadonlyMap<string, readonly string[] | null>;
}

export interface ParseOptions {
  /** Throws the first error, as upstream does, instead of collecting all. */
  readonly strict?: boolean;
  /**
   * Reads as well what Argo CD puts beside the engine: `context`, and the deprecated keys `config.yaml` of the ConfigMap and
   * `notifiers.yaml` of the Secret.
   */
  readonly argo?: boolean;
}

export interface ParsedConfig {
  readonly config: Config;
  readonly problems: readonly Problem[];
  /** The variable `context` of templates, empty unless `argo` is asked for. */
  readonly context: Readonly<Record<string, string>>;
}

/** How YAML becomes the variable `context`. */
export const contextSchema = map(str);
/** How YAML becomes a list of triggers. */
export const namesSchema = list(str);

/**
 * The configuration of a ConfigMap and a Secret. Keys are read in sorted order and the last one wins. An item that cannot
 * be read is left out and reported.
 * @throws {EngineError} the first error, when strict
 */
export function parseConfig(configMap: ConfigMap, secret: SecretData = {}, options: ParseOptions = {}): ParsedConfig {
  const data = configMap.data ?? {};
  const problems = new Problems(options.strict ?? false);
  const parser = new ConfigParser(configMap.namespace ?? '', secret, problems);
  const keys = Object.keys(data).sort(compareStrings);
  for (const key of ['subscriptions', 'defaultTriggers', ...keys.filter((each) => each.includes('.'))]) {
    if (Object.hasOwn(data, key)) parser.read({ key, text: data[key] ?? '' });
  }
  const context = newMap() as Record<string, string>;
  if (options.argo === true) {
    problems.attempt('context', '', () => {
      if (Object.hasOwn(data, 'context')) Object.assign(context, mustUnmarshal(data['context'] ?? '', contextSchema));
    });
    applyLegacy({ config: parser.config, context }, { data, secret }, problems);
  }
  return { config: parser.config, problems: problems.all, context };
}

class ConfigParser {
  readonly config: ConfigDraft;
  private readonly secret: SecretData;
  private readonly problems: Problems;

  constructor(namespace: string, secret: SecretData, problems: Problems) {
    this.secret = secret;
    this.problems = problems;
    this.config = {
      namespace,
      services: new Map(),
      triggers: new Map(),
      templates: new Map(),
      subscriptions: null,
      defaultTriggers: null,
      serviceDefaultTriggers: new Map(),
    };
  }

  read(origin: Origin): void {
    const { key, text } = origin;
    const { config } = this;
    const problems = this.problems;
    const name = key.slice(key.indexOf('.') + 1);
    if (key === 'subscriptions') {
      problems.attempt(key, '', () => {
        config.subscriptions = mustUnmarshal(text, subscriptionsSchema);
      });
    } else if (key === 'defaultTriggers') {
      problems.attempt(key, '', () => {
        config.defaultTriggers = mustUnmarshal(text, namesSchema);
      });
    } else if (key.startsWith('template.')) {
      problems.attempt(key, `failed to unmarshal template ${name}: `, () => {
        config.templates.set(name, { value: mustUnmarshal(text, notificationSchema), origin });
      });
    } else if (key.startsWith('service.')) this.readService(origin);
    else if (key.startsWith('trigger.')) {
      problems.attempt(key, `failed to unmarshal trigger ${name}: `, () => {
        config.triggers.set(name, { value: mustUnmarshal(text, triggerSchema), origin });
      });
    } else if (key.startsWith('defaultTriggers.')) {
      problems.attempt(key, `failed to unmarshal default trigger ${name}: `, () => {
        config.serviceDefaultTriggers.set(name, mustUnmarshal(text, namesSchema));
      });
    }
  }

  private readService(origin: Origin): void {
    const { key, text } = origin;
    const { config } = this;
    const problems = this.problems;
    const [, type = '', name = type, ...more] = key.split('.');
    if (more.length > 0) {
      const message = `invalid service key; expected 'service.<type>(.<name>)' but got '${key}'`;
      problems.attempt(key, '', () => {
        throw new EngineError('config', message);
      });
      return;
    }
    problems.attempt(key, `failed to render service configuration ${type}: `, () => {
      const options = renderOptions(text, this.secret);
      config.services.set(name, { type, options, origin });
      for (const each of options.missing) {
        problems.warn(key, `config referenced '$${each}', but key does not exist in secret`);
      }
    });
  }
}

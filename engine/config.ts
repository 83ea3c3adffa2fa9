import { mustUnmarshal } from './config/decode.ts';
import { custom, list, str, struct } from './config/schema.ts';
import { type RenderedOptions, renderOptions, type SecretData } from './config/secrets.ts';
import { EngineError } from './errors.ts';
import { compareStrings } from './go/utf8.ts';
import type { Origin } from './notification/compiler.ts';
import { type Notification, notificationSchema } from './notification.ts';
import { parseSelector } from './selectors.ts';
import type { DefaultSubscription } from './subscriptions.ts';
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

/** An item of a ConfigMap that cannot be used. The others still are. */
export interface Problem {
  /** Key of the ConfigMap. */
  readonly key: string;
  /** From 1, in the value of the key. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** Upstream's text. */
  readonly message: string;
  readonly error: EngineError;
}

export interface ParseOptions {
  /** Throws the first problem, as upstream does, instead of collecting all. */
  readonly strict?: boolean;
}

export interface ParsedConfig {
  readonly config: Config;
  readonly problems: readonly Problem[];
}

const subscriptionsSchema = list(
  custom(
    'subscriptions.DefaultSubscription',
    struct('subscriptions.rawSubscription', { recipients: list(str), triggers: list(str), selector: str }),
    (): DefaultSubscription => ({ recipients: null, triggers: null, selector: null }),
    ({ recipients, triggers, selector }) => ({ recipients, triggers, selector: parseSelector(selector) }),
  ),
  'subscriptions.DefaultSubscriptions',
);
const namesSchema = list(str);

/**
 * The configuration of a ConfigMap and a Secret. Keys are read in sorted order and the last one wins. An item that cannot
 * be read is left out and reported.
 * @throws {EngineError} the first problem, when strict
 */
export function parseConfig(configMap: ConfigMap, secret: SecretData = {}, options: ParseOptions = {}): ParsedConfig {
  const data = configMap.data ?? {};
  const parser = new ConfigParser(secret, options.strict ?? false);
  const keys = Object.keys(data).sort(compareStrings);
  for (const key of ['subscriptions', 'defaultTriggers', ...keys.filter((each) => each.includes('.'))]) {
    if (Object.hasOwn(data, key)) parser.read({ key, text: data[key] ?? '' });
  }
  return { config: parser.config(configMap.namespace ?? ''), problems: parser.problems };
}

/** The problem that an error of a ConfigMap key is, its message optionally with something in front. */
export function problemOf(key: string, error: EngineError, prefix = ''): Problem {
  const place = error.place && { ...error.place, key };
  const { code, hint, excerpt } = error;
  const message = `${prefix}${error.message}`;
  const located = new EngineError(code, message, { place, hint, excerpt, cause: error });
  return { key, line: place?.line, column: place?.column, message, error: located };
}

/** `key:line:column: message` with excerpt, for people. */
export function formatProblem({ key, error }: Problem): string {
  return error.place ? error.display : `${key}: ${error.display}`;
}

class ConfigParser {
  readonly problems: Problem[] = [];
  private readonly secret: SecretData;
  private readonly strict: boolean;
  private readonly services = new Map<string, ServiceConfig>();
  private readonly triggers = new Map<string, Item<readonly Condition[] | null>>();
  private readonly templates = new Map<string, Item<Notification>>();
  private readonly serviceDefaultTriggers = new Map<string, readonly string[] | null>();
  private subscriptions: readonly DefaultSubscription[] | null = null;
  private defaultTriggers: readonly string[] | null = null;

  constructor(secret: SecretData, strict: boolean) {
    this.secret = secret;
    this.strict = strict;
  }

  config(namespace: string): Config {
    return {
      namespace,
      services: this.services,
      triggers: this.triggers,
      templates: this.templates,
      subscriptions: this.subscriptions,
      defaultTriggers: this.defaultTriggers,
      serviceDefaultTriggers: this.serviceDefaultTriggers,
    };
  }

  read(origin: Origin): void {
    const { key, text } = origin;
    const name = key.slice(key.indexOf('.') + 1);
    if (key === 'subscriptions') {
      this.attempt(key, '', () => {
        this.subscriptions = mustUnmarshal(text, subscriptionsSchema);
      });
    } else if (key === 'defaultTriggers') {
      this.attempt(key, '', () => {
        this.defaultTriggers = mustUnmarshal(text, namesSchema);
      });
    } else if (key.startsWith('template.')) {
      this.attempt(key, `failed to unmarshal template ${name}: `, () => {
        this.templates.set(name, { value: mustUnmarshal(text, notificationSchema), origin });
      });
    } else if (key.startsWith('service.')) this.readService(origin);
    else if (key.startsWith('trigger.')) {
      this.attempt(key, `failed to unmarshal trigger ${name}: `, () => {
        this.triggers.set(name, { value: mustUnmarshal(text, triggerSchema), origin });
      });
    } else if (key.startsWith('defaultTriggers.')) {
      this.attempt(key, `failed to unmarshal default trigger ${name}: `, () => {
        this.serviceDefaultTriggers.set(name, mustUnmarshal(text, namesSchema));
      });
    }
  }

  private readService(origin: Origin): void {
    const { key, text } = origin;
    const [, type = '', name = type, ...more] = key.split('.');
    if (more.length > 0) {
      const message = `invalid service key; expected 'service.<type>(.<name>)' but got '${key}'`;
      this.attempt(key, '', () => {
        throw new EngineError('config', message);
      });
      return;
    }
    this.attempt(key, `failed to render service configuration ${type}: `, () => {
      this.services.set(name, { type, options: renderOptions(text, this.secret), origin });
    });
  }

  private attempt(key: string, prefix: string, read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const problem = problemOf(key, error, prefix);
      if (this.strict) throw problem.error;
      this.problems.push(problem);
    }
  }
}

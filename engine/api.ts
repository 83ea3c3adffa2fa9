import type { Config, ParsedConfig } from './config.ts';
import { EngineError, Hints } from './errors.ts';
import { Run, type RunOptions } from './go/run.ts';
import { compareStrings } from './go/utf8.ts';
import { newMap } from './go/value.ts';
import { keepUsable } from './last-good.ts';
import type { Destination, Destinations } from './notification/destinations.ts';
import { mergeDestinations } from './notification/destinations.ts';
import type { Notification } from './notification.ts';
import { type Problem, Problems } from './problem.ts';
import { redact } from './services/redact.ts';
import { serviceType, serviceTypes } from './services/registry.ts';
import type { Log, SendContext, Service, ServiceHost, ServiceType } from './services/service.ts';
import { type AnnotationProblem, annotationDestinations, argoPrefix, globalDestinations } from './subscriptions.ts';
import { Templates } from './templates.ts';
import { type ConditionResult, Triggers } from './triggers.ts';

/** The variables of triggers and templates for a resource. Triggers ask without a destination. */
export type GetVariables = (object: Record<string, unknown>, destination?: Destination) => Record<string, unknown>;

export interface ApiOptions {
  readonly getVariables: GetVariables;
  readonly host: ServiceHost;
  /** Default: the types the engine brings. */
  readonly types?: ReadonlyMap<string, ServiceType>;
  /** Limits and clock of every evaluation. */
  readonly run?: RunOptions;
  /** Throws the first error, as upstream does, instead of collecting all. */
  readonly strict?: boolean;
}

/** What of a resource decides where its notifications go. */
export interface Subscriber {
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

interface ConfiguredService {
  readonly service: Service;
  readonly secrets: readonly string[];
}

/** A configuration at work: runs triggers, renders templates and sends (upstream `api.API`). */
export class Api {
  readonly config: Config;
  private readonly options: ApiOptions;
  private readonly triggers: Triggers;
  private readonly templates: Templates;
  private readonly services: Map<string, ConfiguredService>;
  private readonly broken = new Map<string, EngineError>();
  private readonly hints = new Hints();

  constructor(config: Config, options: ApiOptions, parts: ApiParts) {
    this.config = config;
    this.options = options;
    this.triggers = parts.triggers;
    this.templates = parts.templates;
    this.services = parts.services;
    this.broken = parts.brokenServices;
  }

  get triggerNames(): string[] {
    return this.triggers.names;
  }

  get templateNames(): string[] {
    return this.templates.names;
  }

  get serviceNames(): string[] {
    return [...this.services.keys()];
  }

  hasTrigger(name: string): boolean {
    return this.triggers.has(name);
  }

  hasService(name: string): boolean {
    return this.services.has(name);
  }

  /** Adds or replaces a service, e.g. the console of a command line. */
  addService(name: string, service: Service): void {
    this.services.set(name, { service, secrets: [] });
  }

  /**
   * What each condition of a trigger gives for a resource.
   * @throws {EngineError} `unknown-trigger`
   */
  async runTrigger(name: string, object: Record<string, unknown>): Promise<ConditionResult[]> {
    return this.newRun().settle((run) => this.triggers.run(name, this.options.getVariables(object), run));
  }

  /**
   * The notification that templates give for a resource and a destination.
   * @throws {EngineError} `unknown-template` or `render`
   */
  async render(
    object: Record<string, unknown>,
    templates: readonly string[],
    destination: Destination,
  ): Promise<Notification> {
    return this.newRun().settle((run) =>
      this.templates.format({ data: this.variables(object, destination), run }, templates),
    );
  }

  /** Where the notifications of a resource go, by trigger, and what is wrong with its annotations. */
  destinations(
    { labels = {}, annotations = {} }: Subscriber,
    prefixes: readonly string[] = [argoPrefix],
  ): { destinations: Destinations; problems: AnnotationProblem[] } {
    const { subscriptions, defaultTriggers } = this.config;
    const global = globalDestinations(subscriptions, defaultTriggers, labels);
    const own = annotationDestinations(annotations, this.config, prefixes);
    return { destinations: mergeDestinations(global, own.destinations), problems: own.problems };
  }

  /**
   * Renders and delivers a notification.
   * @throws {EngineError} `unknown-service`, `unknown-template`, `render` or `send`; no message holds a secret of the service
   */
  async send(
    object: Record<string, unknown>,
    templates: readonly string[],
    destination: Destination,
    context: SendContext,
  ): Promise<void> {
    this.serviceOf(destination);
    await this.deliver(await this.render(object, templates, destination), destination, context);
  }

  /**
   * Delivers a rendered notification.
   * @throws {EngineError} `unknown-service` or `send`; no message holds a secret of the service
   */
  async deliver(notification: Notification, destination: Destination, context: SendContext): Promise<void> {
    const { service, secrets } = this.serviceOf(destination);
    try {
      await service.send(notification, destination, { ...context, log: redacting(context.log, secrets) });
    } catch (error) {
      throw redacted(error, secrets);
    }
  }

  private serviceOf({ service: name }: Destination): ConfiguredService {
    const configured = this.services.get(name);
    if (!configured) throw this.unknownService(name);
    return configured;
  }

  /** A copy that leaves variables which are made when they are read unread. */
  private variables(object: Record<string, unknown>, destination: Destination): Record<string, unknown> {
    const given = this.options.getVariables(object, destination);
    const variables = Object.defineProperties(newMap(), Object.getOwnPropertyDescriptors(given));
    variables['serviceType'] = destination.service;
    variables['recipient'] = destination.recipient;
    return variables;
  }

  private newRun(): Run {
    return new Run(this.options.run);
  }

  private unknownService(name: string): EngineError {
    const cause = this.broken.get(name);
    const hint = cause ? `it is not usable: ${cause.message}` : this.hints.of(name, this.services.keys());
    return new EngineError('unknown-service', `notification service '${name}' is not supported`, { cause, hint });
  }
}

function redacted(error: unknown, secrets: readonly string[]): unknown {
  if (!(error instanceof Error) || secrets.length === 0) return error;
  const message = redact(error.message, secrets);
  if (message === error.message && error instanceof EngineError) return error;
  const { code, retryAfterMs } =
    error instanceof EngineError ? error : { code: 'send' as const, retryAfterMs: undefined };
  return new EngineError(code, message, { retryAfterMs });
}

function redacting(log: Log, secrets: readonly string[]): Log {
  if (secrets.length === 0) return log;
  return {
    debug: (message) => log.debug(redact(message, secrets)),
    info: (message) => log.info(redact(message, secrets)),
    warn: (message) => log.warn(redact(message, secrets)),
    error: (message) => log.error(redact(message, secrets)),
  };
}

interface ApiParts {
  readonly triggers: Triggers;
  readonly templates: Templates;
  readonly services: Map<string, ConfiguredService>;
  readonly brokenServices: Map<string, EngineError>;
}

/**
 * The API of a configuration, and the items that could not be used: services with unknown types or bad options, triggers
 * and templates that do not compile. `earlier` are the problems of reading it; they explain what is missing.
 * @throws {EngineError} the first error, when strict
 */
export function createApi(
  config: Config,
  options: ApiOptions,
  earlier: readonly Problem[] = [],
): { api: Api; problems: readonly Problem[] } {
  const problems = new Problems(options.strict ?? false);
  const parts: ApiParts = {
    triggers: new Triggers(),
    templates: new Templates(),
    services: new Map(),
    brokenServices: new Map(),
  };
  for (const [name, { type, options: rendered, origin }] of sorted(config.services)) {
    problems.attempt(origin.key, '', () => {
      const known = serviceType(type, options.types ?? serviceTypes);
      const { value, secrets } = rendered;
      const service = known.parse({ value, text: origin.text }, options.host);
      parts.services.set(name, { service, secrets });
    });
  }
  for (const [name, { value, origin }] of sorted(config.triggers)) {
    problems.attempt(origin.key, '', () => parts.triggers.add(name, value ?? [], origin));
  }
  for (const [name, { value, origin }] of sorted(config.templates)) {
    problems.attempt(origin.key, '', () => parts.templates.add(name, value, origin));
  }
  for (const problem of [...earlier, ...problems.all]) explain(problem, parts);
  return { api: new Api(config, options, parts), problems: problems.all };
}

/**
 * As `createApi` for what was read of a ConfigMap that has changed: an item that cannot be used any more stays as `previous` has
 * it, and its problem says so.
 * @throws {EngineError} the first error, when strict
 */
export function updateApi(
  previous: Api | undefined,
  { config, problems: earlier }: Pick<ParsedConfig, 'config' | 'problems'>,
  options: ApiOptions,
): { api: Api; problems: readonly Problem[] } {
  const built = createApi(config, options, earlier);
  const problems = [...earlier, ...built.problems];
  if (!previous) return { api: built.api, problems };
  const kept = keepUsable(previous, built.api, problems);
  if (kept.keys.size === 0) return { api: built.api, problems };
  return {
    api: createApi(kept.config, options, earlier).api,
    problems: problems.map((problem) =>
      problem.severity === 'error' && kept.keys.has(problem.key) ? { ...problem, kept: true } : problem,
    ),
  };
}

function sorted<T>(items: ReadonlyMap<string, T>): [string, T][] {
  return [...items].sort(([a], [b]) => compareStrings(a, b));
}

/** Remembers a problem for whoever asks for the item by name. */
function explain({ severity, key, error }: Problem, { triggers, templates, brokenServices }: ApiParts): void {
  if (severity === 'warning') return;
  const [kind, ...rest] = key.split('.');
  const name = rest.join('.');
  if (kind === 'trigger') triggers.addBroken(name, error);
  if (kind === 'template') templates.addBroken(name, error);
  if (kind === 'service') brokenServices.set(rest[1] ?? name, error);
}

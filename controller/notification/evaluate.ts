import type { Config } from '../../engine/config.ts';
import { displayOf, EngineError } from '../../engine/errors.ts';
import type { Destination, Destinations } from '../../engine/notification/destinations.ts';
import { stateKey } from '../../engine/state.ts';
import type { ConditionResult } from '../../engine/triggers.ts';
import type { KubernetesObject } from '../kubernetes/index.ts';
import type { UpstreamWay } from '../options.ts';
import type { ScopedApi } from './configuration.ts';

/** One notification that an object's state calls for. */
export interface Due {
  /** Its key in the state. */
  readonly key: string;
  readonly trigger: string;
  readonly oncePer: string;
  readonly templates: readonly string[];
  readonly destination: Destination;
  /** Namespace of the self-service configuration that calls for it; undefined for the central one. */
  readonly namespace?: string | undefined;
}

export interface Warning {
  readonly trigger?: string;
  readonly errorMessage: string;
}

/** That a condition of a trigger was evaluated. */
export interface ConditionCount {
  readonly trigger: string;
  readonly triggered: boolean;
  /** Its `when` or `oncePer` cannot be evaluated. */
  readonly failed: boolean;
}

/** What one object's state calls for, by the subscriptions it has. */
export interface Evaluation {
  /** Conditions that hold, for destinations that have not been told. */
  readonly due: readonly Due[];
  /** Conditions that hold, for destinations that have. */
  readonly notified: readonly Due[];
  /** State keys of conditions that do not hold, without their oncePer. */
  readonly over: readonly string[];
  /** Triggers that cannot be evaluated. */
  readonly warnings: readonly Warning[];
  /** Triggers of which a condition holds. */
  readonly fired: ReadonlySet<string>;
  /** What each condition that was evaluated gave. */
  readonly conditions: readonly ConditionCount[];
  /** Subscribed pairs of trigger and destination, as `subscriptionId`. */
  readonly subscribed: ReadonlySet<string>;
}

/** The evaluation of an object that no configuration is about. */
export const nothingFound: Evaluation = {
  due: [],
  notified: [],
  over: [],
  warnings: [],
  fired: new Set(),
  conditions: [],
  subscribed: new Set(),
};

/** The state keys of the conditions that hold. */
export function liveOf({ due, notified }: Evaluation): Set<string> {
  return new Set([...due, ...notified].map(({ key }) => key));
}

/** Changes what an object's subscriptions under one configuration give. */
export type AlterDestinations = (object: KubernetesObject, destinations: Destinations, config: Config) => Destinations;

/** An object with its state, to be evaluated under each API that notifies about it. */
export interface EvaluationInput {
  readonly apis: readonly ScopedApi[];
  readonly object: KubernetesObject;
  /** Whether a notification was sent, by its key. */
  readonly state: { readonly has: (key: string) => boolean };
  /** Prefixes of subscription annotations. */
  readonly prefixes: readonly string[];
  readonly alterDestinations?: AlterDestinations | undefined;
  /** What is to be as upstream has it. */
  readonly asUpstream?: ReadonlySet<UpstreamWay>;
}

/** What names a subscription: its trigger, service and recipient, and the configuration that it is under. */
export function subscriptionId({
  trigger,
  destination,
  namespace,
}: Pick<Due, 'trigger' | 'destination' | 'namespace'>): string {
  return JSON.stringify([trigger, destination.service, destination.recipient, namespace]);
}

interface Collected {
  readonly due: Due[];
  readonly notified: Due[];
  readonly over: string[];
  /** By what they say, since two configurations say the same thing once. */
  readonly warnings: Map<string, Warning>;
  readonly fired: Set<string>;
  readonly conditions: ConditionCount[];
  readonly subscribed: Set<string>;
}

/**
 * Runs the subscribed triggers of an object against its variables and state. Triggers are visited in the order of their names.
 * A condition that cannot be evaluated counts as not holding and leaves the state as it is; one whose `oncePer` cannot, likewise
 * (engine: controller.go processResource, which clears the first and sends the second).
 */
export async function evaluate(input: EvaluationInput): Promise<Evaluation> {
  const found: Collected = {
    due: [],
    notified: [],
    over: [],
    warnings: new Map(),
    fired: new Set(),
    conditions: [],
    subscribed: new Set(),
  };
  const known = new Set<string>();
  const unknown = new Map<string, unknown>();
  for (const scoped of input.apis) {
    for (const [trigger, all] of destinationsOf(input, scoped, found)) {
      const targets = targetsOf(input, scoped, trigger, all);
      const { namespace } = scoped;
      for (const destination of targets) found.subscribed.add(subscriptionId({ trigger, destination, namespace }));
      const results = await run(scoped, trigger, input.object, found);
      if (results instanceof EngineError) {
        unknown.set(trigger, results);
        continue;
      }
      known.add(trigger);
      for (const result of results) take({ ...result, trigger, namespace }, targets, input, found);
    }
  }
  for (const [trigger, error] of unknown) if (!known.has(trigger)) warn(found, trigger, error);
  return { ...found, warnings: [...found.warnings.values()] };
}

/** The destinations but those whose service this API lacks, and another one has with the trigger: then that one notifies. */
function targetsOf(
  { apis }: EvaluationInput,
  { api }: ScopedApi,
  trigger: string,
  all: readonly Destination[],
): readonly Destination[] {
  if (apis.length === 1) return all;
  const isForAnother = (service: string): boolean =>
    !api.hasService(service) && apis.some((other) => other.api.hasService(service) && other.api.hasTrigger(trigger));
  return all.filter(({ service }) => !isForAnother(service));
}

/** What the conditions of a trigger give, none when they cannot be evaluated; an error for a trigger that this API lacks. */
async function run(
  { api }: ScopedApi,
  trigger: string,
  object: KubernetesObject,
  found: Collected,
): Promise<readonly ConditionResult[] | EngineError> {
  try {
    return await api.runTrigger(trigger, object);
  } catch (error) {
    if (error instanceof EngineError && error.code === 'unknown-trigger') return error;
    warn(found, trigger, error);
    return [];
  }
}

function destinationsOf(
  { object, prefixes, alterDestinations }: EvaluationInput,
  { api }: ScopedApi,
  found: Collected,
): Destinations {
  const { labels, annotations } = object.metadata;
  const own = api.destinations({ labels: labels ?? {}, annotations: annotations ?? {} }, prefixes);
  for (const { annotation, message } of own.problems) warnOf(found, { errorMessage: `${annotation}: ${message}` });
  return alterDestinations?.(object, own.destinations, api.config) ?? own.destinations;
}

type Result = ConditionResult & { readonly trigger: string; readonly namespace: string | undefined };

/** Takes in what one condition gave, for each destination of its trigger. */
function take(result: Result, targets: readonly Destination[], input: EvaluationInput, found: Collected): void {
  const { trigger, namespace, key: condition, oncePer, templates, triggered, error, oncePerError } = result;
  const { state, asUpstream } = input;
  const failure = error ?? oncePerError;
  if (failure) warn(found, trigger, failure);
  found.conditions.push({ trigger, triggered, failed: failure !== undefined });
  if (triggered) found.fired.add(trigger);
  if (oncePerError && !asUpstream?.has('failed-once-per')) return;
  const clears = !triggered && (!error || asUpstream?.has('failed-conditions'));
  for (const destination of targets) {
    const key = stateKey({ trigger, condition, oncePer, destination, ...(namespace !== undefined && { namespace }) });
    const known = state.has(key);
    if (triggered)
      (known ? found.notified : found.due).push({
        key,
        trigger,
        oncePer,
        templates: templates ?? [],
        destination,
        namespace,
      });
    else if (clears) found.over.push(key);
  }
}

function warn(found: Collected, trigger: string, error: unknown): void {
  const errorMessage = `failed to execute condition of trigger ${trigger}: ${displayOf(error)}`;
  warnOf(found, { trigger, errorMessage });
}

function warnOf({ warnings }: Collected, warning: Warning): void {
  if (!warnings.has(warning.errorMessage)) warnings.set(warning.errorMessage, warning);
}

import type { Api } from '../../engine/api.ts';
import { displayOf } from '../../engine/errors.ts';
import type { Destination } from '../../engine/notification/destinations.ts';
import { type State, stateKey } from '../../engine/state.ts';
import type { ConditionResult } from '../../engine/triggers.ts';
import type { KubernetesObject } from '../kubernetes/index.ts';

/** One notification that an object's state calls for. */
export interface Due {
  /** Its key in the state. */
  readonly key: string;
  readonly trigger: string;
  readonly oncePer: string;
  readonly templates: readonly string[];
  readonly destination: Destination;
}

export interface Warning {
  readonly trigger?: string;
  readonly errorMessage: string;
}

/** That a condition of a trigger was evaluated. */
export interface ConditionCount {
  readonly trigger: string;
  readonly triggered: boolean;
}

/** What one object's state calls for, by the subscriptions it has. */
export interface Evaluation {
  /** Conditions that hold, for destinations that have not been told. */
  readonly due: readonly Due[];
  /** Conditions that hold, for destinations that have. */
  readonly notified: readonly Due[];
  /** State keys of conditions that no longer hold and have no oncePer. */
  readonly cleared: readonly string[];
  /** Triggers that cannot be evaluated. */
  readonly warnings: readonly Warning[];
  /** Triggers of which a condition holds. */
  readonly fired: ReadonlySet<string>;
  /** What each condition that was evaluated gave. */
  readonly conditions: readonly ConditionCount[];
  /** Subscribed pairs of trigger and destination, as `subscriptionId`. */
  readonly subscribed: ReadonlySet<string>;
}

/** An object with its state, to be evaluated under one configuration. */
export interface EvaluationInput {
  readonly api: Api;
  readonly object: KubernetesObject;
  readonly state: State;
  /** Prefixes of subscription annotations. */
  readonly prefixes: readonly string[];
}

/** What names a subscription: its trigger, service and recipient. */
export function subscriptionId(trigger: string, { service, recipient }: Destination): string {
  return JSON.stringify([trigger, service, recipient]);
}

interface Collected {
  readonly due: Due[];
  readonly notified: Due[];
  readonly cleared: string[];
  readonly warnings: Warning[];
  readonly fired: Set<string>;
  readonly conditions: ConditionCount[];
  readonly subscribed: Set<string>;
}

/**
 * Runs the subscribed triggers of an object against its variables and state. Triggers are visited in the order of their names.
 * A condition that cannot be evaluated counts as not holding and leaves the state as it is (engine: controller.go processResource).
 */
export async function evaluate(input: EvaluationInput): Promise<Evaluation> {
  const { labels, annotations } = input.object.metadata;
  const subscriber = { labels: labels ?? {}, annotations: annotations ?? {} };
  const { destinations, problems } = input.api.destinations(subscriber, input.prefixes);
  const found: Collected = {
    due: [],
    notified: [],
    cleared: [],
    warnings: [],
    fired: new Set(),
    conditions: [],
    subscribed: new Set(),
  };
  for (const { annotation, message } of problems) found.warnings.push({ errorMessage: `${annotation}: ${message}` });
  for (const [trigger, targets] of destinations) {
    for (const target of targets) found.subscribed.add(subscriptionId(trigger, target));
    try {
      for (const result of await input.api.runTrigger(trigger, input.object))
        take({ ...result, trigger }, targets, input.state, found);
    } catch (error) {
      warn(found, trigger, error);
    }
  }
  return found;
}

type Result = ConditionResult & { readonly trigger: string };

/** Takes in what one condition gave, for each destination of its trigger. */
function take(result: Result, targets: readonly Destination[], state: State, found: Collected): void {
  const { trigger, key: condition, oncePer, templates, triggered, error, oncePerError } = result;
  const failure = error ?? oncePerError;
  if (failure) warn(found, trigger, failure);
  found.conditions.push({ trigger, triggered });
  if (triggered) found.fired.add(trigger);
  for (const destination of targets) {
    const key = stateKey({ trigger, condition, oncePer, destination });
    const known = state.has(key);
    if (triggered)
      (known ? found.notified : found.due).push({ key, trigger, oncePer, templates: templates ?? [], destination });
    else if (!error && known) found.cleared.push(key);
  }
}

function warn(found: Collected, trigger: string, error: unknown): void {
  found.warnings.push({
    trigger,
    errorMessage: `failed to execute condition of trigger ${trigger}: ${displayOf(error)}`,
  });
}

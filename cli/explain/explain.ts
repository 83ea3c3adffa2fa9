import type { KubernetesObject } from '../../controller/kubernetes/index.ts';
import { evaluate } from '../../controller/notification/evaluate.ts';
import { annotationPrefixes } from '../../controller/rsync/annotations.ts';
import { messageOf } from '../../engine/errors.ts';
import { type Explained, ExprError, explain } from '../../engine/expr/index.ts';
import { Run } from '../../engine/go/run.ts';
import { compareStrings } from '../../engine/go/utf8.ts';
import type { Destination } from '../../engine/notification/destinations.ts';
import { parseState, type State, stateAnnotation, stateKey } from '../../engine/state.ts';
import { argoPrefix } from '../../engine/subscriptions.ts';
import type { Condition, ConditionResult } from '../../engine/triggers.ts';
import type { LoadedConfiguration } from '../source/configuration.ts';
import { isRSyncKind } from '../source/kinds.ts';

/** How a subscription to a condition stands. */
export interface DestinationState {
  readonly destination: string;
  /** Unix seconds of the delivery that stands for this; undefined when there was none. */
  readonly sentAt: number | undefined;
  /** Whether it would be sent now. */
  readonly isDue: boolean;
}

export interface ConditionExplained {
  /** As state keys have it: `[i].hash`. */
  readonly key: string;
  readonly description: string;
  readonly triggered: boolean;
  /** Its `when`, part by part; undefined when it does not compile. */
  readonly when: Explained | undefined;
  readonly oncePer: string;
  readonly templates: readonly string[];
  /** What is wrong with `when` or `oncePer`. */
  readonly error: string | undefined;
  readonly destinations: readonly DestinationState[];
}

export interface TriggerExplained {
  readonly name: string;
  /** Why it cannot be evaluated at all. */
  readonly error: string | undefined;
  readonly destinations: readonly string[];
  readonly conditions: readonly ConditionExplained[];
}

export interface ObjectExplained {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly triggers: readonly TriggerExplained[];
  /** What else a notification process would warn of: subscriptions to triggers that do not exist. */
  readonly warnings: readonly string[];
}

/**
 * Why each trigger does or does not fire on an object, what has been sent and what would be sent next.
 * @param names the triggers to look at; all when empty
 */
export async function explainObject(
  { api, config, getVariables }: LoadedConfiguration,
  object: KubernetesObject,
  { state, names }: { readonly state: State; readonly names: readonly string[] },
): Promise<ObjectExplained> {
  const prefixes = isRSyncKind(object.kind) ? annotationPrefixes : [argoPrefix];
  const { labels, annotations } = object.metadata;
  const { destinations } = api.destinations({ labels: labels ?? {}, annotations: annotations ?? {} }, prefixes);
  const { warnings } = await evaluate({ apis: [{ api, namespace: undefined }], object, state, prefixes });
  const known = [...config.triggers.keys()].sort(compareStrings);
  const triggers: TriggerExplained[] = [];
  for (const name of known.filter((each) => names.length === 0 || names.includes(each))) {
    const targets = destinations.get(name) ?? [];
    const shown = targets.map(textOf);
    try {
      const results = await api.runTrigger(name, object);
      const conditions = config.triggers.get(name)?.value ?? [];
      const explained: ConditionExplained[] = [];
      for (const [i, result] of results.entries()) {
        const variables = getVariables(object);
        explained.push(await conditionOf(conditions[i], result, variables, { trigger: name, targets, state }));
      }
      triggers.push({ name, error: undefined, destinations: shown, conditions: explained });
    } catch (error) {
      triggers.push({ name, error: messageOf(error), destinations: shown, conditions: [] });
    }
  }
  const { kind, metadata } = object;
  const unexplained = warnings.filter(({ trigger }) => trigger === undefined || !config.triggers.has(trigger));
  return {
    kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    triggers,
    warnings: unexplained.map(({ errorMessage }) => errorMessage),
  };
}

interface Subscribed {
  readonly trigger: string;
  readonly targets: readonly Destination[];
  readonly state: State;
}

async function conditionOf(
  condition: Condition | undefined,
  { key, oncePer, templates, triggered, error, oncePerError }: ConditionResult,
  variables: Record<string, unknown>,
  { trigger, targets, state }: Subscribed,
): Promise<ConditionExplained> {
  const failure = error ?? oncePerError;
  return {
    key,
    description: condition?.description ?? '',
    triggered,
    when: await explainedWhen(condition?.when ?? '', variables),
    oncePer,
    templates: templates ?? [],
    error: failure && messageOf(failure),
    destinations: targets.map((destination) => {
      const sent = state.get(stateKey({ trigger, condition: key, oncePer, destination }));
      const isDue = triggered && sent === undefined && !oncePerError;
      return {
        destination: textOf(destination),
        sentAt: sent === undefined ? undefined : Number(sent),
        isDue,
      };
    }),
  };
}

async function explainedWhen(when: string, variables: Record<string, unknown>): Promise<Explained | undefined> {
  try {
    return await new Run().settle((run) => explain(when, variables, run));
  } catch (error) {
    if (error instanceof ExprError) return undefined;
    throw error;
  }
}

/** The state that an object carries. */
export function stateOf({ kind, metadata }: Pick<KubernetesObject, 'kind' | 'metadata'>): State {
  const prefix = isRSyncKind(kind) || kind === 'Notification' ? annotationPrefixes[0] : argoPrefix;
  return parseState(metadata.annotations?.[stateAnnotation(prefix)]);
}

function textOf({ service, recipient }: Destination): string {
  return recipient === '' ? service : `${service}:${recipient}`;
}

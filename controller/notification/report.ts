import { displayOf } from '../../engine/errors.ts';
import { type Destination, formatDestination } from '../../engine/notification/destinations.ts';
import type { State } from '../../engine/state.ts';
import type { KubernetesObject } from '../kubernetes/index.ts';
import type { Delivery } from './deliveries.ts';
import type { Evaluation, Warning } from './evaluate.ts';

/** What the last evaluation of an object found, and how its notifications stand. */
export interface Report {
  readonly object: KubernetesObject;
  /** What is wrong with the configuration, each with its place. */
  readonly problems: readonly string[];
  readonly warnings: readonly Warning[];
  readonly failures: readonly Failure[];
  readonly deliveries: readonly Delivered[];
}

export interface Failure {
  readonly trigger: string;
  readonly destination: Destination;
  /** The rendered message, empty when it cannot be rendered. */
  readonly message: string;
  readonly error: string;
  /** Sends that have failed, since the notification was last asked for by hand or by a change of the configuration. */
  readonly attempts: number;
  /** Milliseconds since the epoch. */
  readonly lastAttempt: number | undefined;
  /** When it is tried again at the latest, in milliseconds since the epoch; undefined while it is being tried and once it is given up. */
  readonly nextAttempt: number | undefined;
  /** It is not tried any more. */
  readonly givenUp: boolean;
}

export interface Delivered {
  readonly trigger: string;
  readonly destination: Destination;
  /** It had been delivered before this evaluation. */
  readonly alreadyNotified: boolean;
  /** Unix seconds at which it was accepted. */
  readonly deliveredAt: number | undefined;
}

/** What a report is made of. */
export interface Standing {
  readonly object: KubernetesObject;
  readonly found: Evaluation;
  readonly state: State;
  /** What is wrong with the configuration, and what may be. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** What is on its way. */
  readonly tries: readonly Delivery[];
}

/** How an object stands. What is on its way and has not failed yet is not told. */
export function reportOf({ object, found, state, problems, warnings, tries }: Standing): Report {
  const delivered = [...found.notified, ...found.due.filter(({ key }) => state.has(key))];
  return {
    object,
    problems,
    warnings: [...warnings.map((errorMessage) => ({ errorMessage })), ...found.warnings],
    failures: tries.filter(({ lastError }) => lastError !== undefined).map(failureOf),
    deliveries: delivered.map(({ key, trigger, destination }) => {
      const seconds = state.get(key);
      const deliveredAt = seconds === undefined ? undefined : Number(seconds);
      return { trigger, destination, alreadyNotified: true, deliveredAt };
    }),
  };
}

function failureOf({ due, message, lastError, dead, failures, failedAt, retryAt }: Delivery): Failure {
  const { trigger, destination, namespace } = due;
  const place = namespace === undefined ? '' : ` using the configuration in namespace ${namespace}`;
  const given = dead ? `given up after ${failures} tries: ` : '';
  const error = `${given}failed to deliver notification ${trigger} to ${formatDestination(destination)}${place}: ${displayOf(lastError)}`;
  const attempts = { attempts: failures, lastAttempt: failedAt, nextAttempt: retryAt, givenUp: dead };
  return { trigger, destination, message, error, ...attempts };
}

import type { Destination } from '../../engine/notification/destinations.ts';
import type { KubernetesObject } from '../kubernetes/index.ts';
import type { Warning } from './evaluate.ts';

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

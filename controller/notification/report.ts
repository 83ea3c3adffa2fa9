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
}

export interface Delivered {
  readonly trigger: string;
  readonly destination: Destination;
  /** It had been delivered before this evaluation. */
  readonly alreadyNotified: boolean;
}

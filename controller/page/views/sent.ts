import type { Notification } from '../../../engine/notification.ts';

/** A request that a service makes, with its secrets masked. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** What is shown of one delivery. */
export interface Sent {
  /** The type of the service: `slack`. */
  readonly type: string;
  /** What the service was given; not known of a request that has arrived somewhere. */
  readonly notification?: Notification | undefined;
  /** In the order they are made; none for services that do not speak HTTP. */
  readonly requests: readonly SentRequest[];
}

import type { Schema } from '../config/schema.ts';
import type { Destination } from '../notification/destinations.ts';
import type { Notification } from '../notification.ts';
import type { HttpClient } from './http.ts';
import type { Environment } from './http-proxy.ts';
import type { ThreadStore } from './threads.ts';

/** Where a service writes what it does. Messages hold no secrets. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export interface SendContext {
  /** Ends the sending: shutdown, or the deadline of the whole delivery. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Where threads are remembered, instead of the host's store. */
  readonly threads?: ThreadStore;
  /** Milliseconds that a receiver may ask to wait for within the sending; asked for more, it fails with `retryAfterMs`. Default: the service's. */
  readonly patience?: number;
}

/** Delivers notifications to one configured service. */
export interface Service {
  /** @throws {EngineError} with code `send` and upstream's text when the notification has not been delivered */
  send(notification: Notification, destination: Destination, context: SendContext): Promise<void>;
}

/** The options of a service: YAML already read, secrets filled in. */
export interface ServiceOptions {
  readonly value: unknown;
  /** The YAML they were read from, with references instead of secrets; serves places in errors. */
  readonly text: string;
}

/** What services share. */
export interface ServiceHost {
  readonly http: HttpClient;
  /** Variables that SDKs of clouds look at, e.g. `PUBSUB_EMULATOR_HOST`. Default: none. */
  readonly environment?: Environment;
  /** Where services remember threads. Default: in the memory of each service, until the configuration is read again. */
  readonly threads?: ThreadStore;
}

/** A kind of service, by the name it has in `service.<type>` keys. */
export interface ServiceType {
  readonly name: string;
  /** What its options are decoded by. */
  readonly options?: Schema<object>;
  /** @throws {EngineError} for options that do not fit, with upstream's text */
  parse(options: ServiceOptions, host: ServiceHost): Service;
}

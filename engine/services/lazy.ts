import { decodeValue } from '../config/decode.ts';
import type { Schema } from '../config/schema.ts';
import { EngineError, messageOf } from '../errors.ts';
import type { Destination } from '../notification/destinations.ts';
import type { Notification } from '../notification.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';

/** Where a type of service is, and what its options have to pass besides their schema. */
export interface LazyType {
  load(): Promise<ServiceType>;
  /** @throws {EngineError} for options that do not fit */
  check?(options: ServiceOptions): unknown;
}

/** A type of service whose options are read at once, and whose code is loaded when something is first sent. */
export function lazyType(name: string, schema: Schema<object>, { load, check }: LazyType): ServiceType {
  return {
    name,
    options: schema,
    parse(options: ServiceOptions, host: ServiceHost): Service {
      const { error } = decodeValue(options.value, schema, options.text);
      if (error) throw error;
      check?.(options);
      return new LazyService(async () => (await load()).parse(options, host));
    },
  };
}

class LazyService implements Service {
  private readonly load: () => Promise<Service>;
  private loading: Promise<Service> | undefined;

  constructor(load: () => Promise<Service>) {
    this.load = load;
  }

  async send(notification: Notification, destination: Destination, context: SendContext): Promise<void> {
    this.loading ??= this.load();
    const service = await this.loading.catch((error: unknown) => {
      this.loading = undefined;
      throw new EngineError('send', `the service cannot be loaded: ${messageOf(error)}`, { cause: error });
    });
    await service.send(notification, destination, context);
  }
}

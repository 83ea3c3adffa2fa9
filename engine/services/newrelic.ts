import { decodeValue } from '../config/decode.ts';
import type { Decoded } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { sprintf } from '../go/fmt.ts';
import type { Destination } from '../notification/destinations.ts';
import { JsonObject } from '../notification/json.ts';
import { newrelic as section } from '../notification/newrelic.ts';
import type { Notification } from '../notification.ts';
import { serviceOptions } from './options.ts';
import { withoutSecrets } from './secret-url.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';

const schema = serviceOptions.newrelic;

type NewrelicOptions = Decoded<typeof schema>;

/** Deployment markers of New Relic applications (upstream `newrelic.go`). */
export const newrelic: ServiceType = {
  name: 'newrelic',
  options: schema,
  parse({ value, text }: ServiceOptions, host: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    return new NewrelicService(options, host);
  },
};

class NewrelicService implements Service {
  private readonly options: NewrelicOptions;
  private readonly host: ServiceHost;

  constructor(options: NewrelicOptions, host: ServiceHost) {
    this.options = options;
    this.host = host;
  }

  /** Any response will do: upstream looks neither at its status nor at its body. */
  async send(
    { message, newrelic: marker }: Notification,
    { recipient }: Destination,
    { signal }: SendContext,
  ): Promise<void> {
    const { apiKey, apiURL, insecureSkipVerify } = this.options;
    if (apiKey === '') throw new EngineError('send', 'apiKey is missing');
    if (!marker) throw new EngineError('send', 'config is missing');
    const deployment = section.json({ ...marker, description: marker.description || message });
    const base = (apiURL || 'https://api.newrelic.com').replace(/\/$/, '');
    await withoutSecrets([apiKey], () =>
      this.host.http.request({
        method: 'POST',
        // The base is part of the format upstream: a `%` in it does there what it does here.
        url: sprintf(`${base}/v2/applications/%s/deployments.json`, [recipient]),
        headers: [
          ['Content-Type', 'application/json'],
          ['X-Api-Key', apiKey],
        ],
        body: new JsonObject([['deployment', deployment]]).toText(),
        insecureSkipVerify,
        signal,
      }),
    );
  }
}

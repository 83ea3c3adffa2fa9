import { decodeValue } from '../config/decode.ts';
import type { Decoded } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { fromBytes } from '../go/utf8.ts';
import type { Destination } from '../notification/destinations.ts';
import { JsonObject, unlessEmpty } from '../notification/json.ts';
import type { Notification } from '../notification.ts';
import { serviceOptions } from './options.ts';
import { redact } from './redact.ts';
import { askedToWait } from './retry.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';

const schema = serviceOptions.webex;

type WebexOptions = Decoded<typeof schema>;

/** Markdown messages to people and rooms of Webex (upstream `webex.go`). */
export const webex: ServiceType = {
  name: 'webex',
  options: schema,
  parse({ value, text }: ServiceOptions, host: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    return new WebexService(options, host);
  },
};

class WebexService implements Service {
  private readonly options: WebexOptions;
  private readonly host: ServiceHost;
  private readonly url: string;

  constructor(options: WebexOptions, host: ServiceHost) {
    this.options = options;
    this.host = host;
    this.url = `${(options.apiURL || 'https://webexapis.com').replace(/\/$/, '')}/v1/messages`;
  }

  async send(notification: Notification, { recipient }: Destination, { signal }: SendContext): Promise<void> {
    const { token, insecureSkipVerify } = this.options;
    const message = new JsonObject(
      [
        isEmail(recipient) ? ['toPersonEmail', recipient] : unlessEmpty('roomId', recipient)[0],
        ...unlessEmpty('markdown', notification.message),
      ].filter((member) => member !== undefined) as [string, string][],
    );
    const response = await this.host.http.request({
      method: 'POST',
      url: this.url,
      headers: [
        ['Content-Type', 'application/json'],
        ['Authorization', `Bearer ${token}`],
      ],
      body: message.toText(),
      insecureSkipVerify,
      signal,
    });
    const { bodyError } = response;
    if (bodyError) throw new EngineError('send', `unable to read response data: ${bodyError.message}`);
    if (response.status === 200) return;
    const answer = `request to ${this.url} has failed with error code ${response.status} : ${fromBytes(response.body)}`;
    throw new EngineError('send', redact(answer, [token]), { retryAfterMs: askedToWait(response) });
  }
}

/** Whether Go's `^\S+@\S+\.\S+$` matches, in one pass. */
function isEmail(recipient: string): boolean {
  const at = recipient.indexOf('@', 1);
  return !/[\t\n\f\r ]/.test(recipient) && at > 0 && recipient.lastIndexOf('.', recipient.length - 2) >= at + 2;
}

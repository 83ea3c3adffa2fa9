import { decodeValue } from '../config/decode.ts';
import { type Decoded, list } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { sprintf } from '../go/fmt.ts';
import { marshal } from '../go/json.ts';
import { fromBytes } from '../go/utf8.ts';
import { GoNil } from '../go/value.ts';
import type { Destination } from '../notification/destinations.ts';
import type { Notification } from '../notification.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { HttpError } from './http-error.ts';
import { anyJson, decodeJson } from './json-text.ts';
import { serviceOptions } from './options.ts';
import { redact } from './redact.ts';
import { askedToWait } from './retry.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';

const schema = serviceOptions.mattermost;

const attachmentsSchema = list(anyJson, '[]interface {}');

type MattermostOptions = Decoded<typeof schema>;

/** Posts in Mattermost channels (upstream `mattermost.go`). */
export const mattermost: ServiceType = {
  name: 'mattermost',
  options: schema,
  parse({ value, text }: ServiceOptions, host: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    return new MattermostService(options, host);
  },
};

class MattermostService implements Service {
  private readonly options: MattermostOptions;
  private readonly host: ServiceHost;

  constructor(options: MattermostOptions, host: ServiceHost) {
    this.options = options;
    this.host = host;
  }

  async send(notification: Notification, { recipient }: Destination, { signal }: SendContext): Promise<void> {
    const { token, insecureSkipVerify } = this.options;
    const attachments = readAttachments(notification.mattermost?.attachments || '[]');
    const body = { channel_id: recipient, message: notification.message, props: { attachments } };
    const response = await this.request({
      method: 'POST',
      url: `${this.options.apiURL}/api/v4/posts`,
      headers: [
        ['Content-Type', 'application/json'],
        ['Authorization', `Bearer ${token}`],
      ],
      body: marshal(body),
      insecureSkipVerify,
      signal,
    });
    if (response.bodyError) throw new EngineError('send', `failed to read body: ${response.bodyError.message}`);
    if (response.status >= 200 && response.status <= 299) return;
    const what = sprintf('request to %s has failed with error code', [body]);
    const answer = redact(`${what} ${response.status} : ${fromBytes(response.body)}`, [token]);
    throw new EngineError('send', answer, { retryAfterMs: askedToWait(response) });
  }

  private async request(request: HttpRequest): Promise<HttpResponse> {
    try {
      return await this.host.http.request(request);
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      const step = error.message.startsWith('parse ') ? 'failed to create request' : 'failed to request';
      throw new EngineError('send', `${step}: ${redact(error.message, [this.options.token])}`, { cause: error });
    }
  }
}

/** Any JSON list. @throws {EngineError} */
function readAttachments(text: string): unknown {
  const { value, error } = decodeJson(text, attachmentsSchema);
  if (!error) return value ?? new GoNil('[]interface {}');
  throw new EngineError('send', `failed to unmarshal attachments '${text}' : ${error.message}`, { cause: error });
}

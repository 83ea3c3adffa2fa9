import { decodeValue } from '../config/decode.ts';
import type { Decoded } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { join } from '../go/path.ts';
import { GoUrl, parseUrl } from '../go/url.ts';
import { fromBytes } from '../go/utf8.ts';
import type { Destination } from '../notification/destinations.ts';
import { JsonObject } from '../notification/json.ts';
import type { Notification } from '../notification.ts';
import type { HttpResponse } from './http.ts';
import { serviceOptions } from './options.ts';
import { askedToWait } from './retry.ts';
import { withoutSecrets } from './secret-url.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';

const schema = serviceOptions.grafana;

type GrafanaOptions = Decoded<typeof schema>;

/** Annotations in Grafana, with the recipient as their tags (upstream `grafana.go`). */
export const grafana: ServiceType = {
  name: 'grafana',
  options: schema,
  parse({ value, text }: ServiceOptions, host: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    return new GrafanaService(options, host);
  },
};

class GrafanaService implements Service {
  private readonly options: GrafanaOptions;
  private readonly host: ServiceHost;

  constructor(options: GrafanaOptions, host: ServiceHost) {
    this.options = options;
    this.host = host;
  }

  async send({ message }: Notification, { recipient }: Destination, { signal, log }: SendContext): Promise<void> {
    if (message === '') log.warn('Message is an empty string or not provided in the notifications template');
    const annotation = new JsonObject([
      ['time', Math.floor(Date.now() / 1000) * 1000],
      ['isRegion', false],
      ['tags', recipient.split('|')],
      ['text', message],
    ]);
    const { apiKey, apiUrl } = this.options;
    const url = parsed(apiUrl);
    await withoutSecrets([apiKey, url.fields.user?.password ?? ''], async () => {
      const response = await this.post(annotationsOf(url), annotation.toText(), signal);
      const { status, body, bodyError } = response;
      if (bodyError) throw new EngineError('send', `unable to read response data: ${bodyError.message}`);
      if (status === 200) return;
      const text = `request to ${apiUrl} has failed with error code ${status} : ${fromBytes(body)}`;
      throw new EngineError('send', text, { retryAfterMs: askedToWait(response) });
    });
  }

  private async post(url: string, body: string, signal: AbortSignal): Promise<HttpResponse> {
    const { apiKey, insecureSkipVerify } = this.options;
    return await this.host.http.request({
      method: 'POST',
      url,
      headers: [
        ['Content-Type', 'application/json'],
        ['Authorization', `Bearer ${apiKey}`],
      ],
      body,
      insecureSkipVerify,
      signal,
    });
  }
}

function parsed(url: string): GoUrl {
  try {
    return parseUrl(url);
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    throw new EngineError('send', error.message, { cause: error });
  }
}

function annotationsOf(url: GoUrl): string {
  return new GoUrl({ ...url.fields, path: join(url.fields.path, 'annotations') }).toString();
}

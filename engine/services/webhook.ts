import { decodeValue } from '../config/decode.ts';
import type { Decoded } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { parseUrl } from '../go/url.ts';
import { fromBytes } from '../go/utf8.ts';
import type { Destination } from '../notification/destinations.ts';
import type { Notification } from '../notification.ts';
import { basicAuth } from './http-headers.ts';
import { serviceOptions } from './options.ts';
import { basicSecrets, redact } from './redact.ts';
import { maskPassword } from './request-url.ts';
import { type RetryPolicy, requestWithRetries } from './retry.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';

const schema = serviceOptions.webhook;

type WebhookOptions = Decoded<typeof schema>;

/** Any HTTP request: the template's `webhook.<service name>`, else a GET with the message (upstream `webhook.go`). */
export const webhook: ServiceType = {
  name: 'webhook',
  options: schema,
  parse({ value, text }: ServiceOptions, host: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    return new WebhookService(options, host);
  },
};

class WebhookService implements Service {
  private readonly options: WebhookOptions;
  private readonly host: ServiceHost;
  private readonly retries: RetryPolicy;

  constructor(options: WebhookOptions, host: ServiceHost) {
    this.options = options;
    this.host = host;
    this.retries = {
      waitMin: options.retryWaitMin || 1e9,
      waitMax: options.retryWaitMax || 5e9,
      max: options.retryMax || 3,
    };
  }

  async send(notification: Notification, { service }: Destination, context: SendContext): Promise<void> {
    const { method, url, body } = this.requestFor(notification, service);
    const request = {
      method,
      url,
      body,
      chunked: true,
      headers: this.headers(),
      insecureSkipVerify: this.options.insecureSkipVerify,
      signal: context.signal,
    };
    const retried = { request, shownUrl: shown(url) };
    const response = await requestWithRetries(this.host.http, retried, this.retries, context);
    if (response.status >= 200 && response.status <= 299) return;
    const what = `{${body} ${method} ${url} ${service}}`;
    const { body: bytes, bodyError } = response;
    const answer = bodyError ? `unable to read response data: ${bodyError.message}` : fromBytes(bytes);
    throw new EngineError(
      'send',
      redact(`request to ${what} has failed with error code ${response.status} : ${answer}`, this.secrets(url)),
    );
  }

  private requestFor(notification: Notification, service: string): { method: string; url: string; body: string } {
    const webhooks = notification.webhook;
    const own = webhooks && Object.hasOwn(webhooks, service) ? webhooks[service] : undefined;
    const { url } = this.options;
    if (!own) return { method: 'GET', url, body: notification.message };
    const path = own.path === '' ? '' : `/${own.path.replace(/^\/+/, '')}`;
    return {
      method: own.method || 'GET',
      url: path === '' ? url : `${url.replace(/\/+$/, '')}${path}`,
      body: own.body,
    };
  }

  private headers(): [string, string][] {
    const headers = (this.options.headers ?? []).map(({ name, value }): [string, string] => [name, value]);
    const auth = this.options.basicAuth;
    return auth ? [...headers, ['Authorization', basicAuth(auth.username, auth.password)]] : headers;
  }

  /** What of the options no message may hold. */
  private secrets(url: string): string[] {
    const auth = this.options.basicAuth;
    const headers = (this.options.headers ?? []).filter(({ name }) => /auth|token|key|secret|cookie/i.test(name));
    return [
      ...(auth ? basicSecrets(auth.username, auth.password) : []),
      ...headers.flatMap(({ value }) => [value, value.replace(/^\S+ /, '')]),
      ...passwordOf(url),
    ];
  }
}

function passwordOf(url: string): string[] {
  try {
    const { user } = parseUrl(url).fields;
    return user?.password ? [user.password] : [];
  } catch (error) {
    if (error instanceof GoError) return [];
    throw error;
  }
}

/** The URL with `xxxxx` for its password; as it is when it cannot be parsed, since then nothing is sent. */
function shown(url: string): string {
  try {
    return maskPassword(parseUrl(url), 'xxxxx');
  } catch (error) {
    if (error instanceof GoError) return url;
    throw error;
  }
}

import { decodeValue } from '../config/decode.ts';
import { type Decoded, embedded, int, map, type Schema, str, struct } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { format } from '../go/fmt.ts';
import { formatFloat } from '../go/strconv.ts';
import { GoUrl, parseUrl } from '../go/url.ts';
import { fromBytes } from '../go/utf8.ts';
import { GoNum } from '../go/value.ts';
import type { Destination } from '../notification/destinations.ts';
import { JsonObject, unlessEmpty } from '../notification/json.ts';
import { responderJson } from '../notification/opsgenie.ts';
import type { Notification } from '../notification.ts';
import type { HttpResponse } from './http.ts';
import { decodeJson } from './json-text.ts';
import { serviceOptions } from './options.ts';
import { redact } from './redact.ts';
import { maskPassword } from './request-url.ts';
import { askedToWait, type RetryPolicy, requestToTheEnd } from './retry.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';

const schema = serviceOptions.opsgenie;

type OpsgenieOptions = Decoded<typeof schema>;

const userAgent = 'opsgenie-go-sdk-2.0.0 go1.26.8 (linux/amd64)';
const retries: RetryPolicy = { waitMin: 1e9, waitMax: 30e9, max: 4, always: true };

/** An alert by Opsgenie's alert API (upstream `opsgenie.go`, opsgenie-go-sdk-v2 `client.go`). */
export const opsgenie: ServiceType = {
  name: 'opsgenie',
  options: schema,
  parse({ value, text }: ServiceOptions, host: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    return new OpsgenieService(options, host);
  },
};

class OpsgenieService implements Service {
  private readonly options: OpsgenieOptions;
  private readonly host: ServiceHost;

  constructor(options: OpsgenieOptions, host: ServiceHost) {
    this.options = options;
    this.host = host;
  }

  async send(notification: Notification, { recipient }: Destination, context: SendContext): Promise<void> {
    const { apiKeys: keys, apiUrl, insecureSkipVerify } = this.options;
    const key = keys && Object.hasOwn(keys, recipient) ? keys[recipient] : undefined;
    if (key === undefined) throw new EngineError('send', `no API key configured for recipient ${recipient}`);
    if (notification.opsgenie?.description === '') {
      throw new EngineError('send', 'opsgenie notification description is missing');
    }
    if (key === '') throw new EngineError('send', 'API key cannot be blank.');
    if (notification.message === '') throw new EngineError('send', 'message can not be empty');
    const url = alertsUrl(apiUrl);
    const request = {
      method: 'POST',
      url: url.toString(),
      body: `${alertOf(notification, recipient).toText()}\n`,
      headers: headersOf(key),
      insecureSkipVerify,
      signal: context.signal,
    };
    const retried = { request, shownUrl: maskPassword(url, 'xxxxx') };
    const response = await requestToTheEnd(this.host.http, retried, retries, context);
    const failure = failureOf(response);
    if (failure === undefined) return;
    throw new EngineError('send', redact(failure, [key]), { retryAfterMs: askedToWait(response) });
  }
}

/** `apiUrl` is a host; only one that has `api` in it is asked over TLS, as upstream's SDK does. */
function alertsUrl(apiUrl: string): GoUrl {
  const host = apiUrl || 'api.opsgenie.com';
  const scheme = host.includes('api') ? 'https' : 'http';
  try {
    return parseUrl(new GoUrl({ scheme, host, path: '/v2/alerts' }).toString());
  } catch (error) {
    throw error instanceof GoError ? new EngineError('send', error.message, { cause: error }) : error;
  }
}

function headersOf(key: string): [string, string][] {
  return [
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Accept', 'application/json'],
    ['Authorization', `GenieKey ${key}`],
    ['User-Agent', userAgent],
  ];
}

function alertOf({ message, opsgenie: alert }: Notification, recipient: string): JsonObject {
  return new JsonObject([
    ['message', message],
    ...unlessEmpty('alias', alert?.alias),
    ...unlessEmpty('description', alert?.description),
    ['responders', [responderJson({ type: 'team', name: '', id: recipient, username: '' })]],
    ...unlessEmpty('visibleTo', alert?.visibleTo?.map(responderJson)),
    ...unlessEmpty('actions', alert?.actions),
    ...unlessEmpty('tags', alert?.tags),
    ...unlessEmpty('details', alert?.details),
    ...unlessEmpty('entity', alert?.entity),
    ['source', 'Argo CD'],
    ...unlessEmpty('priority', alert?.priority),
    ...unlessEmpty('user', alert?.user),
    ...unlessEmpty('note', alert?.note),
  ]);
}

const float32: Schema<number> = {
  type: 'float32',
  zero: () => 0,
  decode(value, current, decoding) {
    if (value === null) return current;
    if (value instanceof GoNum) return Math.fround(Number(value.value));
    decoding.mismatch(value, 'float32');
    return current;
  },
};

/** The answer itself, and the same below `data`, which comes first. */
const answerSchema = struct('alert.AsyncAlertResult', {
  requestId: embedded('ResultMetadata', str),
  took: embedded('ResultMetadata', float32),
  RateLimitState: embedded('ResultMetadata', str),
  RateLimitReason: embedded('ResultMetadata', str),
  RateLimitPeriod: embedded('ResultMetadata', str),
  RetryCount: embedded('ResultMetadata', int),
  result: str,
});
const objectSchema: Schema<Record<string, unknown> | null> = map({
  type: 'interface {}',
  zero: () => null,
  decode: (value) => value,
} as Schema<unknown>);

/** What is wrong with an answer. */
function failureOf({ status, headers, body, bodyError }: HttpResponse): string | undefined {
  const text = fromBytes(body);
  if (status >= 400) return describeError(text, status, headers['x-opsgenie-errortype'] ?? '');
  if (bodyError) return bodyError.message;
  const { value: object, error } = decodeJson(text, objectSchema);
  if (error) return `Response could not be parsed, ${error.message}`;
  const data = object && Object.hasOwn(object, 'data') ? object['data'] : object;
  const result = decodeJson(text, {
    ...answerSchema,
    decode: (_, current, decoding) => answerSchema.decode(data, current, decoding),
  });
  return result.error && `Response could not be parsed, ${result.error.message}`;
}

/** Upstream's SDK lets the body replace status and error type. */
function describeError(text: string, status: number, errorType: string): string {
  const fields = struct('client.ApiError', {
    message: str,
    took: float32,
    requestId: str,
    errors: map(str),
    StatusCode: int,
    ErrorHeader: str,
  });
  const zero = () => ({ ...fields.zero(), StatusCode: status, ErrorHeader: errorType });
  const { value: error } = decodeJson(text, { ...fields, zero });
  const parts = [
    `Error occurred with Status code: ${error.StatusCode}`,
    `Message: ${error.message}`,
    `Took: ${formatFloat(error.took, 'f', 6, 32)}`,
    `RequestId: ${error.requestId}`,
  ];
  if (error.ErrorHeader !== '') parts.push(`Error Header: ${error.ErrorHeader}`);
  if (error.errors) parts.push(`Error Detail: ${format(error.errors)}`);
  return parts.join(', ');
}

import { decodeValue } from '../config/decode.ts';
import { list, str, struct } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { fromBytes } from '../go/utf8.ts';
import type { Destination } from '../notification/destinations.ts';
import { JsonObject, unlessEmpty } from '../notification/json.ts';
import type { Notification } from '../notification.ts';
import type { HttpResponse } from './http.ts';
import { decodeBody } from './json-body.ts';
import { decodeJson } from './json-text.ts';
import { serviceOptions } from './options.ts';
import { errorsDetail, userAgent } from './pagerduty.ts';
import { redact } from './redact.ts';
import { askedToWait } from './retry.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';

const schema = serviceOptions.pagerdutyv2;

const answerSchema = struct('pagerduty.V2EventResponse', {
  status: str,
  dedup_key: str,
  message: str,
  errors: list(str),
});

const errorSchema = struct('pagerduty.EventsAPIV2ErrorObject', { status: str, message: str, errors: list(str) });

/** An event that triggers an alert, by PagerDuty's Events API v2 (upstream `pagerdutyv2.go`, go-pagerduty `event_v2.go`). */
export const pagerdutyv2: ServiceType = {
  name: 'pagerdutyv2',
  options: schema,
  parse({ value, text }: ServiceOptions, { http }: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    return {
      async send(notification: Notification, { recipient }: Destination, context: SendContext): Promise<void> {
        const keys = options.serviceKeys;
        const key = keys && Object.hasOwn(keys, recipient) ? keys[recipient] : undefined;
        if (key === undefined) throw new EngineError('send', `no API key configured for recipient ${recipient}`);
        const response = await http.request({
          method: 'POST',
          url: 'https://events.pagerduty.com/v2/enqueue',
          body: eventOf(notification, key),
          headers: [
            ['User-Agent', userAgent],
            ['Content-Type', 'application/json'],
          ],
          signal: context.signal,
        });
        const failure = failureOf(response);
        if (failure === undefined) return;
        throw new EngineError('send', redact(failure, [key]), { retryAfterMs: askedToWait(response) });
      },
    };
  },
};

function eventOf({ pagerdutyv2: event }: Notification, key: string): string {
  if (!event) throw new EngineError('send', 'no config found for pagerdutyv2');
  return new JsonObject([
    ['routing_key', key],
    ['event_action', 'trigger'],
    ...unlessEmpty('dedup_key', event.dedupKey),
    ['client', 'ArgoCD'],
    ...unlessEmpty('client_url', event.url),
    [
      'payload',
      new JsonObject([
        ['summary', event.summary],
        ['source', event.source],
        ['severity', event.severity],
        ...unlessEmpty('component', event.component),
        ...unlessEmpty('group', event.group),
        ...unlessEmpty('class', event.class),
      ]),
    ],
  ]).toText();
}

/** What is wrong with an answer: only 202 with JSON is good. */
function failureOf(response: HttpResponse): string | undefined {
  const { status } = response;
  if (status === 202) return decodeBody(response, answerSchema).error?.message;
  const { bodyError } = response;
  if (bodyError) return `HTTP response with status code: ${status}: error: ${bodyError.message}`;
  const body = fromBytes(response.body);
  const { value, error } = decodeJson(body, errorSchema);
  if (error) {
    return `HTTP response with status code: ${status}, JSON unmarshal object body failed: ${error.message}, body: ${body}`;
  }
  const failed = `HTTP response failed with status code ${status}, status: ${value.status}, message: ${value.message}`;
  return value.errors && value.errors.length > 0 ? `${failed}: ${errorsDetail(value.errors)}` : failed;
}

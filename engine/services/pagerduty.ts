import { decodeValue } from '../config/decode.ts';
import { custom, type Decoded, Decoding, int, list, type Schema, str, struct } from '../config/schema.ts';
import { EngineError, messageOf } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { fromBytes } from '../go/utf8.ts';
import type { Destination } from '../notification/destinations.ts';
import { JsonObject, unlessEmpty } from '../notification/json.ts';
import type { Notification } from '../notification.ts';
import type { HttpResponse } from './http.ts';
import { HttpError } from './http-error.ts';
import { type DecodedJson, decodeJson } from './json-text.ts';
import { serviceOptions } from './options.ts';
import { redact } from './redact.ts';
import { askedToWait } from './retry.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';

/** How go-pagerduty introduces itself. */
export const userAgent = 'go-pagerduty/1.8.0';

const schema = serviceOptions.pagerduty;

type PagerDutyOptions = Decoded<typeof schema>;

const answerSchema = struct('pagerduty.createIncidentResponse', {
  incident: struct('pagerduty.Incident', { id: str, incident_number: int, title: str, incident_key: str }),
});

/** An incident, by PagerDuty's REST API (upstream `pagerduty.go`, go-pagerduty `incident.go`). */
export const pagerduty: ServiceType = {
  name: 'pagerduty',
  options: schema,
  parse({ value, text }: ServiceOptions, { http }: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    return {
      async send(notification: Notification, { recipient }: Destination, { signal }: SendContext): Promise<void> {
        const body = incidentOf(notification, recipient);
        try {
          const headers = headersOf(options);
          const url = 'https://api.pagerduty.com/incidents';
          // Upstream's client has a dialer of its own, and so no HTTP/2.
          check(await http.request({ method: 'POST', url, body, headers, http1: true, signal }));
        } catch (error) {
          if (!(error instanceof EngineError)) throw error;
          const prefix = error instanceof HttpError ? 'error calling the API endpoint: ' : '';
          throw new EngineError('send', redact(`${prefix}${messageOf(error)}`, [options.token]), {
            cause: error.cause,
            retryAfterMs: error.retryAfterMs,
          });
        }
      },
    };
  },
};

function headersOf({ token, from }: PagerDutyOptions): [string, string][] {
  return [
    ['Accept', 'application/vnd.pagerduty+json;version=2'],
    ['From', from],
    ['Authorization', `Token token=${token}`],
    ['User-Agent', userAgent],
    ['Content-Type', 'application/json'],
  ];
}

/** The tab in the type of the body is upstream's. */
function incidentOf({ pagerduty: incident }: Notification, service: string): string {
  if (!incident) throw new EngineError('send', 'no config found for pagerduty');
  return new JsonObject([
    [
      'incident',
      new JsonObject([
        ['type', 'incident'],
        ['title', incident.title],
        ['service', new JsonObject([...unlessEmpty('id', service), ['type', 'service_reference']])],
        ['priority', new JsonObject([...unlessEmpty('id', incident.priorityId), ['type', 'priority']])],
        ...unlessEmpty('urgency', incident.urgency),
        ['body', new JsonObject([['type', 'incident_details\t'], ...unlessEmpty('details', incident.body)])],
      ]),
    ],
  ]).toText();
}

const errorObject = struct('pagerduty.APIErrorObject', { code: int, message: str, errors: list(str) });
type ErrorObject = Decoded<typeof errorObject>;
const errorWithText = struct('struct { Code int; Message string; Errors string }', {
  code: int,
  message: str,
  errors: str,
});
const errorTexts = list(str);

/** The forms in which PagerDuty has sent its error objects, one after the other. */
const anyErrorObject: Schema<ErrorObject> = {
  ...errorObject,
  decode(value, current, decoding) {
    const proper = attempt(errorObject, value);
    if (!proper.error) return proper.value;
    const withText = attempt(errorWithText, value);
    if (!withText.error) return { ...withText.value, errors: [withText.value.errors] };
    const texts = attempt(errorTexts, value);
    if (!texts.error) return { ...proper.value, message: 'none', errors: texts.value };
    decoding.error = proper.error;
    return current;
  },
};

function attempt<T>(schema: Schema<T>, value: unknown): { value: T; error: Decoding['error'] } {
  const decoding = new Decoding();
  decoding.coerce = false;
  return { value: schema.decode(value, schema.zero(), decoding), error: decoding.error };
}

const failureSchema = struct('pagerduty.APIError', {
  error: custom<ErrorObject, ErrorObject | null>(
    'pagerduty.NullAPIErrorObject',
    anyErrorObject,
    () => null,
    (o) => o,
  ),
});

/** @throws {EngineError} for an answer that is no success with JSON */
function check(response: HttpResponse): void {
  const { status, headers } = response;
  if (status >= 200 && status <= 299) {
    const { error } = decodeWhole(response, answerSchema);
    if (error) throw new EngineError('send', error.message);
    return;
  }
  const retryAfterMs = askedToWait(response);
  if (!(headers['content-type'] ?? '').startsWith('application/json')) {
    const message = `HTTP response with status code ${status} does not contain Content-Type: application/json`;
    throw new EngineError('send', message, { retryAfterMs });
  }
  const { value, error } = decodeWhole(response, failureSchema);
  if (error) {
    const message = `HTTP response with status code ${status}, JSON error object decode failed: ${error.message}`;
    throw new EngineError('send', message, { retryAfterMs });
  }
  throw new EngineError('send', describe(status, value.error), { retryAfterMs });
}

function decodeWhole<T>({ body, bodyError }: HttpResponse, schema: Schema<T>): DecodedJson<T> {
  if (!bodyError) return decodeJson(fromBytes(body), schema);
  return { value: schema.zero(), error: new GoError(`failed to read response body: ${bodyError.message}`) };
}

function describe(status: number, error: ErrorObject | null): string {
  const failed = `HTTP response failed with status code ${status}`;
  if (!error) return `${failed} and no JSON error object was present`;
  const { code, message, errors } = error;
  const details = errors && errors.length > 0 ? `: ${errorsDetail(errors)}` : '';
  return `${failed}, message: ${message} (code: ${code})${details}`;
}

/** The first of several errors, and how many more there are. */
export function errorsDetail(errors: readonly string[]): string {
  const more = errors.length - 1;
  const first = errors[0] ?? '';
  return more === 0 ? first : `${first} (and ${more} more ${more > 1 ? 'errors' : 'error'}...)`;
}

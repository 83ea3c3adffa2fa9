import { decodeValue } from '../config/decode.ts';
import { int, list, pointer, str, struct } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { atoi } from '../go/strconv.ts';
import { runeCount } from '../go/utf8.ts';
import type { Destination } from '../notification/destinations.ts';
import type { Notification } from '../notification.ts';
import { encodeForm, formType } from './form.ts';
import type { HttpResponse } from './http.ts';
import { decodeBody } from './json-body.ts';
import { serviceOptions } from './options.ts';
import { redact } from './redact.ts';
import { askedToWait } from './retry.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';

const schema = serviceOptions.pushover;

const answerSchema = pointer(
  struct('pushover.Response', { status: int, request: str, errors: list(str, 'pushover.Errors'), receipt: str }),
);

const key = /^[A-Za-z0-9]{30}$/;
const longestMessage = 1024;
const limits = ['x-limit-app-limit', 'x-limit-app-remaining', 'x-limit-app-reset'];

/** The message to a user or group of Pushover (upstream `pushover.go`, gregdel/pushover). */
export const pushover: ServiceType = {
  name: 'pushover',
  options: schema,
  parse({ value, text }: ServiceOptions, { http }: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    return {
      async send({ message }: Notification, { recipient }: Destination, { signal }: SendContext): Promise<void> {
        const { token } = options;
        const refusal = refusalOf(token, recipient, message);
        if (refusal !== undefined) throw new EngineError('send', `pushover: ${refusal}`);
        const response = await http.request({
          method: 'POST',
          url: 'https://api.pushover.net/1/messages.json',
          body: encodeForm(Object.entries({ message, priority: '0', token, user: recipient })),
          headers: [['Content-Type', formType]],
          signal,
        });
        const failure = failureOf(response);
        if (failure === undefined) return;
        throw new EngineError('send', redact(failure, [token]), { retryAfterMs: askedToWait(response) });
      },
    };
  },
};

function refusalOf(token: string, recipient: string, message: string): string | undefined {
  if (token === '') return 'empty API token';
  if (!key.test(token)) return 'invalid API token';
  if (recipient === '') return 'empty recipient token';
  if (!key.test(recipient)) return 'invalid recipient token';
  if (message === '') return 'message empty';
  return runeCount(message) > longestMessage ? 'message too long' : undefined;
}

/** What is wrong with an answer. It needs the headers with the limits of the application, though the message is out. */
function failureOf(response: HttpResponse): string | undefined {
  const { status, headers } = response;
  if (status >= 500) return 'pushover: http error';
  const { value, error } = decodeBody(response, answerSchema);
  if (error) return error.message;
  if (value === null) return undefined;
  const { errors } = value;
  if (value.status !== 1) return errors && errors.length > 0 ? `Errors:\n${errors.join('\n')}` : '';
  for (const name of limits) {
    const failure = limitFailure(headers[name]);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

function limitFailure(limit: string | undefined): string | undefined {
  if (limit === undefined || limit.includes(', ')) return 'pushover: invalid headers in server response';
  try {
    atoi(limit);
    return undefined;
  } catch (error) {
    if (error instanceof GoError) return error.message;
    throw error;
  }
}

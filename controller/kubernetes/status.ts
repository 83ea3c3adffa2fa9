import type { IncomingHttpHeaders } from 'node:http';
import { isPlainMap } from '../../engine/go/value.ts';
import { ControllerError } from '../errors.ts';

const reasons: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  409: 'Conflict',
  410: 'Gone',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/** The error that a Status object or any other answer with an HTTP status of failure means. */
export function statusError(
  place: string,
  status: number,
  answer: unknown,
  headers: IncomingHttpHeaders = {},
): ControllerError {
  const object = isPlainMap(answer) ? answer : {};
  const text = typeof object['message'] === 'string' && object['message'] !== '' ? object['message'] : undefined;
  const reason = typeof object['reason'] === 'string' && object['reason'] !== '' ? object['reason'] : undefined;
  const snippet = typeof answer === 'string' ? answer.trim().slice(0, 200) : '';
  return new ControllerError(
    reason ?? reasons[status] ?? 'UnexpectedStatus',
    place,
    (text ?? (snippet || `HTTP status ${status}`)).slice(0, 4096),
    { status, retryAfterMs: retryAfter(headers, object) },
  );
}

function retryAfter(headers: IncomingHttpHeaders, object: Record<string, unknown>): number | undefined {
  const details = isPlainMap(object['details']) ? object['details'] : {};
  const seconds = Number(headers['retry-after'] ?? details['retryAfterSeconds'] ?? Number.NaN);
  return seconds >= 0 ? Math.min(seconds, 600) * 1000 : undefined;
}

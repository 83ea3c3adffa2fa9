import { any, str, struct } from '../config/schema.ts';
import { GoError } from '../go/error.ts';
import { fromBytes } from '../go/utf8.ts';
import type { HttpResponse } from './http.ts';
import { decodeFirstJson } from './json-text.ts';

/** An operation that failed. `message` is Go's without `operation error …` before it. */
export class AwsError extends GoError {
  readonly retryable: boolean;

  constructor(message: string, retryable: boolean) {
    super(message);
    this.retryable = retryable;
  }
}

const schema = struct('protocolErrorInfo', { __type: str, message: str, code: any });

/** Errors that the service declares; they are printed without `api error`, their code spelled as here. */
const declared: readonly string[] = [
  'InvalidAddress',
  'InvalidMessageContents',
  'InvalidSecurity',
  'KmsAccessDenied',
  'KmsDisabled',
  'KmsInvalidKeyUsage',
  'KmsInvalidState',
  'KmsNotFound',
  'KmsOptInRequired',
  'KmsThrottled',
  'QueueDoesNotExist',
  'RequestThrottled',
  'UnsupportedOperation',
];
const retried: ReadonlySet<string> = new Set([
  'RequestTimeout',
  'RequestTimeoutException',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottledException',
  'TooManyRequestsException',
  'ProvisionedThroughputExceededException',
  'TransactionInProgressException',
  'RequestLimitExceeded',
  'BandwidthLimitExceeded',
  'LimitExceededException',
  'RequestThrottled',
  'SlowDown',
  'PriorRequestNotComplete',
  'EC2ThrottledException',
]);
const retriedStatuses: ReadonlySet<number> = new Set([500, 502, 503, 504]);

/** What aws-sdk-go-v2 says of an answer that is no success, by the protocol AWS JSON 1.0 in query mode. */
export function apiError(response: HttpResponse): AwsError {
  const { value, error } = decodeFirstJson(fromBytes(response.body), schema);
  if (error && error.message !== 'EOF') return undecodable(response, error);
  const { headers, status } = response;
  const typed = headers['x-amzn-errortype'] || value.__type || (typeof value.code === 'string' ? value.code : '');
  const code = sanitized(typed) || 'UnknownError';
  const known = declared.find((each) => each.toLowerCase() === code.toLowerCase());
  const queryCode = queryErrorCode(headers['x-amzn-query-error'] ?? '');
  const shown = queryCode || (known ?? code);
  const text = known ? `${shown}: ${value.message}` : `api error ${shown}: ${value.message || 'UnknownError'}`;
  return new AwsError(`${prefix(response)}${text}`, retriedStatuses.has(status) || retried.has(shown));
}

/** What it says of an answer that cannot be read. */
export function undecodable(response: HttpResponse, error: GoError): AwsError {
  const text = `deserialization failed, failed to decode response body, ${error.message}`;
  return new AwsError(`${prefix(response)}${text}`, retriedStatuses.has(response.status));
}

/** What it says of a request that got no answer. */
export function sendError(message: string): AwsError {
  return new AwsError(`https response error StatusCode: 0, RequestID: , request send failed, ${message}`, true);
}

function prefix({ status, headers }: HttpResponse): string {
  const id = headers['x-amzn-requestid'] ?? headers['x-amz-request-id'] ?? '';
  return `https response error StatusCode: ${status}, RequestID: ${id}, `;
}

/** The code without a namespace before `#` and a URL after `:`. */
function sanitized(type: string): string {
  return type.replace(/:.*$/s, '').replace(/^.*#/s, '');
}

function queryErrorCode(header: string): string {
  const parts = header.split(';');
  return parts.length === 2 ? (parts[0] ?? '') : '';
}

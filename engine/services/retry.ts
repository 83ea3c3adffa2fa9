import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { formatDuration, layouts, parseTime } from '../go/time/index.ts';
import type { HttpClient, HttpRequest, HttpResponse } from './http.ts';
import { HttpError } from './http-error.ts';
import type { SendContext } from './service.ts';

/** When to try again: attempts after the first, and how long to wait before them. Nanoseconds. */
export interface RetryPolicy {
  readonly waitMin: number;
  readonly waitMax: number;
  /** A negative number means one attempt only. */
  readonly max: number;
  /** Whether failures that will stay are tried again too. Default false. */
  readonly always?: boolean;
}

type RetryContext = Pick<SendContext, 'log' | 'patience'>;

/** A request with its URL as it may be shown. */
export interface RetriedRequest {
  readonly request: HttpRequest & { readonly signal: AbortSignal };
  readonly shownUrl: string;
}

/**
 * The response of a request that is tried again after network errors, 429 and 5xx but 501, as hashicorp's retryablehttp
 * 0.7.7 does: exponential waits, `Retry-After` of 429 and 503 honoured.
 * @throws {EngineError} `METHOD URL giving up after N attempt(s)`
 */
export async function requestWithRetries(
  http: HttpClient,
  retried: RetriedRequest,
  policy: RetryPolicy,
  context: RetryContext,
): Promise<HttpResponse> {
  const { outcome, attempts } = await lastOutcome(http, retried, policy, context);
  if (!outcome.retry && outcome.response) return outcome.response;
  throw givenUp(`${retried.request.method} ${retried.shownUrl}`, attempts, outcome);
}

/** As requestWithRetries, but when it gives up the last response, or the error of the last attempt, is what it comes to. */
export async function requestToTheEnd(
  http: HttpClient,
  retried: RetriedRequest,
  policy: RetryPolicy,
  context: RetryContext,
): Promise<HttpResponse> {
  const { outcome } = await lastOutcome(http, retried, policy, context);
  if (outcome.response) return outcome.response;
  throw outcome.error;
}

async function lastOutcome(
  http: HttpClient,
  { request, shownUrl }: RetriedRequest,
  policy: RetryPolicy,
  { log, patience }: RetryContext,
): Promise<{ outcome: Outcome; attempts: number }> {
  const what = `${request.method} ${shownUrl}`;
  for (let attempt = 0; ; attempt++) {
    const outcome = await attemptOnce(http, request, policy.always ?? false);
    if (!outcome.retry || policy.max - attempt <= 0) return { outcome, attempts: attempt + 1 };
    const asked = askedOf(outcome.response);
    const wait = asked ?? backoff(policy, attempt);
    const longest = asked === undefined || patience === undefined ? longestWait : patience * 1e6;
    if (wait > longest) return { outcome, attempts: attempt + 1 };
    const status = outcome.response ? ` (status: ${outcome.response.status})` : '';
    const left = policy.max - attempt;
    log.debug(`${what}${status}: retrying in ${formatDuration(BigInt(Math.round(wait)))} (${left} left)`);
    try {
      await sleep(wait / 1e6, undefined, { signal: request.signal });
    } catch (error) {
      throw new EngineError('send', 'context canceled', { cause: error });
    }
  }
}

/** Nanoseconds that a send waits at most; a receiver that asks for more is tried again by a later delivery. */
const longestWait = 30e9;

interface Outcome {
  readonly response?: HttpResponse;
  readonly error?: HttpError;
  readonly retry: boolean;
}

const final: ReadonlySet<HttpError['failure']> = new Set(['redirects', 'scheme', 'header', 'certificate', 'aborted']);

async function attemptOnce(http: HttpClient, request: HttpRequest, always: boolean): Promise<Outcome> {
  try {
    const response = await http.request(request);
    const { status } = response;
    return { response, retry: status === 429 || (status >= 500 && status !== 501) };
  } catch (error) {
    if (!(error instanceof HttpError) || error.failure === 'invalid' || error.failure === 'parse') throw error;
    return { error, retry: error.failure !== 'aborted' && (always || !final.has(error.failure)) };
  }
}

function givenUp(what: string, attempts: number, { error, response }: Outcome): EngineError {
  const cause = error ? `: ${error.message}` : '';
  return new EngineError('send', `${what} giving up after ${attempts} attempt(s)${cause}`, {
    cause: error,
    retryAfterMs: response && askedToWait(response),
  });
}

/** Milliseconds that a response asks to wait before the next request, undefined when it does not. */
export function askedToWait({ headers }: HttpResponse): number | undefined {
  const asked = retryAfter(headers['retry-after'] ?? '', Date.now());
  return asked === undefined ? undefined : asked / 1e6;
}

/** Nanoseconds that a response of 429 or 503 asks for. */
function askedOf(response: HttpResponse | undefined): number | undefined {
  if (response?.status !== 429 && response?.status !== 503) return undefined;
  return retryAfter(response.headers['retry-after'] ?? '', Date.now());
}

/** Reads a response. @throws {EngineError} with the text of the GoError that `read` throws, and how long the response asks to wait */
export function readWithWish<T>(response: HttpResponse, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    throw new EngineError('send', error.message, { cause: error, retryAfterMs: askedToWait(response) });
  }
}

/** Nanoseconds to wait after attempt number `attempt`, from 0. */
function backoff(policy: RetryPolicy, attempt: number): number {
  const wait = 2 ** attempt * policy.waitMin;
  return wait > policy.waitMax || !Number.isSafeInteger(wait) ? policy.waitMax : wait;
}

/** Nanoseconds of a `Retry-After` header, in seconds or as a date; undefined for one that says nothing. */
export function retryAfter(header: string, now: number): number | undefined {
  if (header === '') return undefined;
  if (/^[+-]?\d+$/.test(header)) return Number(header) < 0 ? undefined : Number(header) * 1e9;
  try {
    const { seconds } = parseTime(layouts.rfc1123, header);
    return Math.max(0, seconds * 1e9 - now * 1e6);
  } catch (error) {
    if (error instanceof GoError) return undefined;
    throw error;
  }
}

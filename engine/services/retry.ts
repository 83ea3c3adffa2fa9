import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { formatDuration, layouts, parseTime } from '../go/time/index.ts';
import type { HttpClient, HttpRequest, HttpResponse } from './http.ts';
import { HttpError } from './http-error.ts';
import type { Log } from './service.ts';

/** When to try again: attempts after the first, and how long to wait before them. Nanoseconds. */
export interface RetryPolicy {
  readonly waitMin: number;
  readonly waitMax: number;
  /** A negative number means one attempt only. */
  readonly max: number;
}

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
  { request, shownUrl }: RetriedRequest,
  policy: RetryPolicy,
  log: Log,
): Promise<HttpResponse> {
  const what = `${request.method} ${shownUrl}`;
  for (let attempt = 0; ; attempt++) {
    const outcome = await attemptOnce(http, request);
    if (!outcome.retry && outcome.response) return outcome.response;
    if (!outcome.retry || policy.max - attempt <= 0) throw givenUp(what, attempt + 1, outcome.error);
    const wait = waitBefore(policy, attempt, outcome.response);
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

interface Outcome {
  readonly response?: HttpResponse;
  readonly error?: HttpError;
  readonly retry: boolean;
}

const final: ReadonlySet<HttpError['failure']> = new Set(['redirects', 'scheme', 'header', 'certificate', 'aborted']);

async function attemptOnce(http: HttpClient, request: HttpRequest): Promise<Outcome> {
  try {
    const response = await http.request(request);
    const { status } = response;
    return { response, retry: status === 429 || (status >= 500 && status !== 501) };
  } catch (error) {
    if (!(error instanceof HttpError) || error.failure === 'method') throw error;
    return { error, retry: !final.has(error.failure) };
  }
}

function givenUp(what: string, attempts: number, error: HttpError | undefined): EngineError {
  const cause = error ? `: ${error.message}` : '';
  return new EngineError('send', `${what} giving up after ${attempts} attempt(s)${cause}`, { cause: error });
}

/** Nanoseconds to wait after attempt number `attempt`, from 0. */
export function waitBefore(policy: RetryPolicy, attempt: number, response?: HttpResponse): number {
  if (response?.status === 429 || response?.status === 503) {
    const asked = retryAfter(response.headers['retry-after'] ?? '', Date.now());
    if (asked !== undefined) return asked;
  }
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

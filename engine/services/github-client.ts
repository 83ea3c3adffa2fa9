import { list, type Schema, str, struct } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { format } from '../go/fmt.ts';
import { atoi, parseInteger, quote } from '../go/strconv.ts';
import { fromInstant } from '../go/time/index.ts';
import { type GoUrl, parseUrl } from '../go/url.ts';
import { fromBytes } from '../go/utf8.ts';
import type { Installation } from './github-app.ts';
import type { HttpClient, HttpResponse } from './http.ts';
import { decodeBody } from './json-body.ts';
import { optional, record, text } from './json-shape.ts';
import { decodeJson } from './json-text.ts';
import { redact } from './redact.ts';
import { maskPassword } from './request-url.ts';
import { askedToWait } from './retry.ts';

/** A call of GitHub's REST API. */
export interface GitHubCall {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Relative to the base URL; not escaped any further. */
  readonly path: string;
  /** JSON without the newline at its end. */
  readonly body?: string;
  /** Default: version 3. */
  readonly accept?: string;
}

/** An answer of GitHub that says no. */
export class GitHubError extends EngineError {
  override readonly name: string = 'GitHubError';
  readonly status: number;

  constructor(status: number, message: string, retryAfterMs?: number) {
    super('send', message, { retryAfterMs });
    this.status = status;
  }
}

interface Rate {
  readonly limit: number;
  readonly remaining: number;
  /** Unix seconds, 0 for none. */
  readonly reset: number;
}

interface ErrorAnswer {
  message: string;
  errors: ErrorDetail[] | null;
  documentation_url: string;
}

interface ErrorDetail {
  Resource: string;
  Field: string;
  Code: string;
  Message: string;
}

export interface GitHubClientOptions {
  readonly base: GoUrl;
  readonly insecureSkipVerify: boolean;
}

/** GitHub's REST API as go-github 69 calls it: it remembers rate limits and makes no call while one is exceeded. */
export class GitHubClient {
  private readonly options: GitHubClientOptions;
  private readonly installation: Installation;
  private readonly http: HttpClient;
  private rate: Rate = { limit: 0, remaining: 0, reset: 0 };
  /** Milliseconds since 1970. */
  private secondaryReset = 0;

  constructor(options: GitHubClientOptions, installation: Installation, http: HttpClient) {
    this.options = options;
    this.installation = installation;
    this.http = http;
  }

  /** What GitHub answers, of the type of the schema. @throws {EngineError} in go-github's words */
  async call<T>(call: GitHubCall, schema: Schema<T>, signal: AbortSignal): Promise<T> {
    const url = this.urlOf(call.path);
    const what = `${call.method} ${maskPassword(url, 'xxxxx')}`;
    this.checkLimits(what);
    const token = await this.tokenFor(call.method, url, signal);
    const response = await this.http.request({
      method: call.method,
      url: url.toString(),
      ...(call.body === undefined ? {} : { body: `${call.body}\n` }),
      headers: headersOf(call, token),
      insecureSkipVerify: this.options.insecureSkipVerify,
      ...(call.method === 'GET' ? { maxBody: longestList } : {}),
      signal,
    });
    this.rate = rateOf(response);
    const failure = this.failureOf(response, what);
    if (failure !== undefined) {
      const wait = askedToWait(response) ?? waitForReset(this.rate);
      throw new GitHubError(response.status, redact(failure, [token]), wait);
    }
    const { value, error } = decodeBody(response, schema);
    if (error && error.message !== 'EOF') throw new EngineError('send', redact(error.message, [token]));
    return value;
  }

  private urlOf(path: string): GoUrl {
    try {
      return this.options.base.resolve(parseUrl(path));
    } catch (error) {
      throw error instanceof GoError ? new EngineError('send', error.message, { cause: error }) : error;
    }
  }

  private async tokenFor(method: string, url: GoUrl, signal: AbortSignal): Promise<string> {
    const operation = `${method.slice(0, 1)}${method.slice(1).toLowerCase()}`;
    const prefix = `${operation} ${quote(maskPassword(url, '***'))}: `;
    try {
      return await unlessAborted(this.installation.token(), signal);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const { cause, retryAfterMs } = error;
      throw new EngineError('send', `${prefix}${error.message}`, { cause, retryAfterMs });
    }
  }

  private checkLimits(what: string): void {
    const now = Date.now();
    const { limit, remaining, reset } = this.rate;
    if (reset !== 0 && remaining === 0 && now < reset * 1000) {
      const until = `API rate limit of ${limit} still exceeded until ${instant(reset * 1000)}, not making remote request.`;
      throw new GitHubError(403, `${what}: 403 ${until} ${untilReset(reset)}`, reset * 1000 - now);
    }
    if (now >= this.secondaryReset) return;
    const until = `API secondary rate limit exceeded until ${instant(this.secondaryReset)}, not making remote request.`;
    throw new GitHubError(403, `${what}: 403 ${until}`, this.secondaryReset - now);
  }

  /** What is wrong with an answer. */
  private failureOf(response: HttpResponse, what: string): string | undefined {
    const { status, headers } = response;
    if (status === 202) return 'job scheduled on GitHub side; try again later';
    if (status >= 200 && status <= 299) return undefined;
    const { message, errors, documentation_url } = errorAnswer(response);
    const said = `${what}: ${status} ${message}`;
    if (status === 403 && headers['x-ratelimit-remaining'] === '0') return `${said} ${untilReset(this.rate.reset)}`;
    if (status === 403 && /(?:#abuse-rate-limits|secondary-rate-limits)$/.test(documentation_url)) {
      this.secondaryReset = secondaryResetOf(headers) ?? this.secondaryReset;
      return said;
    }
    if (redirects.has(status)) return `${what}: ${status} location ${headers['location'] ?? '<nil>'}`;
    return `${said} [${(errors ?? []).map(describe).join(' ')}]`;
  }
}

/** Bytes of 30 comments of full length, and more. */
const longestList = 16 << 20;

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function headersOf({ accept, body }: GitHubCall, token: string): [string, string][] {
  return [
    ...(body === undefined ? [] : [['Content-Type', 'application/json'] as [string, string]]),
    ['Accept', accept ?? 'application/vnd.github.v3+json'],
    ['User-Agent', 'go-github/v69.2.0'],
    ['X-Github-Api-Version', '2022-11-28'],
    ['Authorization', `token ${token}`],
  ];
}

async function unlessAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(new EngineError('send', 'context canceled', { cause: signal.reason }));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([result, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** The integer of a header, 0 for none. */
function integer(header: string | undefined, parse: (text: string) => number | bigint): number {
  try {
    return header === undefined ? 0 : Number(parse(header));
  } catch (error) {
    if (error instanceof GoError) return 0;
    throw error;
  }
}

function rateOf({ headers }: HttpResponse): Rate {
  return {
    limit: integer(headers['x-ratelimit-limit'], atoi),
    remaining: integer(headers['x-ratelimit-remaining'], atoi),
    reset: integer(headers['x-ratelimit-reset'], parseInteger),
  };
}

/** Milliseconds until a used up rate is reset, undefined when it is not used up. */
function waitForReset({ remaining, reset }: Rate): number | undefined {
  return remaining === 0 && reset !== 0 ? Math.max(0, reset * 1000 - Date.now()) : undefined;
}

function secondaryResetOf(headers: HttpResponse['headers']): number | undefined {
  if (headers['retry-after']) return Date.now() + integer(headers['retry-after'], parseInteger) * 1000;
  return headers['x-ratelimit-reset'] ? integer(headers['x-ratelimit-reset'], parseInteger) * 1000 : undefined;
}

function instant(milliseconds: number): string {
  const nanoseconds = (milliseconds % 1000) * 1e6;
  return format(fromInstant({ seconds: Math.floor(milliseconds / 1000), nanoseconds }));
}

/** Without a reset go-github's sums overflow, and this is what it says. */
const resetOverflow = '[rate limit was reset -16s ago]';

function untilReset(reset: number): string {
  if (reset === 0) return resetOverflow;
  const left = reset - Date.now() / 1000;
  const total = Math.floor(0.5 + Math.abs(left));
  const [minutes, seconds] = [Math.floor(total / 60), total % 60];
  const time = minutes > 0 ? `${minutes}m${String(seconds).padStart(2, '0')}s` : `${seconds}s`;
  return left < 0 ? `[rate limit was reset ${time} ago]` : `[rate reset in ${time}]`;
}

const detail = struct<ErrorDetail>('github.aliasError', { Resource: str, Field: str, Code: str, Message: str });
/** Some errors are texts. */
const anyDetail: Schema<ErrorDetail> = {
  ...detail,
  type: 'github.Error',
  decode: (value, current, decoding) =>
    typeof value === 'string' ? { ...current, Message: value } : detail.decode(value, current, decoding),
};
const errorSchema = struct<ErrorAnswer & { block: unknown }>('github.ErrorResponse', {
  message: str,
  errors: list(anyDetail),
  block: record('github.ErrorBlock', { reason: optional(text()) }) as Schema<unknown>,
  documentation_url: str,
});

/** What of the body could be read; nothing at all of one that does not fit. */
function errorAnswer({ body, bodyError }: HttpResponse): ErrorAnswer {
  const { value, error } = decodeJson(fromBytes(body), errorSchema);
  return error || bodyError ? errorSchema.zero() : value;
}

function describe({ Resource, Field, Code, Message }: ErrorDetail): string {
  return `{Resource:${Resource} Field:${Field} Code:${Code} Message:${Message}}`;
}

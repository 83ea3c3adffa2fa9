import { performance } from 'node:perf_hooks';
import { bool, embedded, str, struct } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { parseInt as parseInteger } from '../go/strconv.ts';
import { formatDuration } from '../go/time/index.ts';
import { fromBytes } from '../go/utf8.ts';
import { encodeForm, formType } from './form.ts';
import type { HttpClient, HttpResponse } from './http.ts';
import { decodeFirstJson } from './json-text.ts';
import { RateLimit, wait } from './rate-limit.ts';
import { redact } from './redact.ts';
import type { SendContext } from './service.ts';

const responseSchema = struct('slack.chatResponseFull', {
  channel: str,
  ts: str,
  message_ts: str,
  scheduled_message_id: str,
  text: str,
  ok: embedded('SlackResponse', bool),
  error: embedded('SlackResponse', str),
});

/** What Slack says of a message that it has taken. */
export interface Posted {
  readonly channel: string;
  readonly timestamp: string;
}

export interface SlackAccess {
  readonly token: string;
  readonly signingSecret: string;
  /** With the slash at its end. Default: Slack's. */
  readonly apiURL: string;
  readonly insecureSkipVerify: boolean;
}

/** How long a rate-limited call goes on; upstream's does for ever. */
export interface RateBounds {
  readonly attempts: number;
  /** Milliseconds that all of them wait together, unless the sending has less patience. */
  readonly wait: number;
}

const defaultBounds: RateBounds = { attempts: 20, wait: 300_000 };
/** Recipients whose limit is remembered. */
const maxLimits = 1000;

/** Calls of Slack's web API, as slack-go makes them. A rate limit holds back the recipient that met it, and no other. */
export class SlackClient {
  private readonly access: SlackAccess;
  private readonly http: HttpClient;
  private readonly bounds: RateBounds;
  private readonly limits = new Map<string, RateLimit>();

  constructor(access: SlackAccess, http: HttpClient, bounds: RateBounds = defaultBounds) {
    this.access = access;
    this.http = http;
    this.bounds = bounds;
  }

  /**
   * Calls a method until it is not rate limited.
   * @throws {EngineError} with Slack's error code, or `slack rate limit exceeded, retry after …` when that takes too long
   */
  async call(
    method: string,
    fields: ReadonlyMap<string, string>,
    recipient: string,
    context: SendContext,
  ): Promise<Posted> {
    const patience = context.patience ?? this.bounds.wait;
    let waited = 0;
    for (let attempt = 1; ; attempt++) {
      const delay = this.limits.get(recipient)?.take(performance.now(), patience - waited) ?? 0;
      if (waited + delay > patience) throw tooLong(delay);
      waited += delay;
      if (delay > 0) await wait(delay, context.signal);
      const response = await this.request(method, fields, context.signal);
      if (response.status !== 429) {
        const posted = this.read(response);
        this.limits.delete(recipient);
        return posted;
      }
      const asked = retryAfter(response);
      if (attempt >= this.bounds.attempts) throw tooLong(asked);
      context.log.debug(`slack: ${recipient} is rate limited, retry after ${duration(asked)}`);
      // A limit of 0 s would be none: the calls would follow each other as fast as they can.
      this.limitOf(recipient).limit(attempt === 1 ? asked : Math.max(asked, 1000), performance.now());
    }
  }

  private async request(
    method: string,
    fields: ReadonlyMap<string, string>,
    signal: AbortSignal,
  ): Promise<HttpResponse> {
    const { token, apiURL, insecureSkipVerify } = this.access;
    return await this.http.request({
      method: 'POST',
      url: `${apiURL || 'https://slack.com/api/'}${method}`,
      headers: [['Content-Type', formType]],
      body: encodeForm([...fields, ['token', token]]),
      insecureSkipVerify,
      signal,
    });
  }

  private read({ status, reason, body, bodyError }: HttpResponse): Posted {
    if (status !== 200) throw this.failure(`slack server error: ${status} ${reason}`);
    // Upstream logs answers before it reads them: of one that is cut short nothing is left.
    if (bodyError) throw this.failure(bodyError.message);
    const { value, error } = decodeFirstJson(fromBytes(body), responseSchema);
    if (error) throw this.failure(error.message);
    if (!value.ok && value.error.trim() !== '') throw this.failure(value.error);
    return { channel: value.channel, timestamp: value.scheduled_message_id || value.ts || value.message_ts };
  }

  private failure(message: string): EngineError {
    return new EngineError('send', redact(message, [this.access.token, this.access.signingSecret]));
  }

  private limitOf(recipient: string): RateLimit {
    const known = this.limits.get(recipient);
    if (known) return known;
    const [oldest] = this.limits.size >= maxLimits ? this.limits.keys() : [];
    if (oldest !== undefined) this.limits.delete(oldest);
    const limit = new RateLimit();
    this.limits.set(recipient, limit);
    return limit;
  }
}

/** Milliseconds of Retry-After, 0 for less. @throws {EngineError} for one that is no number of seconds */
function retryAfter({ headers }: HttpResponse): number {
  try {
    return Math.max(0, Number(parseInteger(headers['retry-after'] ?? '', 10, 64)) * 1000);
  } catch (error) {
    if (error instanceof GoError) throw new EngineError('send', error.message, { cause: error });
    throw error;
  }
}

function tooLong(milliseconds: number): EngineError {
  const message = `slack rate limit exceeded, retry after ${duration(milliseconds)}`;
  return new EngineError('send', message, { retryAfterMs: Math.ceil(milliseconds) });
}

function duration(milliseconds: number): string {
  return formatDuration(BigInt(Math.round(milliseconds)) * 1_000_000n);
}

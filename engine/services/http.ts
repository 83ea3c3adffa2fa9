import { Agent, type AgentOptions } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { getCACertificates } from 'node:tls';
import { messageOf } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { quote } from '../go/strconv.ts';
import { type GoUrl, parseUrl } from '../go/url.ts';
import { toBytes } from '../go/utf8.ts';
import { within } from './http-deadline.ts';
import { describeFailure, HttpError, isCertificateError } from './http-error.ts';
import { basicAuth, Headers, isHeaderValue, isToken } from './http-headers.ts';
import type { HttpResponse } from './http-message.ts';
import { type Environment, type ProxyChoice, proxyFromEnvironment } from './http-proxy.ts';
import { exchange } from './http-wire.ts';
import { Http2Agent } from './http2-agent.ts';
import { maskPassword, requestTarget, withoutUser } from './request-url.ts';

export type { HttpResponse } from './http-message.ts';

export interface HttpClientOptions {
  /** Holds the proxy variables. Default: none. */
  readonly environment?: Environment;
  /** Milliseconds for one request with its redirects and its body. Default 30,000; upstream waits for ever. */
  readonly timeout?: number;
  /** Bytes of a response body that are kept. Default 1 MiB. */
  readonly maxBody?: number;
  /** PEM certificates that take the place of the system's for a host; none to keep the system's. */
  readonly certificates?: (host: string) => readonly string[];
  /** The system's certificates (PEM). Default: those that Node finds, and those of `NODE_EXTRA_CA_CERTS`. */
  readonly systemCertificates?: () => readonly string[];
}

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Iterable<readonly [name: string, value: string]>;
  readonly body?: string | Uint8Array;
  /** Whether an empty body is sent as one of unknown length, as Go does for a reader it cannot measure. */
  readonly chunked?: boolean;
  /** Further lines after the headers, also of names that are there already. */
  readonly repeated?: Iterable<readonly [name: string, value: string]>;
  /** Whether redirects are left to the caller. Default false. */
  readonly noRedirects?: boolean;
  readonly insecureSkipVerify?: boolean;
  /** Whether HTTP/2 is not offered. Default: it is, over TLS with the system's certificates, as Go does. */
  readonly http1?: boolean;
  readonly signal?: AbortSignal;
  readonly timeout?: number;
  readonly maxBody?: number;
}

const maxRedirects = 10;
const sensitive = [
  'Authorization',
  'Www-Authenticate',
  'Cookie',
  'Cookie2',
  'Proxy-Authorization',
  'Proxy-Authenticate',
];
const describesBody = ['Content-Encoding', 'Content-Language', 'Content-Location', 'Content-Type'];
/** Headers that Go writes itself. */
const managed: ReadonlySet<string> = new Set(['Host', 'Content-Length', 'Transfer-Encoding', 'Trailer']);

/** The one way out: HTTP requests as Go's net/http makes them. URLs are sent as they are written. */
export class HttpClient {
  private readonly options: HttpClientOptions;
  private readonly proxyFor: ProxyChoice;
  private readonly agents = new Map<string, Agent>();
  private systemCertificates: readonly string[] | undefined;

  constructor(options: HttpClientOptions = {}) {
    this.options = options;
    this.proxyFor = proxyFromEnvironment(options.environment ?? {});
  }

  /** Closes kept connections. */
  close(): void {
    for (const agent of this.agents.values()) agent.destroy();
    this.agents.clear();
  }

  /**
   * The response, whatever its status, after up to 10 redirects.
   * @throws {HttpError} when there is none
   */
  async request(request: HttpRequest): Promise<HttpResponse> {
    const method = request.method === '' ? 'GET' : request.method;
    if (!isToken(method)) throw new HttpError('invalid', `net/http: invalid method ${quote(method)}`);
    const first: Hop = {
      method,
      url: parsed(request.url),
      headers: new Headers(request.headers),
      body: request.body === undefined ? undefined : bytesOf(request.body),
      strip: false,
    };
    const timeout = request.timeout ?? this.options.timeout ?? 30_000;
    return await within(timeout, request.signal, (signal) => this.follow(first, request, signal));
  }

  private async follow(first: Hop, request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
    const { method } = first;
    let hop = first;
    for (let hops = 0; ; hops++) {
      const response = await this.attempt(hop, request, signal, method);
      const next = request.noRedirects === true ? undefined : redirect(first, hop, response, method);
      if (!next) return response;
      if (hops + 1 >= maxRedirects) {
        throw failure(
          'redirects',
          method,
          response.headers['location'] ?? '',
          `stopped after ${maxRedirects} redirects`,
        );
      }
      hop = next;
    }
  }

  private async attempt(hop: Hop, request: HttpRequest, signal: AbortSignal, method: string): Promise<HttpResponse> {
    const shown = withoutPassword(hop.url);
    const { scheme, host } = hop.url.fields;
    if (scheme !== 'http' && scheme !== 'https') {
      throw failure('scheme', method, shown, `unsupported protocol scheme ${quote(scheme)}`);
    }
    if (host === '') throw failure('url', method, shown, 'http: no Host in request URL');
    const headers = [...wireHeaders(hop, method, shown), ...(request.repeated ?? [])];
    try {
      const port = hop.url.port() || (scheme === 'https' ? '443' : '80');
      return await exchange({
        scheme,
        host: hop.url.hostname(),
        port: Number(port),
        method: hop.method,
        target: requestTarget(hop.url),
        headers,
        body: hop.body,
        chunked: request.chunked ?? false,
        agent: this.agentFor(hop.url, port, request),
        tls: this.tlsFor(hop.url, request),
        signal,
        maxBody: request.maxBody ?? this.options.maxBody ?? 1 << 20,
      });
    } catch (error) {
      throw this.explain(error, request, signal, method, shown);
    }
  }

  private explain(error: unknown, request: HttpRequest, signal: AbortSignal, method: string, shown: string): HttpError {
    if (request.signal?.aborted === true) return failure('aborted', method, shown, 'context canceled', error);
    if (signal.aborted) {
      return failure('timeout', method, shown, 'context deadline exceeded (Client.Timeout exceeded)', error);
    }
    if (!(error instanceof Error)) return failure('network', method, shown, String(error));
    return failure(isCertificateError(error) ? 'certificate' : 'network', method, shown, describeFailure(error), error);
  }

  private agentFor(url: GoUrl, port: string, request: HttpRequest): Agent {
    const { scheme } = url.fields;
    const proxy = this.proxyFor({ scheme, host: url.hostname(), port });
    const kind = scheme === 'https' && this.offersHttp2(url, request) ? 'h2' : scheme;
    const key = `${kind} ${proxy ?? ''}`;
    const known = this.agents.get(key);
    if (known) return known;
    const options = {
      keepAlive: true,
      keepAliveMsecs: 30_000,
      timeout: 0,
      maxFreeSockets: 4,
      ...(proxy === undefined ? {} : { proxyEnv: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } }),
    };
    const agent = agentOf(kind, options, proxy !== undefined);
    this.agents.set(key, agent);
    return agent;
  }

  /** A host with certificates of its own, or without any check, is not offered HTTP/2 by Go. */
  private offersHttp2({ fields }: GoUrl, { http1 = false, insecureSkipVerify = false }: HttpRequest): boolean {
    return !http1 && !insecureSkipVerify && this.ownCertificates(fields.host).length === 0;
  }

  private ownCertificates(host: string): readonly string[] {
    return this.options.certificates?.(host) ?? [];
  }

  /** Whom to trust when TLS is spoken with a host: its own certificates, else the system's, else those that Node has. */
  trust(host: string): { readonly ca?: readonly string[] } {
    const own = this.ownCertificates(host);
    if (own.length > 0) return { ca: own };
    this.systemCertificates ??= (this.options.systemCertificates ?? foundCertificates)();
    return this.systemCertificates.length === 0 ? {} : { ca: this.systemCertificates };
  }

  private tlsFor(url: GoUrl, request: HttpRequest): { rejectUnauthorized?: boolean; ca?: readonly string[] } {
    if (url.fields.scheme !== 'https') return {};
    return request.insecureSkipVerify === true ? { rejectUnauthorized: false } : this.trust(url.fields.host);
  }
}

function foundCertificates(): string[] {
  return [...getCACertificates('system'), ...getCACertificates('extra')];
}

function agentOf(kind: string, options: AgentOptions, proxied: boolean): Agent {
  if (kind === 'h2') return new Http2Agent(options, proxied);
  return kind === 'https' ? new SecureAgent(options) : new Agent(options);
}

interface Hop {
  readonly method: string;
  readonly url: GoUrl;
  readonly headers: Headers;
  readonly body: Uint8Array | undefined;
  /** Whether a redirect has left the host that credentials are for. */
  readonly strip: boolean;
}

function bytesOf(body: string | Uint8Array): Uint8Array {
  return typeof body === 'string' ? toBytes(body) : body;
}

function parsed(url: string): GoUrl {
  try {
    return parseUrl(url);
  } catch (error) {
    if (error instanceof GoError) throw new HttpError('parse', error.message, error);
    throw error;
  }
}

function failure(kind: HttpError['failure'], method: string, url: string, cause: string, error?: unknown): HttpError {
  const operation = `${method.slice(0, 1)}${method.slice(1).toLowerCase()}`;
  return new HttpError(kind, `${operation} ${quote(url)}: ${cause}`, error);
}

/** The URL with `***` for its password. */
function withoutPassword(url: GoUrl): string {
  return maskPassword(url, '***');
}

/** The headers of a hop as they are written, checked as Go checks them. */
function wireHeaders(hop: Hop, method: string, shown: string): [string, string][] {
  const headers: [string, string][] = [['Host', hop.url.fields.host]];
  const agent = hop.headers.get('User-Agent') ?? 'Go-http-client/1.1';
  if (agent !== '') headers.push(['User-Agent', agent]);
  for (const [name, value] of hop.headers.entries()) {
    if (!isToken(name)) throw failure('header', method, shown, `net/http: invalid header field name ${quote(name)}`);
    if (!isHeaderValue(value)) {
      throw failure('header', method, shown, `net/http: invalid header field value for ${quote(name)}`);
    }
    if (!managed.has(name) && name !== 'User-Agent') headers.push([name, value.trim()]);
  }
  const { user } = hop.url.fields;
  if (user && hop.headers.get('Authorization') === undefined) {
    headers.push(['Authorization', basicAuth(user.username, user.password ?? '')]);
  }
  const ownEncoding = hop.headers.get('Accept-Encoding') ?? hop.headers.get('Range');
  if (ownEncoding === undefined && hop.method !== 'HEAD') headers.push(['Accept-Encoding', 'gzip']);
  return headers;
}

/** The request that a response asks for instead, undefined when it is final. Follows Go's `redirectBehavior`. */
function redirect(first: Hop, last: Hop, response: HttpResponse, method: string): Hop | undefined {
  const { status } = response;
  const keepsMethod = status === 307 || status === 308;
  if (!keepsMethod && status !== 301 && status !== 302 && status !== 303) return undefined;
  const location = response.headers['location'] ?? '';
  if (location === '') return undefined;
  const url = resolve(last.url, location, method);
  const next = keepsMethod || last.method === 'GET' || last.method === 'HEAD' ? last.method : 'GET';
  const body = keepsMethod ? last.body : undefined;
  const headers = new Headers(first.headers.entries());
  const strip =
    last.strip || (first.url.fields.host !== url.fields.host && !isSubdomain(url.hostname(), first.url.hostname()));
  if (strip) for (const name of sensitive) headers.delete(name);
  if (first.body !== undefined && body === undefined) for (const name of describesBody) headers.delete(name);
  const referer = refererOf(last.url, url, headers.get('Referer'));
  if (referer !== undefined) headers.set('Referer', referer);
  return { method: next, url, headers, body, strip };
}

function resolve(from: GoUrl, location: string, method: string): GoUrl {
  try {
    return from.resolve(parseUrl(location));
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    const cause = `failed to parse Location header ${quote(location)}: ${messageOf(error)}`;
    throw failure('url', method, withoutPassword(from), cause, error);
  }
}

function isSubdomain(host: string, parent: string): boolean {
  return host === parent || (!/[:%]/.test(host) && host.endsWith(`.${parent}`));
}

function refererOf(from: GoUrl, to: GoUrl, explicit: string | undefined): string | undefined {
  if (from.fields.scheme === 'https' && to.fields.scheme === 'http') return undefined;
  return explicit ?? withoutUser(from);
}

import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { wireText } from './http-headers.ts';
import {
  bodyHeaders,
  type Exchange,
  type HeaderLines,
  type HttpResponse,
  readBody,
  StaleConnection,
} from './http-message.ts';
import { Http2Agent, Http2Chosen, receiverOf } from './http2-agent.ts';
import { exchangeHttp2 } from './http2-wire.ts';

/**
 * The response to one request, over HTTP/2 where the receiver has chosen it. Rejects with Node's error. A request that may be
 * repeated is, when a kept connection turns out to be closed.
 */
export async function exchange(options: Exchange): Promise<HttpResponse> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt(options);
    } catch (error) {
      if (error instanceof Http2Chosen && tries < maxTries) continue;
      if (!(error instanceof StaleConnection)) throw error;
      if (tries === maxTries || !(error.unsent || repeatable.has(options.method))) throw error.cause;
    }
  }
}

/** On a kept connection that is closed, then on a new one, of which it may show that its receiver speaks HTTP/2. */
const maxTries = 3;

const repeatable: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

function attempt(options: Exchange): Promise<HttpResponse> {
  const { agent } = options;
  const connection = agent instanceof Http2Agent ? agent.http2.get(receiverOf(options)) : undefined;
  return agent instanceof Http2Agent && connection ? exchangeHttp2(connection, agent.http2, options) : once(options);
}

function once(options: Exchange): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const request = open(options);
    let answered = false;
    const { signal } = options;
    // A request that still waits for its connection would tell of its end only when it has one.
    const abort = () => {
      request.destroy(asError(signal.reason));
      if (!answered) reject(asError(signal.reason));
    };
    signal.addEventListener('abort', abort);
    request.once('close', () => signal.removeEventListener('abort', abort));
    if (signal.aborted) abort();
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (answered) return;
      const stale = request.reusedSocket && error.code === 'ECONNRESET';
      reject(stale ? new StaleConnection(error) : error);
    });
    request.on('response', (response) => {
      answered = true;
      responseOf(response, options).then(resolve, reject);
    });
    end(request, options.body ?? new Uint8Array());
  });
}

/** A small body goes out with the head, in one write: as text of one byte a character, which Node joins to the head. */
function end(request: ClientRequest, body: Uint8Array): void {
  if (body.length === 0) request.end();
  else if (body.length > smallBody) request.end(body);
  else request.end(Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1'), 'latin1');
}

const smallBody = 16_384;

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason });
}

function open({ scheme, host, port, method, target, headers, agent, tls, ...rest }: Exchange): ClientRequest {
  const needsServername = scheme === 'https' && !/^[\d.]+$|:/.test(host);
  const options: RequestOptions & Record<string, unknown> = {
    host,
    port,
    method: 'POST',
    path: '/',
    agent,
    setDefaultHeaders: false,
    ...(scheme === 'https' ? tls : {}),
    ...(needsServername ? { servername: host } : {}),
  };
  const request = scheme === 'https' ? httpsRequest(options) : httpRequest(options);
  // Node upper-cases methods and refuses raw spaces in targets, and an agent may have made the path absolute.
  request.useChunkedEncodingByDefault = false;
  request.method = method;
  const absolute = request.path === '/' ? '' : `${scheme}://${headers.find(([name]) => name === 'Host')?.[1] ?? host}`;
  const path = wireText(`${absolute}${target}`);
  if (refused.test(path)) Object.defineProperty(request, 'path', { value: path });
  else request.path = path;
  request.removeHeader('Proxy-Connection');
  const announced = bodyHeaders(rest.body, rest.chunked, method);
  for (const [name, value] of inOrder(headers, announced)) request.appendHeader(name, wireText(value));
  return request;
}

/** What Node takes no path with. */
const refused = /[^!-\xff]/;

const firstHeaders: readonly string[] = ['Host', 'User-Agent'];
const lastHeader = 'Accept-Encoding';

/** The headers in Go's order: host and agent, what announces the body, the others by name, what the transport adds. */
function inOrder(headers: HeaderLines, announced: HeaderLines): HeaderLines {
  const rest = headers.filter(([name]) => !firstHeaders.includes(name) && name !== lastHeader);
  return [
    ...headers.filter(([name]) => firstHeaders.includes(name)),
    ...announced,
    ...rest.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
    ...headers.filter(([name]) => name === lastHeader),
  ];
}

async function responseOf(response: IncomingMessage, options: Exchange): Promise<HttpResponse> {
  const body = await readBody(response, response.headers['content-encoding'], options);
  const { statusCode: status = 0, statusMessage: reason = '' } = response;
  return { status, reason, headers: joined(response), ...body };
}

function joined(response: IncomingMessage): Record<string, string> {
  const headers = Object.create(null) as Record<string, string>;
  for (const [name, values] of Object.entries(response.headersDistinct)) headers[name] = (values ?? []).join(', ');
  return headers;
}

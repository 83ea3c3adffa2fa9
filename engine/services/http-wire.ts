import {
  type Agent,
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import { createGunzip } from 'node:zlib';
import { messageOf } from '../errors.ts';
import { wireText } from './http-headers.ts';

/** One request as it goes over the wire, and no more: no redirect, no retry. */
export interface Exchange {
  readonly scheme: 'http' | 'https';
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
  readonly method: string;
  /** Path and query, sent as they are. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array | undefined;
  /** Whether an empty body is announced as chunked, as Go does for a body of unknown length. */
  readonly chunked: boolean;
  readonly agent: Agent;
  readonly tls: { readonly rejectUnauthorized?: boolean; readonly ca?: readonly string[] };
  readonly signal: AbortSignal;
  /** Bytes of the body that are kept. */
  readonly maxBody: number;
}

export interface HttpResponse {
  readonly status: number;
  readonly reason: string;
  /** Values by lower-case name, several joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Whether the body was longer than what is kept. */
  readonly truncated: boolean;
  /** Why the body ended early, in Go's words, e.g. `unexpected EOF`. The response has arrived all the same. */
  readonly bodyError: Error | undefined;
}

/**
 * The response to one request. Rejects with Node's error. A request that may be repeated is, when a kept connection turns out
 * to be closed.
 */
export async function exchange(options: Exchange): Promise<HttpResponse> {
  try {
    return await once(options);
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    if (!repeatable.has(options.method)) throw error.cause;
    return await once(options);
  }
}

const repeatable: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** A kept connection turned out to be closed before anything came back. */
class StaleConnection extends Error {}

function once(options: Exchange): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const request = open(options);
    let answered = false;
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (answered) return;
      const stale = request.reusedSocket && error.code === 'ECONNRESET';
      reject(stale ? new StaleConnection(error.message, { cause: error }) : error);
    });
    request.on('response', (response) => {
      answered = true;
      read(response, options).then(resolve, reject);
    });
    if (options.body !== undefined && options.body.length > 0) request.end(options.body);
    else request.end();
  });
}

function open({ scheme, host, port, method, target, headers, agent, tls, signal, ...rest }: Exchange): ClientRequest {
  const needsServername = scheme === 'https' && !/^[\d.]+$|:/.test(host);
  const options: RequestOptions & Record<string, unknown> = {
    host,
    port,
    method: 'POST',
    path: '/',
    agent,
    signal,
    setDefaultHeaders: false,
    ...(scheme === 'https' ? tls : {}),
    ...(needsServername ? { servername: host } : {}),
  };
  const request = scheme === 'https' ? httpsRequest(options) : httpRequest(options);
  // Node upper-cases methods and refuses raw spaces in targets, and an agent may have made the path absolute.
  request.useChunkedEncodingByDefault = false;
  request.method = method;
  const absolute = request.path === '/' ? '' : `${scheme}://${headers.find(([name]) => name === 'Host')?.[1] ?? host}`;
  Object.defineProperty(request, 'path', { value: wireText(`${absolute}${target}`) });
  request.removeHeader('Proxy-Connection');
  const announced = bodyHeaders(rest.body, rest.chunked, method);
  for (const [name, value] of inOrder(headers, announced)) request.appendHeader(name, wireText(value));
  return request;
}

const methodsWithoutBody: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'PROPFIND', 'SEARCH']);
const methodsWithLength: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

type HeaderLines = readonly (readonly [name: string, value: string])[];

/** What announces the body: its length, chunks, a length of 0, or nothing. */
function bodyHeaders(body: Uint8Array | undefined, chunked: boolean, method: string): HeaderLines {
  if (body !== undefined && body.length > 0) return [['Content-Length', String(body.length)]];
  if (body !== undefined && chunked && !methodsWithoutBody.has(method)) return [['Transfer-Encoding', 'chunked']];
  return methodsWithLength.has(method) ? [['Content-Length', '0']] : [];
}

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

async function read(response: IncomingMessage, { maxBody, signal }: Exchange): Promise<HttpResponse> {
  const gzip = response.headers['content-encoding']?.toLowerCase() === 'gzip';
  const chunks: Buffer[] = [];
  let length = 0;
  let bodyError: Error | undefined;
  try {
    for await (const chunk of gzip ? unzipped(response) : response) {
      const bytes = chunk as Buffer;
      chunks.push(bytes.subarray(0, Math.max(0, maxBody - length)));
      length += bytes.length;
      if (length > maxBody) break;
    }
  } catch (error) {
    bodyError = new Error(signal.aborted ? 'context deadline exceeded' : describeIncomplete(error), { cause: error });
  }
  return {
    status: response.statusCode ?? 0,
    reason: response.statusMessage ?? '',
    headers: joined(response),
    body: Buffer.concat(chunks),
    truncated: length > maxBody,
    bodyError,
  };
}

function describeIncomplete(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' ? 'unexpected EOF' : messageOf(error);
}

function unzipped(response: IncomingMessage): AsyncIterable<unknown> {
  const gunzip = createGunzip();
  response.on('error', (error) => gunzip.destroy(error));
  return response.pipe(gunzip);
}

function joined(response: IncomingMessage): Record<string, string> {
  const headers = Object.create(null) as Record<string, string>;
  for (const [name, values] of Object.entries(response.headersDistinct)) headers[name] = (values ?? []).join(', ');
  return headers;
}

import type { Agent } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { messageOf } from '../errors.ts';
import { collect } from './http-body.ts';

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

/** A kept connection turned out to be closed before anything came back. Its cause is Node's error. */
export class StaleConnection extends Error {
  /** Whether the receiver has certainly not acted on the request. */
  readonly unsent: boolean;

  constructor(cause: Error, unsent = false) {
    super(cause.message, { cause });
    this.unsent = unsent;
  }
}

export type HeaderLines = readonly (readonly [name: string, value: string])[];

const methodsWithoutBody: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'PROPFIND', 'SEARCH']);
const methodsWithLength: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** What announces the body: its length, chunks, a length of 0, or nothing. */
export function bodyHeaders(body: Uint8Array | undefined, chunked: boolean, method: string): HeaderLines {
  if (body !== undefined && body.length > 0) return [['Content-Length', String(body.length)]];
  if (body !== undefined && chunked && !methodsWithoutBody.has(method)) return [['Transfer-Encoding', 'chunked']];
  return methodsWithLength.has(method) ? [['Content-Length', '0']] : [];
}

/** The body of a response, unzipped, as far as it is kept. */
export async function readBody(
  stream: Readable,
  encoding: string | undefined,
  { maxBody, signal }: Pick<Exchange, 'maxBody' | 'signal'>,
): Promise<Pick<HttpResponse, 'body' | 'truncated' | 'bodyError'>> {
  const zipped = encoding?.toLowerCase() === 'gzip';
  const { bytes, truncated, error } = await collect(zipped ? unzipped(stream) : stream, maxBody);
  if (truncated) stream.destroy();
  const text = error && (signal.aborted ? 'context deadline exceeded' : describeIncomplete(error));
  return { body: bytes, truncated, bodyError: text === undefined ? undefined : new Error(text, { cause: error }) };
}

function describeIncomplete(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' ? 'unexpected EOF' : messageOf(error);
}

function unzipped(stream: Readable): Readable {
  const gunzip = createGunzip();
  stream.on('error', (error) => gunzip.destroy(error));
  return stream.pipe(gunzip);
}

import { STATUS_CODES } from 'node:http';
import type { ClientHttp2Stream, IncomingHttpHeaders, IncomingHttpStatusHeader, OutgoingHttpHeaders } from 'node:http2';
import { wireText } from './http-headers.ts';
import { bodyHeaders, type Exchange, type HttpResponse, readBody, StaleConnection } from './http-message.ts';
import type { Http2Connection, Http2Pool } from './http2-pool.ts';

/** Error codes of RFC 9113, 7. */
const noError = 0;
const refusedStream = 7;

/** Headers that HTTP/2 says otherwise or not at all. */
const unsaid: ReadonlySet<string> = new Set([
  'Host',
  'Connection',
  'Proxy-Connection',
  'Transfer-Encoding',
  'Upgrade',
  'Keep-Alive',
]);

/**
 * The response to one request over HTTP/2, as Go's net/http makes it. Rejects with Node's error.
 * @throws {StaleConnection} when the receiver has not looked at the request, or a kept connection turned out to be closed
 */
export async function exchangeHttp2(
  connection: Http2Connection,
  pool: Http2Pool,
  options: Exchange,
): Promise<HttpResponse> {
  const kept = connection.requests > 0;
  const stream = open(connection, options);
  try {
    const headers = await answerOf(stream);
    const status = headers[':status'] ?? 0;
    const body = await readBody(stream, headers['content-encoding'], options);
    return { status, reason: STATUS_CODES[status] ?? '', headers: joined(headers), ...body };
  } catch (error) {
    // Whether a connection that does not answer is still there, nobody knows.
    if (options.signal.aborted || connection.session.destroyed) pool.drop(connection);
    else if (stream.rstCode === refusedStream) throw new StaleConnection(asError(error), true);
    else if (kept && stream.rstCode === noError) throw new StaleConnection(asError(error));
    throw error;
  }
}

function open(connection: Http2Connection, options: Exchange): ClientHttp2Stream {
  const { session } = connection;
  const { body, chunked, signal } = options;
  const endStream = body === undefined || (body.length === 0 && !chunked);
  if (session.closed || session.destroyed) throw new StaleConnection(new Error('EOF'), true);
  const stream = session.request(headersOf(options), { endStream, signal });
  connection.requests++;
  connection.active++;
  session.ref();
  stream.once('close', () => {
    connection.active--;
    if (connection.active === 0) session.unref();
  });
  if (!endStream) stream.end(body);
  return stream;
}

function headersOf({ scheme, method, target, headers, body, chunked }: Exchange): OutgoingHttpHeaders {
  const own = [...headers, ...bodyHeaders(body, chunked, method)].filter(([name]) => !unsaid.has(name));
  const said: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of own) {
    const key = name.toLowerCase();
    const text = wireText(key === 'user-agent' ? value.replace(/^Go-http-client\/1\.1$/, 'Go-http-client/2.0') : value);
    const before = said[key];
    said[key] = before === undefined ? text : [before, text].flat();
  }
  const host = headers.find(([name]) => name === 'Host')?.[1] ?? '';
  return { ':authority': wireText(host), ':method': method, ':path': wireText(target), ':scheme': scheme, ...said };
}

type Answer = IncomingHttpHeaders & IncomingHttpStatusHeader;

/** The headers of the response. */
function answerOf(stream: ClientHttp2Stream): Promise<Answer> {
  return new Promise((resolve, reject) => {
    stream.once('response', resolve);
    stream.on('error', (error: NodeJS.ErrnoException) => reject(described(error, stream)));
    stream.once('close', () => reject(Object.assign(new Error('EOF'), { code: 'ECONNRESET' })));
  });
}

/** RFC 9113, 7. */
const errorCodes: readonly string[] = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
];

/** What Go says of a stream that the receiver has reset. */
function described(error: NodeJS.ErrnoException, { id, rstCode = 0 }: ClientHttp2Stream): Error {
  if (error.code !== 'ERR_HTTP2_STREAM_ERROR') return error;
  const name = errorCodes[rstCode] ?? `unknown error code 0x${rstCode.toString(16)}`;
  const text = `stream error: stream ID ${id}; ${name}; received from peer`;
  return Object.assign(new Error(text, { cause: error }), { code: error.code });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function joined(headers: Answer): Record<string, string> {
  const values = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith(':') && value !== undefined) values[name] = [value].flat().join(', ');
  }
  return values;
}

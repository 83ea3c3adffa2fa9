import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import { isIP, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { connect as tlsConnect } from 'node:tls';
import { messageOf } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { fromBytes } from '../go/utf8.ts';
import { describeFailure } from './http-error.ts';

const names = [
  'OK',
  'Canceled',
  'Unknown',
  'InvalidArgument',
  'DeadlineExceeded',
  'NotFound',
  'AlreadyExists',
  'PermissionDenied',
  'ResourceExhausted',
  'FailedPrecondition',
  'Aborted',
  'OutOfRange',
  'Unimplemented',
  'Internal',
  'Unavailable',
  'DataLoss',
  'Unauthenticated',
] as const;

export type GrpcCode = (typeof names)[number];

/** A call that failed. `message` is Go's, `rpc error: code = NotFound desc = …`. */
export class GrpcError extends GoError {
  readonly code: GrpcCode | undefined;

  constructor(code: GrpcCode | number, description: string, cause?: unknown) {
    const name = typeof code === 'number' ? (names[code] ?? `Code(${code})`) : code;
    super(`rpc error: code = ${name} desc = ${description}`.trim(), { cause });
    this.code = names.find((each) => each === name);
  }
}

export interface GrpcCall {
  /** `host:port`. */
  readonly target: string;
  readonly plaintext: boolean;
  /** PEM certificates of authorities. Default: those of Node. */
  readonly ca?: readonly string[];
  /** A connection to the target by other means, e.g. through a proxy. */
  readonly socket?: Socket | undefined;
  /** `/package.Service/Method`. */
  readonly method: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly message: Uint8Array;
  readonly signal: AbortSignal;
}

/** Bytes of a response that are kept. */
const maxResponse = 1 << 20;
/** Of the library that upstream speaks gRPC with. */
export const grpcUserAgent = 'grpc-go/1.71.0';

/** The response of one unary call over a connection of its own. @throws {GrpcError} */
export async function unaryCall(call: GrpcCall): Promise<Uint8Array> {
  const session = connect(`${call.plaintext ? 'http' : 'https'}://${call.target}`, connectOptions(call));
  const abort = () => session.destroy(new GrpcError('DeadlineExceeded', 'context deadline exceeded'));
  call.signal.addEventListener('abort', abort, { once: true });
  if (call.signal.aborted) abort();
  try {
    return await exchange(session, call);
  } finally {
    call.signal.removeEventListener('abort', abort);
    session.destroy();
  }
}

function connectOptions({ plaintext, ca, socket, target }: GrpcCall): Parameters<typeof connect>[1] {
  if (plaintext) return {};
  const trusted = ca ? { ca: [...ca] } : {};
  const host = target.replace(/:\d+$/, '');
  if (!socket) return trusted;
  const servername = isIP(host) === 0 ? { servername: host } : {};
  return { createConnection: () => tlsConnect({ socket, host, ALPNProtocols: ['h2'], ...servername, ...trusted }) };
}

async function exchange(session: ClientHttp2Session, call: GrpcCall): Promise<Uint8Array> {
  const failures: Error[] = [];
  session.on('error', (error) => failures.push(error));
  const stream = session.request({
    ':method': 'POST',
    ':path': call.method,
    'content-type': 'application/grpc',
    'user-agent': grpcUserAgent,
    te: 'trailers',
    ...call.metadata,
  });
  stream.on('error', () => session.destroy());
  stream.end(framed(call.message));
  try {
    return await answerOf(stream);
  } catch (error) {
    // The stream ends first, the session tells why.
    await nextTurn();
    throw failures[0] ? connectionError(failures[0]) : error;
  }
}

function connectionError(error: unknown): GrpcError {
  if (error instanceof GrpcError) return error;
  const text = error instanceof Error ? describeFailure(error) : messageOf(error);
  return new GrpcError('Unavailable', `connection error: desc = "transport: Error while dialing: ${text}"`, error);
}

async function answerOf(stream: ClientHttp2Stream): Promise<Uint8Array> {
  const headers: Record<string, unknown> = {};
  stream.on('response', (own) => Object.assign(headers, own));
  stream.on('trailers', (own) => Object.assign(headers, own));
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= maxResponse) chunks.push(chunk);
    else stream.close(constants.NGHTTP2_CANCEL);
  });
  await once(stream, 'close');
  if (length > maxResponse) {
    throw new GrpcError('ResourceExhausted', `grpc: received message larger than max (${length} vs. ${maxResponse})`);
  }
  checkStatus(headers);
  const body = Buffer.concat(chunks);
  if (body.length < 5 || body.length < 5 + body.readUInt32BE(1)) throw new GrpcError('Internal', 'unexpected EOF');
  if (body[0] !== 0) throw new GrpcError('Internal', 'grpc: compressed flag set with identity or empty encoding');
  return body.subarray(5, 5 + body.readUInt32BE(1));
}

function checkStatus(headers: Readonly<Record<string, unknown>>): void {
  const http = Number(headers[':status'] ?? 0);
  const status = headers['grpc-status'];
  if (http === 0) throw new GrpcError('Unavailable', 'error reading from server: EOF');
  if (status === undefined && http !== 200) {
    throw new GrpcError(httpCodes.get(http) ?? 'Unknown', `unexpected HTTP status code received from server: ${http}`);
  }
  if (status === undefined) throw new GrpcError('Internal', 'server closed the stream without sending trailers');
  const code = Number(status);
  if (code !== 0) throw new GrpcError(code, percentDecoded(String(headers['grpc-message'] ?? '')));
}

const httpCodes: ReadonlyMap<number, GrpcCode> = new Map([
  [400, 'Internal'],
  [401, 'Unauthenticated'],
  [403, 'PermissionDenied'],
  [404, 'Unimplemented'],
  [429, 'Unavailable'],
  [502, 'Unavailable'],
  [503, 'Unavailable'],
  [504, 'Unavailable'],
]);

function framed(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** A status message: `%XX` stands for bytes; what is no such escape stays. */
function percentDecoded(text: string): string {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const hex = /^%([\da-f]{2})/i.exec(text.slice(at, at + 3))?.[1];
    bytes.push(hex === undefined ? text.charCodeAt(at) & 0xff : Number.parseInt(hex, 16));
    if (hex !== undefined) at += 2;
  }
  return fromBytes(Uint8Array.from(bytes));
}

import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { collect } from '../../engine/services/http-body.ts';
import { ControllerError } from '../errors.ts';
import type { Connection, Credentials, TlsOptions } from './connection.ts';

export interface OutgoingRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly place: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
}

/** Node's HTTP over one keep-alive agent, which is replaced when the credentials' TLS options change. */
export class Transport {
  private readonly connection: Connection;
  private readonly base: URL;
  private agent: HttpAgent | undefined;
  private agentTls: TlsOptions = {};
  private closed = false;

  constructor(connection: Connection) {
    this.connection = connection;
    this.base = new URL(connection.server);
  }

  /** The answer once its headers are there; the caller reads the body. Aborting destroys the request at any time. */
  async open(request: OutgoingRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const credentials = await this.connection.credentials();
    if (this.closed) throw new ControllerError('Aborted', request.place, 'the client is closed');
    signal.throwIfAborted();
    try {
      return await this.once(request, credentials, signal);
    } catch (error) {
      if (!(error instanceof StaleSocket) || request.method === 'POST')
        throw error instanceof StaleSocket ? error.error : error;
      return await this.once(request, credentials, signal).catch((again: unknown) => {
        throw again instanceof StaleSocket ? again.error : again;
      });
    }
  }

  /** Ends idle and open connections. */
  close(): void {
    this.closed = true;
    this.agent?.destroy();
  }

  private once(request: OutgoingRequest, credentials: Credentials, signal: AbortSignal): Promise<IncomingMessage> {
    const secure = this.base.protocol === 'https:';
    const options: RequestOptions = {
      method: request.method,
      host: this.base.hostname.replace(/^\[|\]$/g, ''),
      port: this.base.port === '' ? (secure ? 443 : 80) : this.base.port,
      path: this.base.pathname.replace(/\/$/, '') + request.path,
      agent: credentials.agent ?? this.agentFor(credentials.tls, secure),
      headers: { ...credentials.headers, ...request.headers, ...bodyHeaders(request.body) },
    };
    return new Promise((resolve, reject) => {
      const outgoing = (secure ? httpsRequest : httpRequest)(options);
      const abort = () => outgoing.destroy(signal.reason instanceof Error ? signal.reason : undefined);
      signal.addEventListener('abort', abort);
      outgoing.once('close', () => signal.removeEventListener('abort', abort));
      outgoing.once('response', resolve);
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        const stale = outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
        const unreachable = new ControllerError('Unreachable', request.place, error.message, { cause: error });
        reject(stale ? new StaleSocket(unreachable) : unreachable);
      });
      outgoing.end(request.body);
    });
  }

  private agentFor(tls: TlsOptions, secure: boolean): HttpAgent {
    if (this.agent !== undefined && sameTls(tls, this.agentTls)) return this.agent;
    const former = this.agent;
    const common = { keepAlive: true, keepAliveMsecs: 30_000, maxFreeSockets: 16, scheduling: 'lifo' as const };
    this.agent = secure ? new HttpsAgent({ ...common, ...tls } as object) : new HttpAgent(common);
    this.agentTls = tls;
    former?.destroy();
    return this.agent;
  }
}

class StaleSocket extends Error {
  readonly error: ControllerError;

  constructor(error: ControllerError) {
    super(error.message);
    this.error = error;
  }
}

function bodyHeaders(body: string | undefined): Record<string, string> {
  return body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
}

function sameTls(a: TlsOptions, b: TlsOptions): boolean {
  return (
    same(a.ca, b.ca) &&
    same(a.cert, b.cert) &&
    same(a.key, b.key) &&
    a.servername === b.servername &&
    a.rejectUnauthorized === b.rejectUnauthorized
  );
}

function same(a: string | Buffer | undefined, b: string | Buffer | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && Buffer.compare(Buffer.from(a), Buffer.from(b)) === 0);
}

/** The whole body as bytes. Throws TooLarge beyond `limit` bytes, Disconnected when it ends early. */
export async function readBody(response: IncomingMessage, limit: number, place: string): Promise<Buffer> {
  const { bytes, truncated, error } = await collect(response, limit);
  if (truncated) throw new ControllerError('TooLarge', place, `the answer is larger than ${limit} bytes`);
  if (error) throw new ControllerError('Disconnected', place, 'the answer ended early', { cause: error });
  return bytes;
}

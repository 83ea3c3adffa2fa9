import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createSecureServer, type Server as SecureServer, type TLSSocket } from 'node:tls';
import type { Authority } from './authority.ts';
import { ByteReader, Gone } from './byte-reader.ts';
import type { HttpAnswer, RecordedRequest } from './case.ts';
import { grpcServer } from './grpc.ts';
import { http2Server } from './h2.ts';
import { headerOf, type RawRequest, readRequest, writeAnswer } from './http-message.ts';
import { Session } from './session.ts';

export interface StubOptions {
  /** Who signs the certificates of HTTPS. */
  readonly authority: Authority;
  /** Whether HTTPS is HTTP/2 for those who offer it. */
  readonly http2?: boolean;
  /** What is spoken instead of HTTP. The server speaks first. */
  readonly speak?: { readonly protocol: string; readonly serve: (socket: Socket, session: Session) => Promise<void> };
}

/** What a request came by: its scheme, and the port it was sent from. */
interface Origin {
  readonly scheme: string;
  readonly from: number;
}

const clientHello = 0x16;
const anyAnswer: HttpAnswer = {};

/** A receiver on loopback that records bytes and answers by script: HTTP, HTTPS, gRPC and a CONNECT proxy on one port. */
export class Stub {
  readonly requests: RecordedRequest[] = [];
  private readonly options: StubOptions;
  private answers: readonly HttpAnswer[] = [];
  private waiting: HttpAnswer[] = [];
  private readonly server: Server;
  private readonly secure: SecureServer;
  private readonly grpc = grpcServer({
    record: (request) => this.requests.push({ ...request, ...this.wait() }),
    answer: () => this.answerTo(''),
  });
  private readonly http2 = http2Server({
    record: (request, host, socket) => this.record(request, host, { scheme: 'https', from: socket.remotePort ?? 0 }),
    answer: (request) => this.answerTo(request),
  });
  private readonly sockets = new Set<Duplex>();
  /** What the proxy was asked for, by the port from which it dials the stub itself. */
  private readonly tunnels = new Map<number, string>();
  private last = 0;
  private listening = 0;

  private constructor(options: StubOptions) {
    this.options = options;
    const { authority, http2 = false } = options;
    this.server = createServer((socket) => this.accept(this.keep(socket)));
    this.secure = createSecureServer(
      {
        ...authority.serverFor('127.0.0.1', 'localhost'),
        SNICallback: (host, done) => done(null, authority.contextFor(host)),
        ...(http2 ? { ALPNProtocols: ['h2', 'http/1.1'] } : {}),
      },
      (socket) => {
        if (socket.alpnProtocol === 'h2') this.http2.emit('connection', this.keep(socket));
        else void this.serve(socket, 'https', socket.remotePort ?? 0);
      },
    );
    this.secure.on('tlsClientError', (_error, socket: TLSSocket) => socket.destroy());
  }

  static async start(options: StubOptions): Promise<Stub> {
    const stub = new Stub(options);
    await once(stub.server.listen(0, '127.0.0.1'), 'listening');
    stub.listening = (stub.server.address() as AddressInfo).port;
    return stub;
  }

  get port(): number {
    return this.listening;
  }

  /** Answers the next requests with these, all others with the last that fits. */
  reply(answers: readonly HttpAnswer[]): void {
    this.answers = answers;
    this.waiting = [...answers];
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    for (const socket of this.sockets) socket.destroy();
    await once(this.server.close(), 'close');
  }

  private keep<S extends Duplex>(socket: S): S {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(socket));
    return socket;
  }

  private accept(socket: Socket): void {
    const { speak, authority } = this.options;
    if (!speak) {
      this.sniff(socket);
      return;
    }
    const session = new Session(speak.protocol, this.port, authority);
    this.requests.push(session.request);
    speak.serve(socket, session).catch((error: unknown) => giveUp(socket, error));
  }

  private sniff(socket: Socket): void {
    socket.once('readable', () => {
      const first = socket.read() as Buffer | null;
      if (first === null) return;
      const start = first.toString('latin1');
      const proxied = /^CONNECT (\S+) /.exec(start);
      if (proxied) return void this.tunnel(socket, proxied[1] ?? '');
      socket.unshift(first);
      if (first[0] === clientHello) this.secure.emit('connection', socket);
      else if (start.startsWith('PRI * HTTP/2')) this.grpc.emit('connection', socket);
      else void this.serve(socket, 'http', socket.remotePort ?? 0);
    });
  }

  private async serve(socket: Duplex, scheme: string, from: number): Promise<void> {
    this.keep(socket);
    const reader = new ByteReader(socket);
    try {
      for (let request = await readRequest(reader); request; request = await readRequest(reader)) {
        this.record(request, headerOf(request.headers, 'host') ?? '', { scheme, from });
        const text = [request.line, ...request.headers.map((header) => header.join(': '))].join('\n');
        if (!(await writeAnswer(socket, this.answerTo(text)))) break;
      }
      socket.end();
    } catch (error) {
      giveUp(socket, error);
    }
  }

  private record(request: RawRequest, host: string, { scheme, from }: Origin): void {
    const own = host.endsWith(`:${this.port}`) ? '$STUB' : host;
    this.requests.push({ to: `${scheme}://${this.tunnels.get(from) ?? own}`, ...request, ...this.wait() });
  }

  /** The seconds since the request before, if any. */
  private wait(): { after?: number } {
    const now = Date.now();
    const after = this.last === 0 ? 0 : Math.round((now - this.last) / 1000);
    this.last = now;
    return after === 0 ? {} : { after };
  }

  private answerTo(request: string): HttpAnswer {
    const fits = ({ match }: HttpAnswer) => match === undefined || request.includes(match);
    const at = this.waiting.findIndex(fits);
    if (at >= 0) return this.waiting.splice(at, 1)[0] ?? anyAnswer;
    return this.answers.findLast(fits) ?? anyAnswer;
  }

  private async tunnel(socket: Socket, target: string): Promise<void> {
    const inner = this.keep(connect(this.port, '127.0.0.1'));
    await once(inner, 'connect');
    this.tunnels.set(inner.localPort ?? 0, target);
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.pipe(inner).pipe(socket);
  }
}

/** Ends a connection whose client left. @throws what is no such thing */
function giveUp(socket: Duplex, error: unknown): void {
  socket.destroy();
  if (!(error instanceof Gone) && !isBrokenStream(error)) throw error;
}

function isBrokenStream(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    /^(ECONNRESET|ECANCELED|EPIPE|ERR_STREAM_|ERR_SSL_)/.test(String(error.code))
  );
}

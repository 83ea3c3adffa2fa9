import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createSecureServer, type Server as SecureServer, type TLSSocket } from 'node:tls';
import type { Authority } from './authority.ts';
import { ByteReader, Gone } from './byte-reader.ts';
import type { HttpAnswer, RecordedRequest } from './case.ts';
import { headerOf, type RawRequest, readRequest, writeAnswer } from './http-message.ts';

export interface StubOptions {
  readonly answers: readonly HttpAnswer[];
  /** Who signs the certificates of HTTPS. */
  readonly authority: Authority;
}

const clientHello = 0x16;
const anyAnswer: HttpAnswer = {};

/** A receiver on loopback that records bytes and answers by script: HTTP, HTTPS and a CONNECT proxy on one port. */
export class Stub {
  readonly requests: RecordedRequest[] = [];
  private readonly options: StubOptions;
  private readonly waiting: HttpAnswer[];
  private readonly server: Server;
  private readonly secure: SecureServer;
  private readonly sockets = new Set<Duplex>();
  /** What the proxy was asked for, by the port from which it dials the stub itself. */
  private readonly tunnels = new Map<number, string>();
  private last = 0;

  private constructor(options: StubOptions) {
    this.options = options;
    this.waiting = [...options.answers];
    const { authority } = options;
    this.server = createServer((socket) => this.sniff(socket));
    this.secure = createSecureServer(
      {
        ...authority.serverFor('127.0.0.1', 'localhost'),
        SNICallback: (host, done) => done(null, authority.contextFor(host)),
      },
      (socket) => void this.serve(socket, 'https', socket.remotePort ?? 0),
    );
    this.secure.on('tlsClientError', (_error, socket: TLSSocket) => socket.destroy());
  }

  static async start(options: StubOptions): Promise<Stub> {
    const stub = new Stub(options);
    await once(stub.server.listen(0, '127.0.0.1'), 'listening');
    return stub;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await once(this.server.close(), 'close');
  }

  private keep<S extends Duplex>(socket: S): S {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(socket));
    return socket;
  }

  private sniff(socket: Socket): void {
    this.keep(socket).once('readable', () => {
      const first = socket.read() as Buffer | null;
      if (first === null) return;
      const proxied = /^CONNECT (\S+) /.exec(first.toString('latin1'));
      if (proxied) return void this.tunnel(socket, proxied[1] ?? '');
      socket.unshift(first);
      if (first[0] === clientHello) this.secure.emit('connection', socket);
      else void this.serve(socket, 'http', socket.remotePort ?? 0);
    });
  }

  private async serve(socket: Duplex, scheme: string, from: number): Promise<void> {
    this.keep(socket);
    const reader = new ByteReader(socket);
    try {
      for (let request = await readRequest(reader); request; request = await readRequest(reader)) {
        this.record(request, scheme, from);
        if (!(await writeAnswer(socket, this.answerTo(request)))) break;
      }
      socket.end();
    } catch (error) {
      socket.destroy();
      if (!(error instanceof Gone) && !isBrokenStream(error)) throw error;
    }
  }

  private record(request: RawRequest, scheme: string, from: number): void {
    const now = Date.now();
    const after = this.last === 0 ? 0 : Math.round((now - this.last) / 1000);
    this.last = now;
    const tunnel = this.tunnels.get(from);
    const host = headerOf(request.headers, 'host') ?? '';
    const own = host.endsWith(`:${this.port}`) ? '$STUB' : host;
    this.requests.push({ to: `${scheme}://${tunnel ?? own}`, ...request, ...(after === 0 ? {} : { after }) });
  }

  private answerTo(request: RawRequest): HttpAnswer {
    const text = [request.line, ...request.headers.map((header) => header.join(': '))].join('\n');
    const at = this.waiting.findIndex(({ match }) => match === undefined || text.includes(match));
    const answer = this.waiting[at] ?? this.options.answers.findLast(({ match }) => !match || text.includes(match));
    if (at >= 0) this.waiting.splice(at, 1);
    return answer ?? anyAnswer;
  }

  private async tunnel(socket: Socket, target: string): Promise<void> {
    const inner = this.keep(connect(this.port, '127.0.0.1'));
    await once(inner, 'connect');
    this.tunnels.set(inner.localPort ?? 0, target);
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.pipe(inner).pipe(socket);
  }
}

function isBrokenStream(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(ECONNRESET|EPIPE|ERR_STREAM_)/.test(String(error.code));
}

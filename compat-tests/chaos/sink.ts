import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message that the sink has accepted. */
export interface Arrival {
  readonly path: string;
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** An HTTP receiver on loopback that accepts what it gets, unless it is down or told to leave a path without an answer. */
export class Sink {
  readonly arrivals: Arrival[] = [];
  /** Paths whose requests are never answered. */
  readonly hanging = new Set<string>();
  /** Called with each message once it is accepted. */
  onArrival: (arrival: Arrival) => void = () => undefined;
  private readonly server: Server;
  private port = 0;

  private constructor() {
    this.server = createServer((request, response) => this.take(request, response));
    this.server.keepAliveTimeout = 60_000;
  }

  static async start(): Promise<Sink> {
    const sink = new Sink();
    await sink.up();
    return sink;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Listens, always on the same port. */
  async up(): Promise<void> {
    await once(this.server.listen(this.port, '127.0.0.1'), 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** Cuts every connection and refuses new ones. */
  async down(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server.close(), 'close');
    this.server.closeAllConnections();
    await closed;
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '';
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (this.hanging.has(path) || response.destroyed) return;
      const arrival = { path, body: Buffer.concat(chunks).toString('utf8'), time: Date.now() };
      response.end();
      this.arrivals.push(arrival);
      this.onArrival(arrival);
    });
  }
}

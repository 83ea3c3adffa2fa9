import { Agent, type AgentOptions, type RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { Http2Pool } from './http2-pool.ts';

/** What a request of HTTP/1.1 ends with when its receiver has chosen HTTP/2. The pool has the connection. */
export class Http2Chosen extends Error {}

type Callback = (error: Error | null, socket: Duplex) => void;

/** Milliseconds for a handshake. */
const handshakeTimeout = 30_000;

/** Connections that offer HTTP/2 before HTTP/1.1, as Go's do (`net/http` Transport). Those of HTTP/1.1 go to its requests. */
export class Http2Agent extends Agent {
  readonly http2 = new Http2Pool();
  private readonly proxied: boolean;
  private readonly pending = new Set<TLSSocket>();

  constructor(options: AgentOptions, proxied: boolean) {
    super(options);
    this.proxied = proxied;
  }

  override createConnection(options: RequestOptions, callback: Callback = () => {}): undefined {
    const secured = (socket: TLSSocket) => this.handOut(socket, options, callback);
    const offer: RequestOptions & { readonly ALPNProtocols: string[] } = {
      ...options,
      ALPNProtocols: ['h2', 'http/1.1'],
    };
    const socket = super.createConnection(offer, (error, tunnel) => {
      if (error) callback(error, tunnel);
      else secured(tunnel as TLSSocket);
    });
    // Through a proxy, the callback is called when TLS stands.
    if (!this.proxied) this.afterHandshake(socket as TLSSocket, secured, callback);
  }

  override destroy(): void {
    this.http2.close();
    for (const socket of this.pending) socket.destroy();
    super.destroy();
  }

  private afterHandshake(socket: TLSSocket, secured: (socket: TLSSocket) => void, failed: Callback): void {
    this.pending.add(socket);
    const timer = setTimeout(() => socket.destroy(new Error('net/http: TLS handshake timeout')), handshakeTimeout);
    const settled = () => {
      clearTimeout(timer);
      this.pending.delete(socket);
      socket.off('error', end).off('close', closed).off('secureConnect', stands);
    };
    const end = (error: Error) => {
      settled();
      socket.on('error', () => {});
      failed(error, socket);
    };
    const closed = () => end(Object.assign(new Error('EOF'), { code: 'ECONNRESET' }));
    const stands = () => {
      settled();
      secured(socket);
    };
    socket.once('error', end).once('close', closed).once('secureConnect', stands);
  }

  private handOut(socket: TLSSocket, options: RequestOptions, callback: Callback): void {
    const chosen = socket.alpnProtocol === 'h2' ? new Http2Chosen('the receiver has chosen HTTP/2') : null;
    if (chosen) this.http2.adopt(receiverOf(options), socket);
    callback(chosen, socket);
  }
}

/** What names a receiver in the pool. */
export function receiverOf({ host, port }: Pick<RequestOptions, 'host' | 'port'>): string {
  return `${host?.includes(':') ? `[${host}]` : host}:${port}`;
}

import type { ClientHttp2Session } from 'node:http2';
import type { TLSSocket } from 'node:tls';

/** A connection on which HTTP/2 is spoken. */
export interface Http2Connection {
  readonly session: ClientHttp2Session;
  /** Requests that have been made on it, and those of them that are under way. */
  requests: number;
  active: number;
}

/** Milliseconds that a connection may be silent. */
const idleTimeout = 60_000;

/** One connection a receiver, kept until it is idle for a minute or its receiver takes leave. An idle one keeps no process alive. */
export class Http2Pool {
  private readonly connections = new Map<string, Http2Connection>();

  /** The connection to a receiver, if there is one that takes requests. */
  get(receiver: string): Http2Connection | undefined {
    return this.connections.get(receiver);
  }

  /** Takes on a connection whose receiver has chosen HTTP/2; a second one to the same receiver is closed. */
  adopt(receiver: string, socket: TLSSocket): void {
    if (this.connections.has(receiver)) {
      socket.on('error', () => {}).destroy();
      return;
    }
    // Loaded when it is needed: a megabyte.
    const { connect } = process.getBuiltinModule('node:http2');
    const session = connect(`https://${receiver}`, {
      createConnection: () => socket,
      settings: { enablePush: false },
    });
    const connection: Http2Connection = { session, requests: 0, active: 0 };
    this.connections.set(receiver, connection);
    const drop = () => this.drop(connection);
    session.on('goaway', drop).on('close', drop).on('error', drop);
    session.setTimeout(idleTimeout, drop);
    session.unref();
  }

  /** Makes no more requests on a connection; those under way end as they will. */
  drop(connection: Http2Connection): void {
    for (const [receiver, each] of this.connections) if (each === connection) this.connections.delete(receiver);
    if (!connection.session.closed) connection.session.close();
  }

  close(): void {
    for (const { session } of this.connections.values()) session.destroy();
    this.connections.clear();
  }
}

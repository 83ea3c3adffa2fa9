import { once } from 'node:events';
import { isIP, type Socket, connect as tcpConnect } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { GoError } from '../go/error.ts';
import { fromBytes } from '../go/utf8.ts';
import { describeFailure } from './http-error.ts';

export interface Address {
  /** A name, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
}

export interface DialOptions {
  /** Ends the connection whenever it is aborted. */
  readonly signal: AbortSignal;
  /** Milliseconds until the connection has to stand. */
  readonly timeout: number;
}

export interface TlsOptions {
  readonly insecureSkipVerify?: boolean;
  readonly ca?: readonly string[];
}

/** Milliseconds for the peer to take leave. */
const endTimeout = 1000;
/** Bytes that one line may have. */
const maxLine = 64 * 1024;

/** A connection whose peer talks in lines: TCP, and TLS on demand. Errors are GoErrors in Go's words. */
export class LineConnection {
  /** Whether TLS is spoken. */
  secure = false;
  private readonly address: Address;
  private readonly signal: AbortSignal;
  private readonly abort = () => this.close();
  private socket: Socket;
  private buffer: Buffer = Buffer.alloc(0);
  private failure: Error | undefined;

  private constructor(socket: Socket, address: Address, signal: AbortSignal) {
    this.address = address;
    this.signal = signal;
    this.socket = this.watched(socket);
    signal.addEventListener('abort', this.abort, { once: true });
  }

  /** @throws {GoError} `dial tcp HOST:PORT: …` */
  static async dial(address: Address, { signal, timeout }: DialOptions): Promise<LineConnection> {
    const where = isIP(address.host) === 6 ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
    if (address.port < 0 || address.port > 65535) throw new GoError(`dial tcp: address ${address.port}: invalid port`);
    const connection = new LineConnection(tcpConnect({ ...address, noDelay: true }), address, signal);
    const timer = setTimeout(() => connection.fail(new GoError(`dial tcp ${where}: i/o timeout`)), timeout);
    try {
      await connection.event('connect');
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Speaks TLS from here on. What the peer has said in plain text beforehand is dropped. */
  async startTls({ insecureSkipVerify = false, ca }: TlsOptions): Promise<void> {
    const { host } = this.address;
    const plain = this.socket;
    this.buffer = Buffer.alloc(0);
    const socket = tlsConnect({
      socket: plain,
      host,
      ...(isIP(host) === 0 && !insecureSkipVerify ? { servername: host } : {}),
      ...(insecureSkipVerify ? { rejectUnauthorized: false } : ca ? { ca: [...ca] } : {}),
    });
    this.socket = this.watched(socket);
    await this.event('secureConnect');
    this.secure = true;
  }

  /** The next line without its end. @throws {GoError} `EOF` when the peer has gone */
  async line(): Promise<string> {
    for (let searched = 0; ; ) {
      const end = this.buffer.indexOf(0x0a, searched);
      if (end >= 0) {
        const line = this.buffer.subarray(0, this.buffer[end - 1] === 0x0d ? end - 1 : end);
        this.buffer = this.buffer.subarray(end + 1);
        return fromBytes(line);
      }
      searched = this.buffer.length;
      if (searched > maxLine) throw new GoError('line too long');
      this.buffer = Buffer.concat([this.buffer, await this.read()]);
    }
  }

  /** Resolves when the bytes have been handed to the system. */
  async write(data: string | Uint8Array): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.socket.write(data, () => resolve());
    this.socket.once('close', resolve);
    await promise;
    this.socket.off('close', resolve);
    if (this.failure || this.socket.destroyed) throw this.explain();
  }

  /** Ends the connection after what has been written, and lets the peer read it before anything is torn down. */
  async end(): Promise<void> {
    const timer = setTimeout(() => this.close(), endTimeout);
    this.socket.end();
    this.socket.resume();
    while (!this.socket.destroyed) await this.settled(['close']);
    clearTimeout(timer);
    this.close();
  }

  close(): void {
    this.signal.removeEventListener('abort', this.abort);
    this.socket.destroy();
  }

  private watched<S extends Socket>(socket: S): S {
    socket.on('error', (error) => {
      this.failure ??= error;
    });
    if (this.signal.aborted) socket.destroy();
    return socket;
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.socket.destroy();
  }

  private async event(name: string): Promise<void> {
    let seen = false;
    this.socket.once(name, () => {
      seen = true;
    });
    if (!this.socket.destroyed) await this.settled([name, 'end', 'close']);
    if (!seen) {
      if (!this.socket.destroyed) await this.settled(['close']);
      throw this.explain();
    }
  }

  private async read(): Promise<Buffer> {
    for (;;) {
      const chunk = this.socket.read() as Buffer | null;
      if (chunk) return chunk;
      if (this.socket.readableEnded || this.socket.destroyed) throw this.explain();
      await this.settled(['readable', 'end', 'close']);
    }
  }

  /** Resolves at the first of the events. */
  private async settled(events: readonly string[]): Promise<void> {
    const done = new AbortController();
    try {
      await Promise.race(events.map((name) => once(this.socket, name, { signal: done.signal })));
    } catch (error) {
      this.failure ??= error instanceof Error ? error : new Error(String(error));
    } finally {
      done.abort();
    }
  }

  private explain(): GoError {
    if (this.failure instanceof GoError) return this.failure;
    if (this.signal.aborted) {
      const late = this.signal.reason instanceof Error && this.signal.reason.name === 'TimeoutError';
      return new GoError(late ? 'context deadline exceeded' : 'context canceled', { cause: this.signal.reason });
    }
    const gone = !this.failure || ('code' in this.failure && this.failure.code === 'EPIPE');
    return new GoError(gone ? 'EOF' : describeFailure(this.failure as Error), { cause: this.failure });
  }
}

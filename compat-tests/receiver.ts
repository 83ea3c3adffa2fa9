import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One request that arrived. */
export interface Arrival {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** What the receiver does with a request: answers with a status, perhaps later; never answers; cuts the connection. */
export type Reply = number | { readonly status: number; readonly afterMs: number } | 'hang' | 'close';

/** An HTTP server on loopback that records what it gets, and answers by script, else 201. `GET /records` lists all. */
export class Receiver {
  readonly records: Arrival[] = [];
  private readonly server: Server;
  private script: Reply[] = [];
  private otherwise: Reply = 201;
  private readonly settleMs: number;

  private constructor(settleMs: number) {
    this.settleMs = settleMs;
    this.server = createServer((request, response) => {
      this.take(request, response).catch(() => response.destroy());
    });
  }

  /** A receiver on a port of loopback, any that is free if none is named. `settleMs` is how long `exactly` waits for more. */
  static async start(port = 0, settleMs = 1500): Promise<Receiver> {
    const receiver = new Receiver(settleMs);
    await once(receiver.server.listen(port, '127.0.0.1'), 'listening');
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The bodies that arrived, in order. */
  get bodies(): string[] {
    return this.records.map(({ body }) => body);
  }

  /** Answers the next requests with these, then all others with `otherwise`. */
  reply(next: readonly Reply[], otherwise: Reply = 201): void {
    this.script = [...next];
    this.otherwise = otherwise;
  }

  /**
   * The records, once there are `count` and no more have come for a while.
   * @throws {Error} if there are more or, after `deadline` milliseconds, fewer.
   */
  async exactly(count: number, deadline = 20_000): Promise<readonly Arrival[]> {
    const until = Date.now() + deadline;
    while (this.records.length < count && Date.now() < until) await sleep(20);
    if (this.records.length >= count) await sleep(this.settleMs);
    if (this.records.length === count) return this.records;
    const arrived = this.bodies.map((body) => `\n  ${JSON.stringify(body)}`).join('');
    throw new Error(`${this.records.length} requests arrived, not ${count}:${arrived}`);
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    await once(this.server.close(), 'close');
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk as string;
    if (request.method === 'GET' && request.url === '/records') {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ records: this.records }));
      return;
    }
    const headers = request.headers as Record<string, string>;
    this.records.push({ method: request.method ?? '', path: request.url ?? '', headers, body, time: Date.now() });
    const reply = this.script.shift() ?? this.otherwise;
    if (reply === 'close') request.socket.destroy();
    else if (reply !== 'hang') {
      const { status, afterMs } = typeof reply === 'number' ? { status: reply, afterMs: 0 } : reply;
      if (afterMs > 0) await sleep(afterMs);
      response.writeHead(status).end();
    }
  }
}

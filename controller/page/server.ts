import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { policyOf } from './document.ts';

/** Readers that are told of changes at once. */
const maxReaders = 32;
/** How often a reader hears that the server is there, in milliseconds. */
const heartbeatMs = 15_000;

/**
 * Gives the document of a request; undefined when there is none.
 * @throws {Error} which is answered with its message
 */
export type Render = (url: URL, nonce: string) => Promise<string | undefined> | string | undefined;

/** Serves a page on loopback, to this machine only, and tells its readers when it has changed. */
export class PageServer {
  private readonly render: Render;
  private readonly server: Server;
  private readonly readers = new Set<ServerResponse>();
  private heartbeat: NodeJS.Timeout | undefined;

  constructor(render: Render) {
    this.render = render;
    this.server = createServer((request, response) => {
      this.answer(request, response).catch((error: Error) => {
        send(response, 500, 'text/plain; charset=utf-8', `${error.message}\n`);
      });
    });
    this.server.requestTimeout = 10_000;
  }

  /** Resolves to its URL. @throws {Error} when the port is taken */
  start(port = 0): Promise<string> {
    this.heartbeat = setInterval(() => this.tell(': \n\n'), heartbeatMs);
    this.heartbeat.unref();
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${this.port}/`));
    });
  }

  /** Has every reader look again. */
  changed(): void {
    this.tell('data: changed\n\n');
  }

  stop(): Promise<void> {
    clearInterval(this.heartbeat);
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  private tell(text: string): void {
    for (const reader of this.readers) reader.write(text);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const hosts = [`127.0.0.1:${this.port}`, `localhost:${this.port}`];
    const url = new URL(request.url ?? '/', `http://${hosts[0]}`);
    if (!hosts.includes(request.headers.host ?? '')) send(response, 403, 'text/plain', 'not for this host\n');
    else if (request.method !== 'GET') send(response, 405, 'text/plain', 'GET only\n');
    else if (url.pathname === '/events') this.follow(response);
    else await this.show(url, response);
  }

  private async show(url: URL, response: ServerResponse): Promise<void> {
    const nonce = randomBytes(16).toString('base64');
    const text = await this.render(url, nonce);
    response.setHeader('Content-Security-Policy', policyOf(nonce));
    if (text === undefined) send(response, 404, 'text/plain', 'not found\n');
    else send(response, 200, 'text/html; charset=utf-8', text);
  }

  private follow(response: ServerResponse): void {
    if (this.readers.size >= maxReaders) {
      send(response, 503, 'text/plain', 'too many readers\n');
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write('retry: 500\n\n');
    this.readers.add(response);
    response.on('close', () => this.readers.delete(response));
  }
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(text);
}

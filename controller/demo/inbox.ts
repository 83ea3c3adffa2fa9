import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SentRequest } from '../page/index.ts';

const maxBody = 1 << 20;

/** Stands in for Slack on loopback: takes every message, and tells of each. */
export class Inbox {
  private readonly onMessage: (request: SentRequest, text: string) => void;
  private readonly server: Server;
  private taken = 0;

  constructor(onMessage: (request: SentRequest, text: string) => void) {
    this.onMessage = onMessage;
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      request.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBody) request.destroy();
        else chunks.push(chunk);
      });
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        this.onMessage(this.received(request, body), new URLSearchParams(body).get('text') ?? '');
        const answer = { ok: true, channel: 'C0000000000', ts: `${++this.taken}.000000` };
        response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
      });
    });
  }

  /** Resolves to its URL. */
  start(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(0, '127.0.0.1', () => resolve(this.url));
    });
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private received({ method = '', url = '', headers }: IncomingMessage, body: string): SentRequest {
    const named = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
    return { method, url: `${this.url}${url}`, headers: named, body };
  }
}

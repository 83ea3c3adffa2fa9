import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const maxBody = 1 << 20;

/** A receiver on loopback that shows each message it gets. */
export class Inbox {
  private readonly onMessage: (text: string) => void;
  private readonly server: Server;

  constructor(onMessage: (text: string) => void) {
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
        this.onMessage(Buffer.concat(chunks).toString('utf8'));
        response.writeHead(204).end();
      });
    });
  }

  /** Resolves to its URL. */
  start(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(0, '127.0.0.1', () =>
        resolve(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}`),
      );
    });
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

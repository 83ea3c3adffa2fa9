import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HealthOptions {
  readonly port: number;
  /** What is wrong with this process, empty when it is well: `/healthz`. */
  readonly unhealthy: () => string;
  /** What this process still waits for, empty when it is ready: `/readyz`. */
  readonly unready: () => string;
  /** `/metrics` */
  readonly metrics: { text(): Promise<string>; readonly contentType: string };
}

/** Serves `/healthz`, `/readyz` and `/metrics`. */
export class HealthServer {
  private readonly options: HealthOptions;
  private readonly server: Server;

  constructor(options: HealthOptions) {
    this.options = options;
    this.server = createServer((request, response) => {
      const path = request.url?.split('?')[0] ?? '';
      this.answer(path).then(
        ({ status, body, type }) => response.writeHead(status, { 'Content-Type': type }).end(body),
        () => response.writeHead(500).end(),
      );
    });
    this.server.requestTimeout = 10_000;
  }

  /** Resolves to the port it listens on. @throws {Error} when it is taken */
  start(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.options.port, () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async answer(path: string): Promise<{ status: number; body: string; type: string }> {
    const { unhealthy, unready, metrics } = this.options;
    if (path === '/metrics') return { status: 200, body: await metrics.text(), type: metrics.contentType };
    if (path !== '/healthz' && path !== '/readyz') return { status: 404, body: 'not found\n', type: 'text/plain' };
    const problem = path === '/healthz' ? unhealthy() : unready();
    return { status: problem === '' ? 200 : 503, body: problem === '' ? 'ok\n' : `${problem}\n`, type: 'text/plain' };
  }
}

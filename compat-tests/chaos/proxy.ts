import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, request, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Access } from '../kube/server.ts';
import { Authority } from '../wire/authority.ts';

/** What happens to a request: it is passed on; answered with a status; or passed on, and then answered with a status. */
export type Fault = 'pass' | { readonly status: number; readonly afterwards?: boolean };

const reasons: Readonly<Record<number, string>> = { 409: 'Conflict', 410: 'Expired', 500: 'InternalError' };

/** A proxy before an API server, with TLS of its own, that misbehaves as told. */
export class FaultProxy {
  /** Decides about each request. */
  decide: (method: string, path: string) => Fault = () => 'pass';
  private readonly access: Access;
  private readonly authority = new Authority('fault proxy');
  private readonly agent: Agent;
  private readonly server: Server;
  private readonly watches = new Map<ServerResponse, IncomingMessage>();

  private constructor(access: Access) {
    this.access = access;
    this.agent = new Agent({ ca: access.ca, keepAlive: true });
    this.server = createServer(this.authority.serverFor('127.0.0.1'), (incoming, response) =>
      this.take(incoming, response).catch(() => response.destroy()),
    );
  }

  static async start(access: Access): Promise<FaultProxy> {
    const proxy = new FaultProxy(access);
    await once(proxy.server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  /** A kubeconfig whose server is this proxy; JSON, and so YAML. */
  kubeconfig(): string {
    const { port } = this.server.address() as AddressInfo;
    const ca = Buffer.from(this.authority.certificate).toString('base64');
    const cluster = { server: `https://127.0.0.1:${port}`, 'certificate-authority-data': ca };
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'proxy', cluster }],
      users: [{ name: 'admin', user: { token: this.access.token } }],
      contexts: [{ name: 'proxy', context: { cluster: 'proxy', user: 'admin' } }],
      'current-context': 'proxy',
    });
  }

  /** Breaks off every open watch, some in the middle of a line. */
  cutWatches(): void {
    for (const [watch, answer] of this.watches) {
      answer.unpipe(watch);
      watch.write('{"type":"MODI');
      watch.destroy();
    }
  }

  /** Tells every open watch that its resourceVersion is too old, as an event. */
  expireWatches(): void {
    for (const [watch, answer] of this.watches) {
      answer.unpipe(watch);
      watch.end(`${JSON.stringify({ type: 'ERROR', object: statusOf(410) })}\n`);
    }
  }

  async stop(): Promise<void> {
    const closed = once(this.server.close(), 'close');
    this.server.closeAllConnections();
    this.agent.destroy();
    await closed;
  }

  private async take(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = incoming;
    const fault = this.decide(method, url);
    if (fault !== 'pass' && !fault.afterwards) return refuse(response, fault.status);
    const answer = await this.pass(incoming, method, url);
    if (fault !== 'pass') {
      for await (const _ of answer);
      return refuse(response, fault.status);
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    if (/[?&]watch=(true|1)/.test(url)) {
      this.watches.set(response, answer);
      response.once('close', () => {
        this.watches.delete(response);
        answer.destroy();
      });
    }
    answer.once('error', () => response.destroy());
    answer.pipe(response);
  }

  private async pass(incoming: IncomingMessage, method: string, url: string): Promise<IncomingMessage> {
    const outgoing = request(`${this.access.url}${url}`, { method, headers: incoming.headers, agent: this.agent });
    incoming.pipe(outgoing);
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    return answer;
  }
}

function statusOf(code: number): object {
  const reason = reasons[code] ?? 'Unknown';
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message: 'a fault of the test' };
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(statusOf(status)));
}

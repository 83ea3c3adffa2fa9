import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { isPlainMap } from '../../engine/go/value.ts';
import { collect } from '../../engine/services/http-body.ts';
import { ControllerError } from '../errors.ts';
import { decode, encode } from '../kubernetes/json.ts';
import { Faults } from './api-faults.ts';
import { listPage } from './api-list.ts';
import { type Served, servedResources } from './api-resources.ts';
import { discovery, type Route, routeOf } from './api-routes.ts';
import { selectorOf } from './api-selectors.ts';
import { badRequest, StatusFailure } from './api-status.ts';
import { ApiStore } from './api-store.ts';
import { WatchStream } from './api-watch.ts';

export interface EmbeddedApiServerOptions {
  readonly resources?: readonly Served[] | undefined;
  /** Bearer token that requests must have; none by default. */
  readonly token?: string | undefined;
  /** Changes that a watch can go back to, default 1000. */
  readonly logLimit?: number | undefined;
  /** Interval of bookmarks, default 60 000 ms. */
  readonly bookmarkMs?: number | undefined;
}

/**
 * A Kubernetes API server in this process, for the demo and for tests: real HTTP on loopback, objects in memory. No validation
 * by schema, no admission, no namespaces to create. `faults` lets it misbehave.
 */
export class EmbeddedApiServer {
  readonly faults: Faults;
  readonly store: ApiStore;
  private readonly options: EmbeddedApiServerOptions;
  private readonly resources: readonly Served[];
  private readonly documents: ReadonlyMap<string, string | object>;
  private readonly watches = new Set<WatchStream>();
  private server: Server | undefined;
  private port = 0;

  constructor(options: EmbeddedApiServerOptions = {}) {
    this.options = options;
    this.resources = options.resources ?? servedResources;
    this.documents = discovery(this.resources);
    this.store = new ApiStore(options.logLimit ?? 1000);
    this.faults = new Faults(this.watches);
  }

  /** Listens; after a stop() on the same port and with the same objects. */
  async start(): Promise<this> {
    const server = createServer((request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        if (!response.headersSent) fail(response, error);
        else response.destroy();
      });
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
    this.port = (server.address() as AddressInfo).port;
    return this;
  }

  /** Breaks off every connection and stops listening. */
  async stop(): Promise<void> {
    const server = this.server;
    if (server === undefined) return;
    this.server = undefined;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Watches that are open. */
  get watchCount(): number {
    return this.watches.size;
  }

  /** A kubeconfig for this server: JSON, and so YAML. */
  kubeconfig(namespace = 'default'): string {
    const user = this.options.token === undefined ? {} : { token: this.options.token };
    return JSON.stringify(
      {
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'embedded', cluster: { server: this.url } }],
        users: [{ name: 'embedded', user }],
        contexts: [{ name: 'embedded', context: { cluster: 'embedded', user: 'embedded', namespace } }],
        'current-context': 'embedded',
      },
      null,
      2,
    );
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    const delay = this.faults.delayOf(method, url);
    if (delay > 0) await wait(delay, undefined, { ref: false });
    const failure = this.faults.failureOf(method, url);
    if (failure !== undefined) {
      if (failure.retryAfterSeconds !== undefined) response.setHeader('Retry-After', failure.retryAfterSeconds);
      const { status, reason = 'InternalError', message = 'injected failure' } = failure;
      throw new StatusFailure(status, reason, message);
    }
    const { token } = this.options;
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) {
      throw new StatusFailure(401, 'Unauthorized', 'Unauthorized');
    }
    await this.route(request, new URL(url, this.url), response);
  }

  private async route(request: IncomingMessage, url: URL, response: ServerResponse): Promise<void> {
    const document = this.documents.get(url.pathname);
    const route = document === undefined ? routeOf(url.pathname, this.resources) : undefined;
    if (typeof document === 'string') response.end(document);
    else if (document !== undefined) send(response, 200, document);
    else if (route === undefined) response.writeHead(404, { 'Content-Type': 'text/plain' }).end('404 page not found\n');
    else if (request.method === 'GET' && url.searchParams.get('watch') === 'true') this.watch(route, url, response);
    else await this.serve(request, route, url, response);
  }

  private async serve(request: IncomingMessage, route: Route, url: URL, response: ServerResponse): Promise<void> {
    const { store } = this;
    const body = request.method === 'GET' ? undefined : await bodyOf(request);
    switch (`${request.method} ${route.name === '' ? 'collection' : 'object'}`) {
      case 'GET collection':
        return send(response, 200, listPage(store, route, url.searchParams));
      case 'GET object':
        return send(response, 200, store.get(route));
      case 'POST collection':
        return send(response, 201, store.create(route, body));
      case 'PUT object':
        return send(response, 200, store.update(route, body));
      case 'PATCH object':
        return send(response, 200, store.patch(route, body));
      case 'DELETE object':
        return send(response, 200, store.delete(route, preconditionsOf(body)));
      default:
        throw new StatusFailure(
          405,
          'MethodNotAllowed',
          'the server does not allow this method on the requested resource',
        );
    }
  }

  private watch(route: Route, url: URL, response: ServerResponse): void {
    const { resource, namespace } = route;
    const query = url.searchParams;
    const stream = new WatchStream(
      this.store,
      { resource, namespace, selector: selectorOf(resource, query), query },
      response,
      {
        bookmarkMs: this.options.bookmarkMs ?? 60_000,
        isSilent: () => this.faults.silent,
        isDuplicate: () => this.faults.duplicate,
      },
    );
    this.watches.add(stream);
    stream.start(() => this.watches.delete(stream));
  }
}

const maxBody = 3 * 1024 * 1024;
const patchType = 'application/merge-patch+json';

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  if (request.method === 'PATCH' && request.headers['content-type'] !== patchType) {
    const text = `the body of the request was in an unknown format - accepted media types include: ${patchType}`;
    throw new StatusFailure(415, 'UnsupportedMediaType', text);
  }
  const { bytes, truncated, error: broken } = await collect(request, maxBody, true);
  if (truncated) {
    throw new StatusFailure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${maxBody}`);
  }
  if (broken) throw badRequest(broken.message);
  const text = bytes.toString('utf8');
  try {
    return text === '' ? undefined : decode(text, 'request');
  } catch (error) {
    throw error instanceof ControllerError ? badRequest(error.message) : error;
  }
}

function preconditionsOf(body: unknown): Record<string, unknown> {
  const preconditions = isPlainMap(body) ? body['preconditions'] : undefined;
  return isPlainMap(preconditions) ? preconditions : {};
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(encode(body));
}

function fail(response: ServerResponse, error: unknown): void {
  const known = error instanceof StatusFailure;
  const failure = known ? error : new StatusFailure(500, 'InternalError', `Internal error occurred: ${error}`);
  send(response, failure.status, failure.toJSON());
}

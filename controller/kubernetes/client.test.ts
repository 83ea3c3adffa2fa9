import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { ControllerError } from '../errors.ts';
import { KubernetesClient } from './client.ts';
import type { ClientOptions } from './client-options.ts';
import type { Connection, Credentials } from './connection.ts';
import { configMaps, configSyncResource } from './resource.ts';
import { testAuthority, testCertificate } from './test-certificates.ts';

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function listen(server: Server, scheme: string): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function connectionTo(server: string, credentials: Partial<Credentials> = {}): Connection & { refreshed: number } {
  return {
    server,
    namespace: undefined,
    refreshed: 0,
    async credentials() {
      return { headers: {}, tls: {}, ...credentials };
    },
    refresh() {
      this.refreshed++;
    },
  };
}

function clientOf(connection: Connection, options: ClientOptions = {}): KubernetesClient {
  const client = new KubernetesClient(connection, options);
  closers.push(() => client.close());
  return client;
}

/** A client of a server that answers every request with `answer`, and the requests it saw. */
async function serve(answer: object, options: ClientOptions = {}, prefix = '') {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push({ method: request.method, url: request.url, headers: request.headers, body });
    response.end(JSON.stringify(answer));
  });
  const url = (await listen(server, 'http')) + prefix;
  return { client: clientOf(connectionTo(url, { headers: { Authorization: 'Bearer x' } }), options), seen };
}

async function answering(listener: RequestListener, options: ClientOptions = {}) {
  const connection = connectionTo(await listen(createServer(listener), 'http'));
  return { client: clientOf(connection, options), connection };
}

const rootSyncs = configSyncResource('RootSync');
const ref = { namespace: 'team-a', name: 'root-sync' };
const rootSync = { apiVersion: 'configsync.gke.io/v1beta1', kind: 'RootSync', metadata: ref };
const path = '/apis/configsync.gke.io/v1beta1/namespaces/team-a/rootsyncs';

describe('KubernetesClient', () => {
  it.each<[string, (client: KubernetesClient) => Promise<unknown>, string, string | undefined, object | undefined]>([
    ['get', (client) => client.get(rootSyncs, ref), `GET ${path}/root-sync`, undefined, undefined],
    [
      'create',
      (client) => client.create(rootSyncs, { metadata: ref }),
      `POST ${path}?fieldManager=me`,
      'application/json',
      rootSync,
    ],
    [
      'update',
      (client) => client.update(rootSyncs, rootSync),
      `PUT ${path}/root-sync?fieldManager=me`,
      'application/json',
      rootSync,
    ],
    [
      'update of the status',
      (client) => client.update(rootSyncs, rootSync, { subresource: 'status', fieldManager: 'you' }),
      `PUT ${path}/root-sync/status?fieldManager=you`,
      'application/json',
      rootSync,
    ],
    [
      'mergePatch',
      (client) => client.mergePatch(rootSyncs, ref, { status: null }, { subresource: 'status' }),
      `PATCH ${path}/root-sync/status?fieldManager=me`,
      'application/merge-patch+json',
      { status: null },
    ],
    [
      'apply',
      (client) => client.apply(rootSyncs, { metadata: ref }, { fieldManager: 'you', force: true }),
      `PATCH ${path}/root-sync?fieldManager=you&force=true`,
      'application/apply-patch+yaml',
      rootSync,
    ],
    [
      'delete',
      (client) => client.delete(rootSyncs, ref, { uid: 'u', propagationPolicy: 'Background' }),
      `DELETE ${path}/root-sync`,
      'application/json',
      { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background', preconditions: { uid: 'u' } },
    ],
    [
      'get with names to be escaped',
      (client) => client.get(rootSyncs, { namespace: 'a/b', name: '../c?d' }),
      'GET /apis/configsync.gke.io/v1beta1/namespaces/a%2Fb/rootsyncs/..%2Fc%3Fd',
      undefined,
      undefined,
    ],
  ])('%s', async (_verb, call, line, type, body) => {
    const { client, seen } = await serve(rootSync, { fieldManager: 'me', userAgent: 'agent/1' });
    await call(client);
    const [request] = seen;
    expect(`${request?.method} ${request?.url}`).toBe(line);
    expect(request?.headers).toMatchObject({
      accept: 'application/json',
      'user-agent': 'agent/1',
      authorization: 'Bearer x',
    });
    expect(request?.headers['content-type']).toBe(type);
    expect(request?.body ? JSON.parse(request.body) : undefined).toEqual(body);
  });

  it('asks for lists and watches with their selection, under the path of the server', async () => {
    const { client, seen } = await serve({ metadata: { resourceVersion: '1' }, items: null }, {}, '/k8s/clusters/c-1/');
    await client.list(configMaps, {
      fieldSelector: 'metadata.name=a',
      labelSelector: 'a=b,c!=d',
      limit: 5,
      continue: 'x=',
    });
    await expect(
      client.watch(configMaps, { namespace: 'n', resourceVersion: '7', timeoutSeconds: 9 }).next(),
    ).resolves.toMatchObject({ done: true });
    expect(seen.map(({ url }) => url)).toEqual([
      '/k8s/clusters/c-1/api/v1/configmaps?fieldSelector=metadata.name%3Da&labelSelector=a%3Db%2Cc!%3Dd&limit=5&continue=x%3D',
      '/k8s/clusters/c-1/api/v1/namespaces/n/configmaps?watch=true&allowWatchBookmarks=true&resourceVersion=7&timeoutSeconds=9',
    ]);
  });

  it.each([
    [404, { kind: 'Status', reason: 'NotFound', message: 'not here' }, 'NotFound', 'not here'],
    [403, { kind: 'Status', message: 'no' }, 'Forbidden', 'no'],
    [418, {}, 'UnexpectedStatus', 'HTTP status 418'],
    [502, '<h1>Bad Gateway</h1>', 'UnexpectedStatus', '<h1>Bad Gateway</h1>'],
    [500, '', 'InternalError', 'HTTP status 500'],
  ])('says what a %d means', async (status, answer, code, text) => {
    const { client } = await answering((_request, response) => {
      const isText = typeof answer === 'string';
      response.writeHead(status, { 'Content-Type': isText ? 'text/html' : 'application/json' });
      response.end(isText ? answer : JSON.stringify(answer));
    });
    const message = `GET rootsyncs team-a/root-sync: ${text}`;
    await expect(client.get(rootSyncs, ref)).rejects.toMatchObject({ name: 'ControllerError', code, status, message });
  });

  it('lets the connection read its credentials again after a 401', async () => {
    const { client, connection } = await answering((_request, response) => response.writeHead(401).end());
    await expect(client.get(rootSyncs, ref)).rejects.toMatchObject({ code: 'Unauthorized' });
    expect(connection.refreshed).toBe(1);
  });

  it('uses a connection again, and a new one when the server has closed it', async () => {
    const sockets: unknown[] = [];
    const server = createServer((request, response) => {
      if (!sockets.includes(request.socket)) sockets.push(request.socket);
      response.end(JSON.stringify(rootSync));
    });
    const client = clientOf(connectionTo(await listen(server, 'http')));
    for (let i = 0; i < 3; i++) await client.get(rootSyncs, ref);
    expect(sockets).toHaveLength(1);
    server.closeIdleConnections();
    await client.get(rootSyncs, ref);
    expect(sockets).toHaveLength(2);
  });

  it.each([
    'before',
    'while waiting',
    'while reading',
    'while asking for credentials',
  ])('ends a call aborted %s', async (when) => {
    const { client, connection } = await answering((_request, response) => {
      if (when === 'while reading') response.write('{');
    });
    if (when === 'while asking for credentials') connection.credentials = () => new Promise(() => {});
    const stop = new AbortController();
    if (when === 'before') stop.abort(new Error('stopped'));
    else setTimeout(() => stop.abort(new Error('stopped')), 50);
    await expect(client.get(rootSyncs, ref, { signal: stop.signal })).rejects.toMatchObject({ code: 'Aborted' });
  });

  it('ends a watch aborted, and closes a watch that is left', async () => {
    let closed = 0;
    const { client } = await answering((_request, response) => {
      response.on('close', () => closed++);
      response.write(`${JSON.stringify({ type: 'ADDED', object: rootSync })}\n`);
    });
    const stop = new AbortController();
    const watch = client.watch(rootSyncs, { signal: stop.signal });
    await watch.next();
    setTimeout(() => stop.abort(), 20);
    await expect(watch.next()).rejects.toMatchObject({ code: 'Aborted' });
    for await (const _ of client.watch(rootSyncs)) break;
    await expect.poll(() => closed).toBe(2);
  });

  it('ends what is under way when it is closed, and refuses more', async () => {
    const { client } = await answering(() => {});
    const call = client.get(rootSyncs, ref);
    setTimeout(() => client.close(), 50);
    await expect(call).rejects.toMatchObject({ code: 'Unreachable' });
    await expect(client.get(rootSyncs, ref)).rejects.toMatchObject({ code: 'Aborted' });
  });

  it('reports credentials that cannot be had', async () => {
    const connection = connectionTo('http://127.0.0.1:1');
    connection.credentials = () => Promise.reject(new Error('plugin failed'));
    await expect(clientOf(connection).get(rootSyncs, ref)).rejects.toMatchObject({
      code: 'Unreachable',
      message: 'GET rootsyncs team-a/root-sync: plugin failed',
    });
  });

  it('throws nothing but ControllerError, whatever a watch says', async () => {
    let answer = '';
    const { client } = await answering((_request, response) => response.end(answer), { maxBodyBytes: 100 });
    const json = fc.json().map((text) => `{"type":"ADDED","object":${text}}`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.string({ unit: 'binary' }), json)), async (texts) => {
        answer = texts.join('\n');
        try {
          for await (const event of client.watch(rootSyncs)) expect(event.type).toBe('ADDED');
        } catch (error) {
          expect(error).toBeInstanceOf(ControllerError);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('TLS', () => {
  const authority = testAuthority('cluster');
  const certificate = testCertificate('kube-apiserver', authority);
  const user = testCertificate('user', authority);
  const listener: RequestListener = (request, response) => {
    const { subject } = (request.socket as TLSSocket).getPeerCertificate();
    response.end(JSON.stringify({ ...rootSync, subject: subject?.CN ?? '' }));
  };

  async function secure(tls: Credentials['tls']) {
    const server = createSecureServer(
      { ...certificate, ca: authority.cert, requestCert: true, rejectUnauthorized: false },
      listener,
    );
    return clientOf(connectionTo(await listen(server, 'https'), { tls }));
  }

  it.each([
    ['with the authority of the cluster', { ca: authority.cert }, ''],
    ['with a certificate of its own', { ca: authority.cert, ...user }, 'user'],
    ['without looking', { rejectUnauthorized: false }, ''],
  ])('connects %s', async (_how, tls, subject) => {
    expect(await (await secure(tls)).get(rootSyncs, ref)).toMatchObject({ subject });
  });

  it.each([
    ['unknown', {}],
    ['another', { ca: testAuthority('another').cert }],
  ])('refuses an authority that is %s', async (_which, tls) => {
    await expect((await secure(tls)).get(rootSyncs, ref)).rejects.toMatchObject({ code: 'Unreachable' });
  });

  it('connects anew when its certificate has been replaced', async () => {
    const server = createSecureServer(
      { ...certificate, ca: authority.cert, requestCert: true, rejectUnauthorized: false },
      listener,
    );
    const connection = connectionTo(await listen(server, 'https'));
    let tls: Credentials['tls'] = { ca: authority.cert, ...user };
    connection.credentials = async () => ({ headers: {}, tls });
    const client = clientOf(connection);
    expect(await client.get(rootSyncs, ref)).toMatchObject({ subject: 'user' });
    tls = { ca: authority.cert, ...testCertificate('renewed', authority) };
    expect(await client.get(rootSyncs, ref)).toMatchObject({ subject: 'renewed' });
  });
});

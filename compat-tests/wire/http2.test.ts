import { once } from 'node:events';
import { createServer as createProxy, type IncomingMessage } from 'node:http';
import {
  constants,
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
  sensitiveHeaders,
} from 'node:http2';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { HttpClient, type HttpClientOptions, type HttpRequest, type HttpResponse } from '../../engine/services/http.ts';
import { HttpError } from '../../engine/services/http-error.ts';
import { Authority } from './authority.ts';

const authority = new Authority('http2');
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Answer = (response: Http2ServerResponse, request: Http2ServerRequest) => void;

interface Receiver {
  readonly url: string;
  readonly port: number;
  /** Version, method, target, and body of each request. */
  readonly lines: string[];
  readonly headers: Http2ServerRequest['headers'][];
  readonly sessions: ServerHttp2Session[];
}

/** A receiver of HTTP/2 and HTTP/1.1 on loopback, which answers by script. */
async function receiver(answers: readonly Answer[] = [], issuer = authority, host = '127.0.0.1'): Promise<Receiver> {
  const waiting = [...answers];
  const lines: string[] = [];
  const headers: Http2ServerRequest['headers'][] = [];
  const sessions: ServerHttp2Session[] = [];
  const sockets = new Set<Socket>();
  const server: Http2SecureServer = createSecureServer({ ...issuer.serverFor(host), allowHTTP1: true });
  server.on('session', (session) => sessions.push(session.on('error', () => {})));
  server.on('sessionError', () => {});
  server.on('secureConnection', (socket: Socket) => sockets.add(socket.on('error', () => {})));
  server.on('request', (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('error', () => {});
    request.on('end', () => {
      lines.push([request.httpVersion, request.method, request.url, body].join(' ').trim());
      headers.push(request.headers);
      (waiting.shift() ?? ((each) => each.end('ok')))(response, request);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `https://127.0.0.1:${port}/`, port, lines, headers, sessions };
}

function client(options: HttpClientOptions = {}): HttpClient {
  const made = new HttpClient({ timeout: 3000, systemCertificates: () => [authority.certificate], ...options });
  closing.push(() => made.close());
  return made;
}

function post(http: HttpClient, url: string, more: Partial<HttpRequest> = {}): Promise<HttpResponse> {
  return http.request({ method: 'POST', url, body: 'hello', ...more });
}

/** A text's UTF-8 as Node shows it. */
function bytesOf(text: string): string {
  return Buffer.from(text).toString('latin1');
}

async function failureOf(sending: Promise<unknown>): Promise<string> {
  const error = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof HttpError) return error.reason;
  throw new Error(`not an HttpError: ${String(error)}`);
}

describe('a receiver that chooses HTTP/2', () => {
  it('is told what Go tells it', async () => {
    const { url, port, lines, headers } = await receiver();
    const repeated: [string, string][] = [['X-Twice', 'two']];
    const own: [string, string][] = [
      ['Content-Type', 'text/plain'],
      ['X-Twice', 'one'],
      ['X-Text', 'é'],
      ['Connection', 'close'],
    ];
    const { status, reason, body } = await post(client(), `${url}a/../b?x=é`, { headers: own, repeated });
    expect([status, reason, String(Buffer.from(body))]).toEqual([200, 'OK', 'ok']);
    const target = `/a/../b?x=${bytesOf('é')}`;
    expect(lines).toEqual([`2.0 POST ${target} hello`]);
    expect({ ...headers[0], [sensitiveHeaders]: [] }).toEqual({
      [sensitiveHeaders]: [],
      ':method': 'POST',
      ':scheme': 'https',
      ':authority': `127.0.0.1:${port}`,
      ':path': target,
      'user-agent': 'Go-http-client/2.0',
      'content-length': '5',
      'content-type': 'text/plain',
      'x-twice': 'one, two',
      'x-text': bytesOf('é'),
      'accept-encoding': 'gzip',
    });
  });

  it.each<[string, string | undefined, boolean, string | undefined]>([
    ['GET', undefined, false, undefined],
    ['GET', 'x', false, '1'],
    ['POST', undefined, false, '0'],
    ['POST', '', true, undefined],
  ])('%s with the body %j, chunked %j, has the length %s', async (method, body, chunked, length) => {
    const { url, lines, headers } = await receiver();
    await client().request({ method, url, chunked, ...(body === undefined ? {} : { body }) });
    expect(lines).toEqual([`2.0 ${method} / ${body ?? ''}`.trim()]);
    expect(headers[0]?.['content-length']).toBe(length);
  });

  it('is told values of headers without the spaces around them, which HTTP/2 refuses', async () => {
    const { url, headers } = await receiver();
    await post(client(), url, { headers: [['X-Text', ' a b ']] });
    expect(headers[0]?.['x-text']).toBe('a b');
  });

  it('gets all requests over one connection', async () => {
    const { url, lines, sessions } = await receiver();
    const http = client();
    await post(http, url);
    await Promise.all(Array.from({ length: 20 }, () => post(http, url)));
    expect([lines.length, sessions.length]).toEqual([21, 1]);
  });

  it('gets requests that begin at the same time', async () => {
    const { url, lines } = await receiver();
    const http = client();
    await Promise.all(Array.from({ length: 10 }, () => post(http, url)));
    expect(lines).toEqual(Array.from({ length: 10 }, () => '2.0 POST / hello'));
  });

  it('is reached through a proxy', async () => {
    const host = 'receiver.test';
    const { url, port, lines } = await receiver([], authority, host);
    const asked: string[] = [];
    const proxy = createProxy().on('connect', (request: IncomingMessage, socket: Socket) => {
      asked.push(request.url ?? '');
      const inner = connect(port, '127.0.0.1');
      for (const each of [socket, inner]) each.on('error', () => each.destroy());
      closing.push(() => inner.destroy());
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(inner).pipe(socket);
    });
    await once(proxy.listen(0, '127.0.0.1'), 'listening');
    closing.push(() => proxy.close());
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
    const http = client({ environment });
    for (let i = 0; i < 2; i++) await post(http, url.replace('127.0.0.1', host));
    expect(asked).toEqual([`${host}:${port}`]);
    expect(lines).toEqual(['2.0 POST / hello', '2.0 POST / hello']);
  });

  it('may redirect, zip, and answer with more than is kept', async () => {
    const zipped = gzipSync('x'.repeat(5000));
    const { url, lines } = await receiver([
      (response) => response.writeHead(307, { location: '/next' }).end(),
      (response) => response.writeHead(201, { 'content-encoding': 'gzip' }).end(zipped),
    ]);
    const { status, body, truncated } = await post(client({ maxBody: 1000 }), url);
    expect([status, body.length, truncated]).toEqual([201, 1000, true]);
    expect(lines).toEqual(['2.0 POST / hello', '2.0 POST /next hello']);
  });
});

describe('HTTP/1.1 is spoken', () => {
  it.each<[string, HttpClientOptions, Partial<HttpRequest>]>([
    ['without a check of certificates', {}, { insecureSkipVerify: true }],
    ['with certificates of the host alone', { certificates: () => [authority.certificate] }, {}],
    ['for a service whose upstream does', {}, { http1: true }],
  ])('%s', async (_name, options, request) => {
    const { url, lines, headers } = await receiver();
    await post(client(options), url, request);
    expect(lines).toEqual(['1.1 POST / hello']);
    expect(headers[0]?.['user-agent']).toBe('Go-http-client/1.1');
  });
});

describe('a receiver in trouble', () => {
  it('that nobody trusts is not spoken to', async () => {
    const { url, lines } = await receiver([], new Authority('somebody else'));
    const want = 'tls: failed to verify certificate: x509: certificate signed by unknown authority';
    expect(await failureOf(post(client(), url))).toBe(want);
    expect(lines).toEqual([]);
  });

  it('that does not answer has a deadline, and its connection is not used again', async () => {
    const { url, sessions } = await receiver([() => {}]);
    const http = client();
    expect(await failureOf(post(http, url, { timeout: 300 }))).toBe(
      'context deadline exceeded (Client.Timeout exceeded)',
    );
    await post(http, url);
    expect(sessions).toHaveLength(2);
  });

  it.each(['TLS', 'the proxy'])('that hangs before %s stands has a deadline', async (what) => {
    const silent = createServer();
    const sockets: Socket[] = [];
    silent.on('connection', (socket) => sockets.push(socket.on('error', () => {})));
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    closing.push(() => {
      for (const socket of sockets) socket.destroy();
      silent.close();
    });
    const url = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const environment = what === 'TLS' ? {} : { HTTPS_PROXY: `http://${url}` };
    const sending = post(client({ environment, timeout: 300 }), `https://${what === 'TLS' ? url : 'receiver.test'}`);
    expect(await failureOf(sending)).toBe('context deadline exceeded (Client.Timeout exceeded)');
  });

  it('that never ends its answer gives what there is', async () => {
    const { url } = await receiver([(response) => void response.write('half')]);
    const { body, bodyError } = await post(client(), url, { timeout: 300 });
    expect([String(Buffer.from(body)), bodyError?.message]).toEqual(['half', 'context deadline exceeded']);
  });

  it('that resets the stream is an error in the words of Go', async () => {
    const reset: Answer = (response) => response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
    const { url } = await receiver([reset]);
    expect(await failureOf(post(client(), url))).toBe('stream error: stream ID 1; INTERNAL_ERROR; received from peer');
  });

  it('that has not looked at a request is asked again, though not for ever', async () => {
    const refuse: Answer = (response) => response.stream.close(constants.NGHTTP2_REFUSED_STREAM);
    const { url, lines } = await receiver([refuse, (response) => void response.end(), refuse, refuse, refuse, refuse]);
    const http = client();
    await post(http, url);
    expect(lines).toHaveLength(2);
    expect(await failureOf(post(http, url))).toMatch(/REFUSED_STREAM/);
    expect(lines.length).toBeLessThan(7);
  });

  it('that has closed a kept connection is connected to anew', async () => {
    const { url, lines, sessions } = await receiver();
    const http = client();
    await post(http, url);
    for (const leave of [() => sessions.at(-1)?.close(), () => sessions.at(-1)?.destroy()]) {
      leave();
      await new Promise((resolve) => setTimeout(resolve, 50));
      await post(http, url);
    }
    expect([lines.length, sessions.length]).toEqual([3, 3]);
  });

  it('that leaves within a request is an error', async () => {
    const { url } = await receiver([(response) => response.stream.session?.destroy()]);
    expect(await failureOf(post(client(), url))).toBe('EOF');
  });
});

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { HttpClient, type HttpRequest } from './http.ts';
import { HttpError } from './http-error.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listen(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Seen {
  readonly line: string;
  readonly headers: IncomingMessage['headersDistinct'];
  readonly rawHeaders: string[];
  readonly body: string;
}

/** A receiver that answers by script, and what it has seen. */
async function receiver(...answers: ((response: ServerResponse) => void)[]): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const url = await listen(
    createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        const { method, url: target, headersDistinct: headers, rawHeaders } = request;
        seen.push({ line: `${method} ${target}`, headers, rawHeaders, body });
        (answers.shift() ?? ((each) => each.end()))(response);
      });
    }),
  );
  return { url, seen };
}

const to = (status: number, location: string) => (response: ServerResponse) => {
  response.writeHead(status, { location }).end('moved');
};

function client(options = {}): HttpClient {
  const made = new HttpClient({ timeout: 2000, ...options });
  closing.push(() => made.close());
  return made;
}

async function failureOf(request: HttpRequest, options = {}): Promise<HttpError> {
  const error = await client(options)
    .request(request)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  if (error instanceof HttpError) return error;
  throw new Error(`not an HttpError: ${String(error)}`);
}

describe('a request', () => {
  it.each<[string, string, string]>([
    ['', '', 'GET /'],
    ['POST', '/a/../b//c', 'POST /a/../b//c'],
    ['PUT', '/%2e%2F/;a', 'PUT /%2e%2F/;a'],
    ['PUT', '/%2e/é', 'PUT /./%C3%A9'],
    ['POST', '?x=1#frag', 'POST /?x=1'],
    ['GET', '/x?', 'GET /x?'],
  ])('%j %j goes out as written', async (method, target, line) => {
    const { url, seen } = await receiver();
    await client().request({ method, url: `${url}${target}` });
    expect(seen[0]?.line).toBe(line);
  });

  it('has the headers of Go, its own where they differ, and a body with any method', async () => {
    const { url, seen } = await receiver();
    const headers: [string, string][] = [
      ['content-TYPE', 'a/b'],
      ['x-key', ' v '],
      ['Host', 'evil'],
      ['content-type', 'c/d'],
    ];
    await client().request({ method: 'GET', url: url.replace('//', '//us%20er:p@'), headers, body: 'é' });
    expect(seen[0]).toMatchObject({
      body: 'é',
      headers: {
        host: [url.slice('http://'.length)],
        'user-agent': ['Go-http-client/1.1'],
        'content-length': ['2'],
        'content-type': ['c/d'],
        'x-key': ['v'],
        'accept-encoding': ['gzip'],
        authorization: [`Basic ${Buffer.from('us er:p').toString('base64')}`],
      },
    });
    expect(seen[0]?.rawHeaders).toContain('Content-Type');
    expect(seen[0]?.headers).not.toHaveProperty('accept');
  });

  it('unzips what it gets and keeps no more of it than allowed', async () => {
    const zipped = gzipSync('x'.repeat(5000));
    const { url } = await receiver((response) => response.setHeader('content-encoding', 'gzip').end(zipped));
    const { body, truncated } = await client({ maxBody: 1000 }).request({ method: 'GET', url });
    expect([body.length, truncated]).toEqual([1000, true]);
  });
});

describe('a redirect', () => {
  it.each<[number, string, string, string]>([
    [301, 'POST', 'GET /b/d', ''],
    [302, 'PUT', 'GET /b/d', ''],
    [303, 'HEAD', 'HEAD /b/d', ''],
    [307, 'POST', 'POST /b/d', 'body'],
    [308, 'PATCH', 'PATCH /b/d', 'body'],
  ])('%i of %s', async (status, method, line, body) => {
    const { url, seen } = await receiver(to(status, '../b/d'));
    const headers: [string, string][] = [
      ['Content-Type', 'a/b'],
      ['Authorization', 'secret'],
    ];
    await client().request({ method, url: `${url}/a/c`, headers, body: 'body' });
    expect(seen[1]).toMatchObject({ line, body, headers: { authorization: ['secret'], referer: [`${url}/a/c`] } });
    expect(seen[1]?.headers['content-type']).toEqual(body === '' ? undefined : ['a/b']);
  });

  it('takes credentials to no other host', async () => {
    const other = await receiver();
    const { url } = await receiver(to(307, other.url.replace('127.0.0.1', 'localhost')));
    const headers: [string, string][] = [
      ['Authorization', 'secret'],
      ['Cookie', 'c'],
      ['X-Key', 'k'],
    ];
    await client().request({ method: 'POST', url, headers, body: 'b' });
    expect(other.seen[0]?.headers).toMatchObject({ 'x-key': ['k'] });
    expect(other.seen[0]?.headers).not.toHaveProperty('authorization');
    expect(other.seen[0]?.headers).not.toHaveProperty('cookie');
  });

  it('is not followed for ever, nor to other schemes', async () => {
    const loop = await receiver(...Array.from({ length: 20 }, () => to(302, '/again')));
    expect((await failureOf({ method: 'GET', url: loop.url })).message).toBe(
      'Get "/again": stopped after 10 redirects',
    );
    expect(loop.seen).toHaveLength(10);
    const away = await receiver(to(302, 'ftp://x/'));
    expect(await failureOf({ method: 'GET', url: away.url })).toMatchObject({ failure: 'scheme' });
  });

  it('without a place is an answer', async () => {
    const { url } = await receiver((response) => response.writeHead(302).end('x'));
    expect(await client().request({ method: 'GET', url })).toMatchObject({ status: 302 });
  });
});

describe('a request that gets no answer', () => {
  it.each<[string, HttpRequest, RegExp]>([
    ['no method', { method: 'A B', url: 'http://x' }, /^net\/http: invalid method "A B"$/],
    ['no URL', { method: 'GET', url: 'http://%zz' }, /^parse "http:\/\/%zz": invalid URL escape "%zz"$/],
    ['no scheme', { method: 'GET', url: 'x' }, /^Get "x": unsupported protocol scheme ""$/],
    [
      'no host',
      { method: 'POST', url: 'http://' },
      /^Post "http:": http: no Host in request URL$|^Post "http:\/\/": http: no Host in request URL$/,
    ],
    [
      'bad header value',
      { method: 'GET', url: 'http://x', headers: [['A', 'b\nc']] },
      /^Get "http:\/\/x": net\/http: invalid header field value for "A"$/,
    ],
    [
      'bad header name',
      { method: 'GET', url: 'http://x', headers: [['é', 'b']] },
      /^Get "http:\/\/x": net\/http: invalid header field name "é"$/,
    ],
    [
      'refused',
      { method: 'GET', url: 'http://u:pw@127.0.0.1:1/x' },
      /^Get "http:\/\/u:\*\*\*@127\.0\.0\.1:1\/x": dial tcp 127\.0\.0\.1:1: connect: connection refused$/,
    ],
  ])('%s', async (_what, request, message) => {
    expect((await failureOf(request)).message).toMatch(message);
  });

  it('ends at its deadline, before the head and within the body', async () => {
    const silent = await receiver(() => undefined);
    expect(await failureOf({ method: 'GET', url: silent.url }, { timeout: 100 })).toMatchObject({ failure: 'timeout' });
    const slow = await receiver((response) => {
      response.write('a');
    });
    const answer = await client({ timeout: 200 }).request({ method: 'GET', url: slow.url });
    expect(answer.bodyError?.message).toMatch(/deadline/);
  });

  it('ends when told to', async () => {
    const { url } = await receiver(() => undefined);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    expect(await failureOf({ method: 'GET', url, signal: stop.signal })).toMatchObject({ failure: 'aborted' });
  });
});

describe('a proxy', () => {
  it('gets plain requests whole and tunnels for the others', async () => {
    const lines: string[] = [];
    const proxy = createServer((request, response) => {
      lines.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`);
      response.end('proxied');
    });
    proxy.on('connect', (request, socket) => {
      lines.push(`${request.method} ${request.url}`);
      const onward = connect(1, '127.0.0.1');
      onward.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    });
    const url = await listen(proxy);
    const environment = { HTTP_PROXY: url.replace('//', '//u:p@'), HTTPS_PROXY: url };
    const made = client({ environment });
    const { body } = await made.request({ method: 'GET', url: 'http://a.example/x?y' });
    expect(Buffer.from(body).toString()).toBe('proxied');
    expect(await failureOf({ method: 'GET', url: 'https://b.example/' }, { environment })).toBeInstanceOf(HttpError);
    const authorization = `Basic ${Buffer.from('u:p').toString('base64')}`;
    expect(lines).toEqual([`GET http://a.example/x?y ${authorization}`, 'CONNECT b.example:443']);
  });
});

import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { createSecureServer, type IncomingHttpHeaders } from 'node:http2';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../../engine/api.ts';
import { parseConfig } from '../../engine/config.ts';
import { HttpClient } from '../../engine/services/http.ts';
import { Authority } from './authority.ts';

const name = 'pubsub.googleapis.com';
const authority = new Authority('google');
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const folder = mkdtempSync(join(tmpdir(), 'pubsub-'));
const keyFile = join(folder, 'key.json');

beforeAll(() => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const private_key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(keyFile, JSON.stringify({ type: 'service_account', client_email: 'robot@example.com', private_key }));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Seen {
  readonly tunnels: string[];
  readonly calls: IncomingHttpHeaders[];
}

/** Google's host behind a proxy, with a certificate of `issuer`; what arrived there while `use` ran. */
async function withGoogle(issuer: Authority, use: (proxy: string) => Promise<void>): Promise<Seen> {
  const seen: Seen = { tunnels: [], calls: [] };
  const sockets = new Set<Socket>();
  const google = createSecureServer(issuer.serverFor(name));
  google.on('sessionError', () => {});
  google.on('stream', (stream, headers) => {
    seen.calls.push(headers);
    stream.resume();
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.from([0, 0, 0, 0, 3, 10, 1, 0x31]));
  });
  await once(google.listen(0, '127.0.0.1'), 'listening');
  const proxy = createServer().on('connect', (request: IncomingMessage, socket: Socket) => {
    seen.tunnels.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`);
    const inner = connect((google.address() as AddressInfo).port, '127.0.0.1');
    for (const each of [socket, inner]) sockets.add(each.on('error', () => each.destroy()));
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    socket.pipe(inner).pipe(socket);
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  try {
    await use(`http://user:pass@127.0.0.1:${(proxy.address() as AddressInfo).port}`);
    return seen;
  } finally {
    for (const socket of sockets) socket.destroy();
    proxy.close();
    google.close();
  }
}

async function send(proxy: string, deliveries: number, timeout: number): Promise<string[]> {
  const data = { 'service.gcppubsub': `project: p\ntopic: t\nkeyFile: ${keyFile}\n`, 'template.t': 'message: hello\n' };
  const { config } = parseConfig({ data }, {}, { strict: true });
  const http = new HttpClient({ certificates: () => [authority.certificate] });
  const host = { http, environment: { HTTPS_PROXY: proxy } };
  const { api } = createApi(config, { getVariables: (object) => object, host, strict: true });
  const outcomes: string[] = [];
  for (let i = 0; i < deliveries; i++) {
    const context = { signal: AbortSignal.timeout(timeout), log };
    const sending = api.send({}, ['t'], { service: 'gcppubsub', recipient: '' }, context);
    outcomes.push(
      await sending.then(
        () => 'delivered',
        (error: Error) => error.message,
      ),
    );
  }
  http.close();
  return outcomes;
}

describe('Pub/Sub itself', () => {
  it('is reached through the proxy, by TLS and HTTP/2, with a token that is used again', async () => {
    const { tunnels, calls } = await withGoogle(authority, async (proxy) => {
      expect(await send(proxy, 2, 5000)).toEqual(['delivered', 'delivered']);
    });
    const login = `Basic ${Buffer.from('user:pass').toString('base64')}`;
    expect(tunnels).toEqual([`${name}:443 ${login}`, `${name}:443 ${login}`]);
    expect(calls.map((headers) => headers[':authority'])).toEqual([`${name}:443`, `${name}:443`]);
    const tokens = new Set(calls.map(({ authorization }) => authorization));
    expect([...tokens]).toEqual([expect.stringMatching(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/)]);
  });

  it('is not trusted with a certificate of an authority that nobody trusts', async () => {
    const { calls } = await withGoogle(new Authority('somebody else'), async (proxy) => {
      const [outcome] = await send(proxy, 1, 3000);
      expect(outcome).toMatch(
        /^rpc error: code = Unavailable desc = connection error: .*x509: certificate signed by unknown authority/,
      );
    });
    expect(calls).toEqual([]);
  });
});

import { once } from 'node:events';
import { createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createApi } from '../api.ts';
import { parseConfig } from '../config.ts';
import { HttpClient } from './http.ts';

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

type Answer = (stream: ServerHttp2Stream) => void;

async function startServer(
  answer: Answer,
): Promise<AsyncDisposable & { readonly address: string; readonly calls: number[] }> {
  const calls: number[] = [];
  const server: Http2Server = createServer();
  server.on('sessionError', () => {});
  server.on('session', (session) => session.on('error', () => {}));
  server.on('stream', (stream) => {
    calls.push(Date.now());
    stream.on('error', () => {});
    stream.resume();
    answer(stream);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

function refuse(code: number, message = ''): Answer {
  const trailers = { 'grpc-status': String(code), 'grpc-message': message };
  return (stream) => stream.respond({ ':status': 200, ...trailers }, { endStream: true });
}

function apiFor(options: string, template: string, environment: Readonly<Record<string, string>>) {
  const data = { 'service.gcppubsub': options, 'template.t': template };
  const parsed = parseConfig({ data });
  const host = { http: new HttpClient(), environment };
  const made = createApi(parsed.config, { getVariables: (object) => object, host });
  return { api: made.api, problems: [...parsed.problems, ...made.problems] };
}

async function errorOf(address: string, timeout = 5000, template = 'message: hello\n', key = ''): Promise<string> {
  const environment = address === '' ? {} : { PUBSUB_EMULATOR_HOST: address };
  const { api } = apiFor(`project: p\ntopic: t\n${key}`, template, {
    ...environment,
    GCE_METADATA_HOST: '127.0.0.1:1',
  });
  const context = { signal: AbortSignal.timeout(timeout), log };
  return await api.send({}, ['t'], { service: 'gcppubsub', recipient: '' }, context).then(
    () => 'delivered',
    (error: Error) => error.message,
  );
}

describe('a server in trouble', () => {
  const endless: Answer = (stream) => {
    stream.respond({ ':status': 200 });
    const more = () => {
      while (!stream.destroyed && stream.write('x'.repeat(16_384)));
      if (!stream.destroyed) stream.once('drain', more);
    };
    more();
  };

  it.each<[string, Answer, RegExp]>([
    ['hangs', () => {}, /^context deadline exceeded$/],
    ['is overloaded all the time', refuse(14, 'overloaded'), /^context deadline exceeded$/],
    ['never ends its answer', endless, /^context deadline exceeded$/],
    ['does not know the caller', refuse(16, 'who are you'), /^rpc error: code = Unauthenticated desc = who are you$/],
    ['is no gRPC server', (stream) => stream.respond({ ':status': 404 }, { endStream: true }), /code = Unimplemented/],
    [
      'gives no message id',
      (stream) => {
        stream.respond({ ':status': 200 }, { waitForTrailers: true });
        stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
        stream.end(Buffer.alloc(5));
      },
      /^rpc error: code = DataLoss desc = the response has no message id$/,
    ],
  ])('%s', async (_, answer, want) => {
    await using server = await startServer(answer);
    expect(await errorOf(server.address, 700)).toMatch(want);
    expect(server.calls.length).toBeGreaterThan(0);
  });

  it('waits longer and longer between tries', async () => {
    await using server = await startServer(refuse(14));
    await errorOf(server.address, 2000);
    expect(server.calls.length).toBeGreaterThan(1);
    expect(server.calls.length).toBeLessThan(60);
  });

  it('is not there', async () => {
    expect(await errorOf('127.0.0.1:1', 300)).toBe('context deadline exceeded');
  });

  it('speaks no HTTP/2', async () => {
    const server = createTcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    expect(await errorOf(`127.0.0.1:${(server.address() as AddressInfo).port}`, 300)).toBe('context deadline exceeded');
    server.close();
  });
});

it('refuses attributes that are no UTF-8 before anything is sent', async () => {
  await using server = await startServer(refuse(5));
  const template = 'message: m\ngcppubsub:\n  attributes:\n    bad: \'{{"/+8=" | b64dec}}\'\n';
  const want = 'rpc error: code = Internal desc = grpc: error while marshaling: string field contains invalid UTF-8';
  expect(await errorOf(server.address, 1000, template)).toBe(want);
  expect(server.calls).toEqual([]);
});

it.each([
  ['keyFile: /nowhere/key.json\n', 'pubsub(publisher): open /nowhere/key.json: no such file or directory'],
  [`keyFile: ${import.meta.dirname}\n`, `pubsub(publisher): open ${import.meta.dirname}: is a directory`],
  [
    '',
    'pubsub(publisher): credentials: could not find default credentials. See https://cloud.google.com/docs/authentication/external/set-up-adc for more information',
  ],
])('credentials that are not there: %s', async (key, want) => {
  expect(await errorOf('', 3000, 'message: m\n', key)).toBe(want);
});

it.each([
  ['project: [a]', 'GcpPubsubOptions.project of type string'],
  ['keyFile: {a: b}', 'GcpPubsubOptions.keyFile of type string'],
])('options that cannot be: %s', (options, want) => {
  const [problem] = apiFor(options, 'message: m\n', {}).problems;
  expect(problem?.key).toBe('service.gcppubsub');
  expect(problem?.message).toContain(want);
});

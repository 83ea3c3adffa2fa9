import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { KubernetesClient } from './client.ts';
import { ListWatch } from './list-watch.ts';
import { configSyncResource } from './resource.ts';

const rootSyncs = configSyncResource('RootSync');
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Answer = (response: ServerResponse, count: number) => void;

interface Lies {
  readonly list?: Answer;
  readonly watch?: Answer;
}

const object = (name: string, resourceVersion: string, extra: object = {}) => ({
  apiVersion: 'configsync.gke.io/v1beta1',
  kind: 'RootSync',
  metadata: { name, namespace: 'team-a', uid: `uid-${name}`, resourceVersion, ...extra },
});
const listOf = (resourceVersion: string, ...items: object[]) =>
  JSON.stringify({ kind: 'RootSyncList', metadata: { resourceVersion }, items });
const event = (type: string, value: object) => `${JSON.stringify({ type, object: value })}\n`;
const status = (code: number, reason: string) => ({ kind: 'Status', code, reason, message: 'told so' });
const listed: Answer = (response) => response.end(listOf('10', object('a', '5')));

/** A list-watch on a server that lies, and what came of it. */
async function meet({ list = listed, watch = (response) => response.flushHeaders() }: Lies) {
  const counts = { list: 0, watch: 0 };
  const versions: (string | null)[] = [];
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    if (query.get('watch') === 'true') {
      versions.push(query.get('resourceVersion'));
      watch(response, ++counts.watch);
    } else list(response, ++counts.list);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const connection = {
    server: url,
    namespace: undefined,
    credentials: async () => ({ headers: {}, tls: {} }),
    refresh() {},
  };
  const client = new KubernetesClient(connection, { maxBodyBytes: 10_000, timeoutMs: 1000 });
  const told: string[] = [];
  const errors: string[] = [];
  const informer = new ListWatch(client, rootSyncs, {
    namespace: 'team-a',
    backoff: { minMs: 20, maxMs: 100 },
    onAdd: ({ metadata }) => told.push(`+${metadata.name}`),
    onUpdate: ({ metadata }) => told.push(`~${metadata.name}`),
    onDelete: ({ metadata }) => told.push(`-${metadata.name}`),
    onError: ({ code }) => errors.push(code),
  }).start();
  closers.push(async () => {
    await informer.stop();
    client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const until = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 5 });
  return { informer, told, errors, counts, versions, until };
}

describe('a list that lies', () => {
  it.each([
    ['is no JSON', (response: ServerResponse) => response.end('<html>'), 'BadResponse'],
    ['is empty', (response: ServerResponse) => response.end(), 'BadResponse'],
    ['is null', (response: ServerResponse) => response.end('null'), 'BadResponse'],
    ['is an object', (response: ServerResponse) => response.end(JSON.stringify(object('a', '1'))), 'BadResponse'],
    ['has no version', (response: ServerResponse) => response.end('{"metadata":{},"items":[]}'), 'BadResponse'],
    ['has an empty version', (response: ServerResponse) => response.end(listOf('')), 'BadResponse'],
    [
      'has items that are none',
      (response: ServerResponse) => response.end('{"metadata":{"resourceVersion":"1"},"items":{}}'),
      'BadResponse',
    ],
    [
      'has an item without a name',
      (response: ServerResponse) => response.end(listOf('1', { metadata: {} })),
      'BadResponse',
    ],
    [
      'has an item of another kind',
      (response: ServerResponse) => response.end(listOf('1', { ...object('a', '1'), kind: 'Pod' })),
      'BadResponse',
    ],
    [
      'has labels that are none',
      (response: ServerResponse) => response.end(listOf('1', object('a', '1', { labels: { a: 1 } }))),
      'BadResponse',
    ],
    [
      'is cut off',
      (response: ServerResponse) => void response.write('{"kind":', () => response.destroy()),
      'Disconnected',
    ],
    [
      'is cut short of its length',
      (response: ServerResponse) =>
        void response.writeHead(200, { 'Content-Length': 99 }).write('{', () => response.destroy()),
      'Disconnected',
    ],
    ['is endless', (response: ServerResponse) => void response.write('x'.repeat(20_000)), 'TooLarge'],
    ['never comes', () => {}, 'Timeout'],
    ['stops on the way', (response: ServerResponse) => void response.write('{'), 'Timeout'],
    [
      'goes elsewhere',
      (response: ServerResponse) => response.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end(),
      'UnexpectedStatus',
    ],
  ])('and %s is an error, and tried again', async (_what, lie, code) => {
    const { informer, errors } = await meet({
      list: (response, count) => (count === 1 ? lie(response) : listed(response, count)),
    });
    expect(await informer.hasSynced).toBe(true);
    expect([errors, informer.size]).toEqual([[code], 1]);
  });

  it('and goes on for ever ends', async () => {
    const page = JSON.stringify({ metadata: { resourceVersion: '1', continue: 'more' }, items: [] });
    const { errors, until } = await meet({ list: (response) => response.end(page) });
    await until(() => expect(errors[0]).toBe('BadResponse'));
  });

  it('and has objects of another namespace is not believed in that', async () => {
    const stranger = object('b', '6', { namespace: 'team-b' });
    const { informer, told } = await meet({
      list: (response) => response.end(listOf('10', object('a', '5'), stranger)),
    });
    await informer.hasSynced;
    expect(told).toEqual(['+a']);
  });
});

describe('a watch that lies', () => {
  it.each([
    ['is no JSON', 'nonsense\n', 'BadResponse'],
    ['is not an event', '{}\n', 'BadResponse'],
    ['has no object', '{"type":"ADDED","object":null}\n', 'BadResponse'],
    ['has a type unknown', event('CHANGED', object('b', '11')), 'BadResponse'],
    ['is of another kind', event('ADDED', { ...object('b', '11'), kind: 'Pod' }), 'BadResponse'],
    ['has no name', event('ADDED', { ...object('', '11') }), 'BadResponse'],
    [
      'is longer than allowed',
      event('ADDED', object('b', '11', { annotations: { a: 'x'.repeat(20_000) } })),
      'TooLarge',
    ],
    ['never ends its line', 'x'.repeat(20_000), 'TooLarge'],
    ['says Expired', event('ERROR', status(410, 'Expired')), 'Expired'],
    ['says Gone', event('ERROR', status(410, 'Gone')), 'Gone'],
    ['says it is broken', event('ERROR', {}), 'InternalError'],
  ])('and %s is an error that leaves the store right', async (_what, line, code) => {
    const { informer, told, errors, until } = await meet({
      watch: (response, count) => void response.write(count === 1 ? line : event('ADDED', object('c', '20'))),
    });
    await until(() => expect(told).toEqual(['+a', '+c']));
    expect([errors, informer.state().watching]).toEqual([[code], true]);
  });

  it('and tells of objects not asked for is not believed in that', async () => {
    const lines = event('ADDED', object('b', '11', { namespace: 'team-b' })) + event('ADDED', object('c', '12'));
    const { told, errors, until } = await meet({ watch: (response) => void response.write(lines) });
    await until(() => expect(told).toEqual(['+a', '+c']));
    expect(errors).toEqual([]);
  });

  it('and repeats the past is not believed in that', async () => {
    const lines = [
      event('MODIFIED', object('a', '11')),
      event('DELETED', object('a', '12')),
      event('ADDED', object('a', '5')),
      event('MODIFIED', object('a', '11')),
      event('DELETED', object('a', '12')),
      event('BOOKMARK', object('', '3')),
      event('DELETED', object('never', '13')),
      event('ADDED', object('end', '14')),
    ];
    const { told, errors, until } = await meet({ watch: (response) => void response.write(lines.join('')) });
    await until(() => expect(told).toEqual(['+a', '~a', '-a', '+end']));
    expect(errors).toEqual([]);
  });

  it('and brings lines in pieces, several at once and empty ones is understood', async () => {
    const text = `\n${event('ADDED', object('b', '11', { annotations: { a: '€😀' } }))}\r\n\n${event('ADDED', object('c', '12'))}`;
    const { informer, told, until } = await meet({
      async watch(response) {
        for (const byte of Buffer.from(text)) {
          response.write(Buffer.of(byte));
          if (byte > 127) await wait(1);
        }
      },
    });
    await until(() => expect(told).toEqual(['+a', '+b', '+c']));
    expect(informer.get('team-a/b')?.metadata.annotations).toEqual({ a: '€😀' });
  });

  it.each([
    ['ends at once', (response: ServerResponse) => response.end()],
    ['ends after an event', (response: ServerResponse) => response.end(event('BOOKMARK', object('x', '11')))],
    ['breaks off', (response: ServerResponse) => response.destroy()],
    ['always says Expired', (response: ServerResponse) => response.end(event('ERROR', status(410, 'Expired')))],
    ['is always refused', (response: ServerResponse) => response.writeHead(500).end('no')],
  ])('and %s is not asked again and again without a pause', async (_what, lie) => {
    const { counts } = await meet({ watch: lie });
    await wait(600);
    expect(counts.watch).toBeGreaterThan(3);
    expect(counts.watch + counts.list).toBeLessThan(40);
  });

  it('goes on from the last bookmark', async () => {
    const { versions, until } = await meet({ watch: (response) => response.end(event('BOOKMARK', object('x', '77'))) });
    await until(() => expect(versions.slice(0, 2)).toEqual(['10', '77']));
  });

  it('and is refused for long leads to a new list', async () => {
    const { counts, until } = await meet({ watch: (response) => response.writeHead(503).end() });
    await until(() => expect(counts.list).toBeGreaterThan(1));
  });
});

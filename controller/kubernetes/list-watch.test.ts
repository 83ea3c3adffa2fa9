import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EmbeddedApiServer } from '../demo/api-server.ts';
import { KubernetesClient } from './client.ts';
import { systemClock } from './clock.ts';
import { parseKubeConfig } from './kubeconfig.ts';
import { ListWatch } from './list-watch.ts';
import type { ListWatchOptions } from './list-watch-options.ts';
import { configMaps, configSyncResource } from './resource.ts';

const rootSyncs = configSyncResource('RootSync');
const namespace = 'team-a';
const quick = { backoff: { minMs: 10, maxMs: 50 } };

let server: EmbeddedApiServer;
let client: KubernetesClient;
let told: string[];
let errors: string[];
let watches: ListWatch[];

beforeEach(async () => {
  server = await new EmbeddedApiServer({ bookmarkMs: 20 }).start();
  client = new KubernetesClient(await parseKubeConfig(server.kubeconfig(), '/'));
  told = [];
  errors = [];
  watches = [];
});

afterEach(async () => {
  await Promise.all(watches.map((watch) => watch.stop()));
  client.close();
  await server.stop();
});

function watch(options: ListWatchOptions = {}, resource = rootSyncs): ListWatch {
  const started = new ListWatch(client, resource, {
    namespace,
    onAdd: ({ metadata }) => told.push(`+${metadata.name}`),
    onUpdate: ({ metadata }) => told.push(`~${metadata.name}`),
    onDelete: ({ metadata }) => told.push(`-${metadata.name}`),
    onError: ({ code }) => errors.push(code),
    ...quick,
    ...options,
  }).start();
  watches.push(started);
  return started;
}

const create = (name: string, extra: object = {}) =>
  client.create(rootSyncs, { metadata: { name, namespace, ...extra }, spec: {} });
const touch = (name: string, value: string) =>
  client.mergePatch(rootSyncs, { namespace, name }, { metadata: { annotations: { value } } });
const remove = (name: string) => client.delete(rootSyncs, { namespace, name });
const hears = (...events: string[]) => vi.waitFor(() => expect(told).toEqual(events), { timeout: 5000, interval: 5 });
const open = (count = 1) => vi.waitFor(() => expect(server.watchCount).toBe(count), { timeout: 5000, interval: 5 });

describe('ListWatch', () => {
  it('tells what there is, then what happens to it', async () => {
    await create('a');
    const informer = watch();
    expect(await informer.hasSynced).toBe(true);
    expect([told, informer.size]).toEqual([['+a'], 1]);
    await create('b');
    await touch('a', '1');
    await remove('a');
    await hears('+a', '+b', '~a', '-a');
    expect([...informer.objects()].map(({ metadata }) => metadata.name)).toEqual(['b']);
    expect(informer.get('team-a/b')).toMatchObject({ kind: 'RootSync', apiVersion: 'configsync.gke.io/v1beta1' });
    expect(informer.state()).toMatchObject({ synced: true, watching: true, failures: 0, lastError: undefined });
  });

  it('keeps to its selection', async () => {
    const informer = watch({ fieldSelector: 'metadata.name=a', labelSelector: 'team=x' });
    await informer.hasSynced;
    await open();
    await create('a');
    await create('b', { labels: { team: 'x' } });
    await client.mergePatch(rootSyncs, { namespace, name: 'a' }, { metadata: { labels: { team: 'x' } } });
    await client.mergePatch(rootSyncs, { namespace, name: 'a' }, { metadata: { labels: { team: 'y' } } });
    await hears('+a', '-a');
  });

  it('fills in kind and version of built-in objects, which lists leave out', async () => {
    await client.create(configMaps, { metadata: { name: 'a', namespace } });
    const informer = watch({}, configMaps);
    await informer.hasSynced;
    expect(informer.get('team-a/a')).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1' });
  });

  it('lists page by page', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await create(name);
    await watch({ pageSize: 2 }).hasSynced;
    expect(told).toEqual(['+a', '+b', '+c', '+d', '+e']);
  });

  it('lists from the start when a page is refused', async () => {
    for (const name of ['a', 'b', 'c']) await create(name);
    server.faults.fail({ times: 1, status: 410, reason: 'Expired', path: 'continue=' });
    await watch({ pageSize: 2 }).hasSynced;
    expect([told, errors]).toEqual([['+a', '+b', '+c'], ['Expired']]);
  });

  it('asks for smaller pages when one is too large', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await create(name, { annotations: { long: 'x'.repeat(3000) } });
    client.close();
    client = new KubernetesClient(await parseKubeConfig(server.kubeconfig(), '/'), { maxBodyBytes: 8000 });
    await watch({ pageSize: 4 }).hasSynced;
    expect([told, errors]).toEqual([['+a', '+b', '+c', '+d'], ['TooLarge']]);
  });

  it('takes up a watch where it was broken off in the middle of a line', async () => {
    await watch().hasSynced;
    await open();
    await create('a');
    await hears('+a');
    server.faults.dropWatches(true);
    await create('b');
    await remove('a');
    await hears('+a', '+b', '-a');
    expect(errors).toEqual(['Disconnected']);
  });

  it('lists anew when its version is too old, and finds what is gone, changed and another of the same name', async () => {
    for (const name of ['gone', 'changed', 'another', 'same']) await create(name);
    const informer = watch();
    await informer.hasSynced;
    await open();
    told = [];
    const old = informer.get('team-a/same');
    server.faults.fail({ times: 3, status: 503, reason: 'ServiceUnavailable', path: 'watch=true' });
    server.faults.dropWatches();
    await remove('gone');
    await remove('another');
    await create('another');
    await touch('changed', '1');
    server.store.log.compact();
    await hears('-gone', '-another', '+another', '~changed');
    expect(errors.at(-1)).toBe('Expired');
    expect(informer.get('team-a/same')).toBe(old);
  });

  it('takes a watch up anew that says nothing, not even bookmarks', async () => {
    await watch({ silenceMs: 100 }).hasSynced;
    await open();
    server.faults.muteWatches();
    await create('a');
    await hears('+a');
    expect(errors).toEqual([]);
  });

  it('notices silence even when the clock is set back', async () => {
    let offset = 0;
    const clock = { ...systemClock, now: () => Date.now() - offset };
    await watch({ silenceMs: 100, clock }).hasSynced;
    await open();
    offset = 3_600_000;
    server.faults.muteWatches();
    await create('a');
    await hears('+a');
  });

  it('does not take bookmarks for silence', async () => {
    const opened: string[] = [];
    const original = client.watch.bind(client);
    client.watch = (...args) => {
      opened.push('watch');
      return original(...args);
    };
    await watch({ silenceMs: 100 }).hasSynced;
    await wait(350);
    expect(opened).toEqual(['watch']);
  });

  it('finds by the relist period what a watch has lost', async () => {
    await watch({ relistMs: 200 }).hasSynced;
    await open();
    server.faults.silent = true;
    await create('a');
    server.faults.silent = false;
    await hears('+a');
    expect(errors).toEqual([]);
  });

  it('lists anew when asked', async () => {
    const informer = watch();
    await informer.hasSynced;
    await open();
    server.faults.silent = true;
    await create('a');
    informer.relist();
    await hears('+a');
  });

  it('tells an event once that comes twice', async () => {
    await watch().hasSynced;
    await open();
    server.faults.duplicate = true;
    await create('a');
    await touch('a', '1');
    await remove('a');
    await create('end');
    await hears('+a', '~a', '-a', '+end');
    expect(errors).toEqual([]);
  });

  it('lives through a restart of the server', async () => {
    await create('a');
    await watch().hasSynced;
    await open();
    await server.stop();
    await wait(50);
    await server.start();
    await create('b');
    await hears('+a', '+b');
    expect(errors).toContain('Unreachable');
  });

  it('goes on after the server has ended a watch whose time is up', async () => {
    await watch({ watchMs: 500, stableMs: 100 }).hasSynced;
    await wait(1300);
    await create('a');
    await hears('+a');
    expect(errors).toEqual([]);
  });

  it('reports what keeps it from listing, and gets over it', async () => {
    server.faults.fail({ times: 3, status: 403, reason: 'Forbidden', message: 'rootsyncs is forbidden' });
    await create('a').catch(() => {});
    const informer = watch();
    await vi.waitFor(() => expect(errors).toEqual(['Forbidden', 'Forbidden']), { timeout: 2000 });
    expect(informer.state()).toMatchObject({
      lastError: { code: 'Forbidden', status: 403 },
      lastErrorAt: expect.any(Number),
    });
    expect(await informer.hasSynced).toBe(true);
  });

  it('waits as long as the server asks', async () => {
    server.faults.fail({ times: 1, status: 429, reason: 'TooManyRequests', retryAfterSeconds: 1 });
    const started = performance.now();
    await watch().hasSynced;
    expect(performance.now() - started).toBeGreaterThan(950);
  });

  it('gives up a list that does not come, and tries again', async () => {
    client.close();
    client = new KubernetesClient(await parseKubeConfig(server.kubeconfig(), '/'), { timeoutMs: 50 });
    server.faults.delay(200);
    const informer = watch();
    await vi.waitFor(() => expect(errors).toEqual(['Timeout', 'Timeout']), { timeout: 2000 });
    server.faults.clear();
    expect(await informer.hasSynced).toBe(true);
  });

  it('knows what was written at once, and does not tell of it', async () => {
    await create('a');
    const informer = watch();
    await informer.hasSynced;
    await open();
    server.faults.silent = true;
    const first = await touch('a', '1');
    informer.written(await touch('a', '2'));
    expect(informer.get('team-a/a')?.metadata.annotations).toEqual({ value: '2' });
    informer.written(first);
    expect(informer.get('team-a/a')?.metadata.annotations).toEqual({ value: '2' });
    server.faults.silent = false;
    server.faults.dropWatches();
    await touch('a', '3');
    await hears('+a', '~a');
    await remove('a');
    await hears('+a', '~a', '-a');
    informer.written(first);
    expect(informer.size).toBe(0);
  });

  it('stores what transform makes of an object', async () => {
    await create('a', { managedFields: [{ manager: 'x' }] });
    const transform: ListWatchOptions['transform'] = (object) => {
      delete (object.metadata as Record<string, unknown>)['managedFields'];
      return object;
    };
    const informer = watch({ transform });
    await informer.hasSynced;
    expect(informer.get('team-a/a')?.metadata).not.toHaveProperty('managedFields');
  });

  it('survives handlers that throw', async () => {
    await create('a');
    const informer = watch({
      onAdd({ metadata }) {
        told.push(metadata.name);
        throw new Error('handler');
      },
    });
    await informer.hasSynced;
    await open();
    await create('b');
    await hears('a', 'b');
    expect(errors).toEqual(['Handler', 'Handler']);
  });
});

describe('ListWatch.stop', () => {
  it('closes the watch and lets no handler run any more', async () => {
    const informer = watch();
    await informer.hasSynced;
    await open();
    await informer.stop();
    await create('a');
    await open(0);
    expect([told, errors, await informer.hasSynced]).toEqual([[], [], true]);
  });

  it.each(['list', 'backoff', 'start'])('ends a %s that is under way', async (stage) => {
    if (stage === 'list') server.faults.delay(60_000);
    else server.faults.fail({ status: 500 });
    const informer = watch({ backoff: { minMs: 60_000 } });
    if (stage === 'backoff') await vi.waitFor(() => expect(errors).toHaveLength(1));
    else if (stage === 'list') await wait(50);
    const started = performance.now();
    await informer.stop();
    expect(performance.now() - started).toBeLessThan(1000);
    expect(await informer.hasSynced).toBe(false);
  });

  it('may come before start and twice', async () => {
    const never = new ListWatch(client, rootSyncs);
    await never.stop();
    await never.stop();
    expect(await never.hasSynced).toBe(false);
    await never.start().stop();
    expect(server.watchCount).toBe(0);
  });
});

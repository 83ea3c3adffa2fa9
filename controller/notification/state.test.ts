import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Thread, ThreadKey } from '../../engine/services/threads.ts';
import { EmbeddedApiServer } from '../demo/api-server.ts';
import {
  configSyncResource,
  KubernetesClient,
  type KubernetesObject,
  ListWatch,
  parseKubeConfig,
} from '../kubernetes/index.ts';
import { ManualClock, settled } from '../kubernetes/manual-clock.ts';
import { FakeLease } from './fake-lease.ts';
import { Ledger } from './ledger.ts';
import { StateStore } from './state.ts';

const resource = configSyncResource('RootSync');
const ref = { namespace: 'ns', name: 'root-sync' };
const annotation = 'notified.example.com';
const threadsAnnotation = 'threads.example.com';

let server: EmbeddedApiServer;
let client: KubernetesClient;
let objects: ListWatch;
let store: StateStore;

beforeEach(async () => {
  server = await new EmbeddedApiServer().start();
  client = new KubernetesClient(await parseKubeConfig(server.kubeconfig(), '/'));
  objects = new ListWatch(client, resource, { namespace: 'ns' });
  store = new StateStore({ client, resource, objects, annotation, threadsAnnotation, maxEntries: 3 });
});

afterEach(async () => {
  await objects.stop();
  client.close();
  await server.stop();
});

async function create(state?: string): Promise<KubernetesObject> {
  const annotations = { other: 'kept', ...(state === undefined ? {} : { [annotation]: state }) };
  return await client.create(resource, { metadata: { ...ref, annotations }, spec: {} });
}

async function saved(): Promise<string | undefined> {
  const { annotations } = (await client.get(resource, ref)).metadata;
  expect(annotations?.['other']).toBeDefined();
  return annotations?.[annotation];
}

describe('the state', () => {
  it('is written as Go writes it: sorted, escaped, and removed when empty', async () => {
    const object = await create();
    store.mark(object, '<nil>:b', 2);
    store.mark(object, 'a', 1);
    await store.persist(object);
    expect(await saved()).toBe('{"\\u003cnil\\u003e:b":2,"a":1}');
    const now = await client.get(resource, ref);
    store.clear(now, '<nil>:b');
    store.clear(now, 'a');
    await store.persist(now);
    expect(await saved()).toBeUndefined();
  });

  it('counts what is marked before it is saved, and keeps the time of what was there', async () => {
    const object = await create('{"a":5}');
    store.mark(object, 'a', 9);
    store.mark(object, 'b', 9);
    expect(store.read(object)).toEqual(
      new Map([
        ['a', 5],
        ['b', 9],
      ]),
    );
    await store.persist(object);
    expect(await saved()).toBe('{"a":5,"b":9}');
  });

  it('is merged with what another writer has put there meanwhile, whose annotations stay', async () => {
    const stale = await create();
    await client.mergePatch(resource, ref, {
      metadata: { annotations: { other: 'changed', [annotation]: '{"theirs":1}' } },
    });
    store.mark(stale, 'ours', 2);
    await store.persist(stale);
    expect(await saved()).toBe('{"ours":2,"theirs":1}');
    expect((await client.get(resource, ref)).metadata.annotations?.['other']).toBe('changed');
  });

  it('drops the oldest entries beyond the limit, but none whose condition holds', async () => {
    const object = await create('{"live":1,"old":2,"older":1,"new":8}');
    store.keep(object, new Set(['live']));
    store.mark(object, 'now', 9);
    await store.persist(object);
    expect(await saved()).toBe('{"live":1,"new":8,"now":9}');
  });

  it.each(['null', '[]', '{"a":"x"}', '{"a":1.5}', 'nonsense'])('takes %s for an empty one', async (text) => {
    const object = await create(text);
    expect(store.read(object)).toEqual(new Map());
    store.mark(object, 'a', 1);
    await store.persist(object);
    expect(await saved()).toBe('{"a":1}');
  });

  it('stays remembered while it cannot be saved', async () => {
    const object = await create();
    server.faults.fail({ method: 'PATCH', status: 403, reason: 'Forbidden', message: 'no', times: 1 });
    store.mark(object, 'a', 1);
    await expect(store.persist(object)).rejects.toMatchObject({ code: 'Forbidden' });
    expect(store.read(object).has('a')).toBe(true);
    await store.persist(object);
    expect(await saved()).toBe('{"a":1}');
  });

  it('of an object that is gone, or was replaced by another of its name, is not written', async () => {
    const object = await create();
    await client.delete(resource, ref);
    store.mark(object, 'a', 1);
    await store.persist(object);
    await create();
    store.mark(object, 'b', 1);
    await store.persist(object);
    expect(await saved()).toBeUndefined();
  });

  it('writes all that many callers mark at once', async () => {
    const object = await create();
    const keys = ['a', 'b', 'c'];
    await Promise.all(
      keys.map((key) => {
        store.mark(object, key, 1);
        return store.persist(object);
      }),
    );
    expect(await saved()).toBe('{"a":1,"b":1,"c":1}');
  });
});

describe('what the Lease lists', () => {
  const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
  let lease: FakeLease;

  beforeEach(() => {
    lease = new FakeLease();
  });

  /** The state of a process that leads from now on. */
  function leading(): { readonly store: StateStore; readonly ledger: Ledger } {
    const ledger = new Ledger({ lease, prefix: 'example.com', clock: new ManualClock(), onError: fail });
    ledger.inherit();
    const store = new StateStore({ client, resource, objects, annotation, threadsAnnotation, ledger });
    return { store, ledger };
  }

  function fail(error: Error): never {
    throw error;
  }

  /** As a delivery does, for enough of them that the Lease is written. */
  async function accept({ store }: { readonly store: StateStore }, object: KubernetesObject): Promise<void> {
    for (const key of keys) {
      store.accepted(object, key, 7);
      store.mark(object, key, 7);
    }
    await settled();
  }

  it('counts as sent for the process that leads next, which saves it', async () => {
    const object = await create('{"z":1}');
    await accept(leading(), object);
    const { store, ledger } = leading();
    const sent = store.sent(object);
    expect(['a', 'f', 'z', 'other'].map((key) => sent.has(key))).toEqual([true, true, true, false]);
    await store.persist(object);
    expect(await saved()).toBe('{"a":1000,"f":1000,"z":1}');
    await ledger.close();
    expect(lease.annotations).toEqual({});
  });

  it('counts for the first evaluation of an object only', async () => {
    const object = await create();
    await accept(leading(), object);
    const { store } = leading();
    expect(store.sent(object).has('a')).toBe(true);
    store.clear(object, 'a');
    expect(store.sent(object).has('a')).toBe(false);
    expect(store.sent(object).has('b')).toBe(false);
  });

  it('is taken from there before the state says that it may be sent again', async () => {
    const object = await create();
    const leader = leading();
    await accept(leader, object);
    await leader.store.persist(object);
    const full = await saved();
    const now = await client.get(resource, ref);
    leader.store.clear(now, 'a');
    let before: string | undefined;
    lease.answer = async () => {
      before = await saved();
    };
    await leader.store.persist(now);
    expect(before).toBe(full);
    expect(leading().store.sent(object).has('a')).toBe(false);
    expect(await saved()).toBe('{"b":7,"c":7,"d":7,"e":7,"f":7}');
  });

  it('is left to the process that leads next, and the rest is saved', async () => {
    const object = await create();
    const { store } = leading();
    await accept({ store }, object);
    store.mark(object, 'unlisted', 8);
    store.handOver();
    await store.persist(object);
    expect(await saved()).toBe('{"unlisted":8}');
  });
});

describe('threads', () => {
  const key = (groupingKey: string): ThreadKey => ({ service: 'slack', recipient: 'r', groupingKey, access: 'token' });
  const thread = (timestamp: string): Thread => ({ timestamp, channel: 'C1', seal: `seal of ${timestamp}` });

  /** What another process finds, by the watch it begins with. */
  async function another(): Promise<StateStore> {
    const seen = new ListWatch(client, resource, { namespace: 'ns' });
    await seen.start().hasSynced;
    await seen.stop();
    return new StateStore({ client, resource, objects: seen, annotation, threadsAnnotation });
  }

  async function use(object: KubernetesObject, groupingKey: string, timestamp: string): Promise<void> {
    store.keep(object, new Set());
    await store.threads(object).set(key(groupingKey), thread(timestamp));
  }

  /** The number of the last change that the server has seen. */
  async function version(): Promise<number> {
    return Number((await client.get(resource, ref)).metadata.resourceVersion);
  }

  it('are written with the state, in the same request, and never alone', async () => {
    const object = await create();
    const before = await version();
    await use(object, 'k', '1.5');
    await store.persist(object);
    expect(await version()).toBe(before);
    store.mark(object, 'a', 1);
    await store.persist(object);
    expect(await version()).toBe(before + 1);
    expect(await saved()).toBe('{"a":1}');
    const next = await another();
    expect(await next.threads(object).get(key('k'))).toEqual(thread('1.5'));
    expect(await next.threads(object).get(key('other'))).toBeUndefined();
  });

  it('need no seal within a process', async () => {
    const object = await create();
    await use(object, 'k', '1.5');
    expect(await store.threads(object).get(key('k'))).toEqual({ timestamp: '1.5', channel: 'C1' });
  });

  it('are merged with those that another writer has put there meanwhile', async () => {
    const stale = await create();
    const other = await another();
    other.keep(stale, new Set());
    await other.threads(stale).set(key('theirs'), thread('1'));
    other.mark(stale, 'theirs', 1);
    await other.persist(stale);
    await use(stale, 'ours', '2');
    store.mark(stale, 'ours', 2);
    await store.persist(stale);
    const next = await another();
    expect(await saved()).toBe('{"ours":2,"theirs":1}');
    for (const [name, timestamp] of [
      ['theirs', '1'],
      ['ours', '2'],
    ] as const) {
      expect(await next.threads(stale).get(key(name))).toEqual(thread(timestamp));
    }
  });

  it('are shared by the objects of a process, also over a restart', async () => {
    const object = await create();
    const second = await client.create(resource, { metadata: { ...ref, name: 'second' }, spec: {} });
    await use(object, 'k', '1.5');
    expect(await store.threads(second).get(key('k'))).toMatchObject({ timestamp: '1.5' });
    store.mark(object, 'a', 1);
    await store.persist(object);
    expect(await (await another()).threads(second).get(key('k'))).toEqual(thread('1.5'));
  });

  it('are not more than 50, those that were used last', async () => {
    const object = await create();
    for (let i = 0; i < 60; i++) await use(object, `k${i}`, `${i}.5`);
    store.mark(object, 'a', 1);
    await store.persist(object);
    const next = await another();
    const found = await Promise.all(Array.from({ length: 60 }, (_, i) => next.threads(object).get(key(`k${i}`))));
    expect(found.map((each) => each?.timestamp)).toEqual([
      ...Array.from({ length: 10 }, () => undefined),
      ...Array.from({ length: 50 }, (_, i) => `${i + 10}.5`),
    ]);
  });
});

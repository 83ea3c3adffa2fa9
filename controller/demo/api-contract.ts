import assert from 'node:assert/strict';
import { type ControllerError, hasCode } from '../errors.ts';
import {
  configMaps,
  configSyncResource,
  type KubernetesClient,
  type KubernetesObject,
  type Resource,
  secrets,
  type WatchEvent,
  type WatchOptions,
} from '../kubernetes/index.ts';

/** One promise of the Kubernetes API that the controller builds on; it holds on a real API server and on the embedded one. */
export interface Promised {
  readonly name: string;
  /** Rejects when the promise is broken. `namespace` exists and is empty. */
  readonly check: (client: KubernetesClient, namespace: string) => Promise<void>;
}

const rootSyncs = configSyncResource('RootSync');
const git = { repo: 'https://example.com/repo', auth: 'none' };

function configMap(namespace: string, name: string, extra: object = {}): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, ...extra }, data: { key: 'value' } };
}

function rootSync(namespace: string, name: string, extra: object = {}): object {
  const spec = { sourceFormat: 'unstructured', sourceType: 'git', git };
  return { apiVersion: 'configsync.gke.io/v1beta1', kind: 'RootSync', metadata: { name, namespace, ...extra }, spec };
}

async function failure(call: Promise<unknown>): Promise<Pick<ControllerError, 'code' | 'status' | 'message'>> {
  const error = await call.then(
    () => new Error('the call succeeded'),
    (reason: unknown) => reason,
  );
  if (!hasCode(error, (error as ControllerError).code)) throw error;
  return { code: error.code, status: error.status, message: error.message.slice(error.place.length + 2) };
}

/** What a watch tells until `count` events other than bookmarks have come. */
async function follow(
  client: KubernetesClient,
  resource: Resource,
  options: WatchOptions,
  count: number,
): Promise<string[]> {
  const told: string[] = [];
  for await (const event of client.watch(resource, { ...options, signal: AbortSignal.timeout(10_000) })) {
    if (event.type === 'BOOKMARK') continue;
    told.push(`${event.type} ${nameOf(event)}`);
    if (told.length === count) break;
  }
  return told;
}

function nameOf({ object }: WatchEvent): string {
  return (object as KubernetesObject).metadata.name;
}

const reading: readonly Promised[] = [
  {
    name: 'an object created is read back with uid, version and time',
    async check(client, namespace) {
      const created = await client.create(configMaps, configMap(namespace, 'a'));
      assert.match(created.metadata.uid ?? '', /^[0-9a-f-]{36}$/);
      assert.match(created.metadata.creationTimestamp ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      assert.deepEqual((await client.get(configMaps, { namespace, name: 'a' }))['data'], { key: 'value' });
      assert.equal(
        (await client.get(configMaps, created.metadata)).metadata.resourceVersion,
        created.metadata.resourceVersion,
      );
    },
  },
  {
    name: 'what is not there is NotFound',
    async check(client, namespace) {
      const gone = { code: 'NotFound', status: 404 };
      assert.deepEqual(await failure(client.get(configMaps, { namespace, name: 'no' })), {
        ...gone,
        message: 'configmaps "no" not found',
      });
      const message = 'rootsyncs.configsync.gke.io "no" not found';
      assert.deepEqual(await failure(client.delete(rootSyncs, { namespace, name: 'no' })), { ...gone, message });
      assert.deepEqual(await failure(client.mergePatch(rootSyncs, { namespace, name: 'no' }, {})), {
        ...gone,
        message,
      });
      assert.equal((await failure(client.list({ ...rootSyncs, plural: 'nothings' }, { namespace }))).code, 'NotFound');
    },
  },
  {
    name: 'creating twice is AlreadyExists',
    async check(client, namespace) {
      await client.create(configMaps, configMap(namespace, 'a'));
      const again = await failure(client.create(configMaps, configMap(namespace, 'a')));
      assert.deepEqual(again, { code: 'AlreadyExists', status: 409, message: 'configmaps "a" already exists' });
    },
  },
  {
    name: 'lists are selected by field and label, and paged in order',
    async check(client, namespace) {
      for (const name of ['c', 'a', 'b'])
        await client.create(configMaps, configMap(namespace, name, { labels: { first: String(name === 'a') } }));
      const names = async (options: object) =>
        (await client.list(configMaps, { namespace, ...options })).items.map(({ metadata }) => metadata.name);
      assert.deepEqual(await names({}), ['a', 'b', 'c']);
      assert.deepEqual(await names({ fieldSelector: 'metadata.name=b' }), ['b']);
      assert.deepEqual(await names({ fieldSelector: 'metadata.name!=b' }), ['a', 'c']);
      assert.deepEqual(await names({ fieldSelector: 'metadata.namespace=elsewhere' }), []);
      assert.deepEqual(await names({ labelSelector: 'first=true' }), ['a']);
      assert.deepEqual(await names({ labelSelector: 'first!=true' }), ['b', 'c']);
      assert.deepEqual(await names({ labelSelector: 'first,!second' }), ['a', 'b', 'c']);
      const first = await client.list(configMaps, { namespace, limit: 2 });
      const second = await client.list(configMaps, { namespace, limit: 2, continue: first.continue });
      assert.deepEqual(
        [...first.items, ...second.items].map(({ metadata }) => metadata.name),
        ['a', 'b', 'c'],
      );
      assert.equal(second.resourceVersion, first.resourceVersion);
      assert.equal(second.continue, undefined);
      const wrong = await failure(client.list(configMaps, { namespace, fieldSelector: 'data.key=value' }));
      assert.deepEqual([wrong.code, wrong.status], ['BadRequest', 400]);
    },
  },
  {
    name: 'int64 and float64 stay apart, and large integers whole',
    async check(client, namespace) {
      const values = { whole: 9007199254740993n, half: 0.5 };
      const spec = {
        ...values,
        sourceFormat: 'unstructured',
        sourceType: 'helm',
        helm: { repo: 'https://example.com', chart: 'c', auth: 'none', values },
      };
      const created = await client.create(rootSyncs, { ...rootSync(namespace, 'a'), spec });
      const { helm } = created['spec'] as { helm: { values: object } };
      assert.deepEqual({ ...helm.values }, values);
    },
  },
];

const writing: readonly Promised[] = [
  {
    name: 'spec and status are apart, and only the spec raises the generation',
    async check(client, namespace) {
      const ref = { namespace, name: 'a' };
      const created = await client.create(rootSyncs, {
        ...rootSync(namespace, 'a'),
        status: { observedGeneration: 9 },
      });
      assert.deepEqual([created.metadata.generation, created['status']], [1, undefined]);
      const labelled = await client.mergePatch(rootSyncs, ref, {
        metadata: { labels: { a: 'b' } },
        status: { observedGeneration: 9 },
      });
      assert.deepEqual([labelled.metadata.generation, labelled['status']], [1, undefined]);
      const changed = await client.mergePatch(rootSyncs, ref, { spec: { git: { dir: 'x' } } });
      assert.equal(changed.metadata.generation, 2);
      assert.deepEqual(
        { ...(changed['spec'] as { git: object }).git },
        { ...(created['spec'] as { git: object }).git, dir: 'x' },
      );
      const status = { observedGeneration: 2 };
      const told = await client.update(rootSyncs, { ...changed, spec: {}, status }, { subresource: 'status' });
      assert.equal(told.metadata.generation, 2);
      assert.equal((told['status'] as { observedGeneration: unknown }).observedGeneration, 2);
      assert.deepEqual(told['spec'], changed['spec']);
      const patched = await client.mergePatch(
        rootSyncs,
        ref,
        { status: { lastSyncedCommit: 'abc' } },
        { subresource: 'status' },
      );
      assert.deepEqual(
        { ...(patched['status'] as object) },
        { ...(told['status'] as object), lastSyncedCommit: 'abc' },
      );
    },
  },
  {
    name: 'a stale resourceVersion is a Conflict for update and patch',
    async check(client, namespace) {
      const old = await client.create(rootSyncs, rootSync(namespace, 'a'));
      const { resourceVersion } = old.metadata;
      const annotate = { metadata: { resourceVersion, annotations: { a: 'b' } } };
      await client.mergePatch(rootSyncs, old.metadata, annotate);
      const text = 'the object has been modified; please apply your changes to the latest version and try again';
      const message = `Operation cannot be fulfilled on rootsyncs.configsync.gke.io "a": ${text}`;
      const expected = { code: 'Conflict', status: 409, message };
      assert.deepEqual(
        await failure(
          client.mergePatch(rootSyncs, old.metadata, { metadata: { resourceVersion, annotations: { a: 'c' } } }),
        ),
        expected,
      );
      assert.deepEqual(await failure(client.update(rootSyncs, old)), expected);
      assert.deepEqual(
        await failure(client.update(rootSyncs, { ...old, status: {} }, { subresource: 'status' })),
        expected,
      );
    },
  },
  {
    name: 'a custom resource is not updated without a resourceVersion, a ConfigMap is',
    async check(client, namespace) {
      await client.create(rootSyncs, rootSync(namespace, 'a'));
      const { code, status } = await failure(client.update(rootSyncs, rootSync(namespace, 'a')));
      assert.deepEqual([code, status], ['Invalid', 422]);
      await client.create(configMaps, configMap(namespace, 'a'));
      const updated = await client.update(configMaps, { ...configMap(namespace, 'a'), data: { key: 'other' } });
      assert.deepEqual(updated['data'], { key: 'other' });
    },
  },
  {
    name: 'a merge patch removes what is null and a change of nothing is no version',
    async check(client, namespace) {
      const created = await client.create(configMaps, configMap(namespace, 'a', { annotations: { a: 'b', c: 'd' } }));
      const patched = await client.mergePatch(configMaps, created.metadata, {
        metadata: { annotations: { a: null, e: 'f' } },
      });
      assert.deepEqual(patched.metadata.annotations, { c: 'd', e: 'f' });
      const same = await client.mergePatch(configMaps, created.metadata, { metadata: { annotations: { c: 'd' } } });
      assert.equal(same.metadata.resourceVersion, patched.metadata.resourceVersion);
    },
  },
  {
    name: 'finalizers keep a deleted object until the last is gone',
    async check(client, namespace) {
      const created = await client.create(rootSyncs, rootSync(namespace, 'a', { finalizers: ['example.com/x'] }));
      await client.delete(rootSyncs, created.metadata);
      const marked = await client.get(rootSyncs, created.metadata);
      assert.ok(marked.metadata.deletionTimestamp);
      assert.equal(marked.metadata.generation, 2);
      const added = await failure(
        client.mergePatch(rootSyncs, created.metadata, {
          metadata: { finalizers: ['example.com/x', 'example.com/y'] },
        }),
      );
      assert.deepEqual([added.code, added.status], ['Invalid', 422]);
      await client.mergePatch(rootSyncs, created.metadata, { metadata: { finalizers: null } });
      assert.equal((await failure(client.get(rootSyncs, created.metadata))).code, 'NotFound');
    },
  },
  {
    name: 'a deletion with another uid or version is a Conflict',
    async check(client, namespace) {
      const { metadata } = await client.create(configMaps, configMap(namespace, 'a'));
      assert.equal((await failure(client.delete(configMaps, metadata, { uid: 'other' }))).code, 'Conflict');
      assert.equal((await failure(client.delete(configMaps, metadata, { resourceVersion: '1' }))).code, 'Conflict');
      await client.delete(configMaps, metadata, { uid: metadata.uid, resourceVersion: metadata.resourceVersion });
    },
  },
  {
    name: 'the stringData of a Secret becomes data',
    async check(client, namespace) {
      const metadata = { name: 'a', namespace };
      const secret = await client.create(secrets, { metadata, data: { a: 'YQ==' }, stringData: { b: 'b' } });
      assert.deepEqual(
        [secret['data'], secret['stringData'], secret['type']],
        [{ a: 'YQ==', b: 'Yg==' }, undefined, 'Opaque'],
      );
    },
  },
];

const watching: readonly Promised[] = [
  {
    name: 'a watch tells what came after the version of the list, and only of its selection',
    async check(client, namespace) {
      await client.create(configMaps, configMap(namespace, 'before'));
      const { resourceVersion } = await client.list(configMaps, { namespace });
      const { metadata } = await client.create(configMaps, configMap(namespace, 'a'));
      await client.create(configMaps, configMap(namespace, 'b'));
      await client.mergePatch(configMaps, metadata, { data: { key: 'other' } });
      await client.delete(configMaps, metadata);
      const all = ['ADDED a', 'ADDED b', 'MODIFIED a', 'DELETED a'];
      assert.deepEqual(await follow(client, configMaps, { namespace, resourceVersion }, 4), all);
      const named = { namespace, resourceVersion, fieldSelector: 'metadata.name=a' };
      assert.deepEqual(await follow(client, configMaps, named, 3), ['ADDED a', 'MODIFIED a', 'DELETED a']);
      assert.deepEqual((await follow(client, configMaps, { namespace }, 2)).sort(), ['ADDED b', 'ADDED before']);
    },
  },
  {
    name: 'an object enters and leaves a selection by label',
    async check(client, namespace) {
      const { metadata } = await client.create(configMaps, configMap(namespace, 'a'));
      const { resourceVersion } = await client.list(configMaps, { namespace });
      for (const team of ['x', 'y', null])
        await client.mergePatch(configMaps, metadata, { metadata: { labels: { team } } });
      const selection = { namespace, resourceVersion, labelSelector: 'team=x' };
      assert.deepEqual(await follow(client, configMaps, selection, 2), ['ADDED a', 'DELETED a']);
    },
  },
  {
    name: 'the object of a deletion has the version of the deletion',
    async check(client, namespace) {
      const { metadata } = await client.create(configMaps, configMap(namespace, 'a'));
      await client.delete(configMaps, metadata);
      const versions: (string | undefined)[] = [];
      const options = { namespace, resourceVersion: metadata.resourceVersion, signal: AbortSignal.timeout(10_000) };
      for await (const { type, object } of client.watch(configMaps, options)) {
        versions.push((object as KubernetesObject).metadata.resourceVersion);
        if (type === 'DELETED') break;
      }
      assert.ok(Number(versions.at(-1)) > Number(metadata.resourceVersion));
    },
  },
  {
    name: 'a version that was never is refused or waited for, never answered from',
    async check(client, namespace) {
      const call = client.list(configMaps, { namespace, resourceVersion: '99999999999' });
      const { code, status, message } = await failure(call);
      assert.deepEqual([code, status], ['Timeout', 504]);
      assert.match(message, /^Timeout: Too large resource version: 99999999999, current: \d+$/);
    },
  },
];

export const contract: readonly Promised[] = [...reading, ...writing, ...watching];

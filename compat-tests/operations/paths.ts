import { join } from 'node:path';
import { life } from '../../controller/demo/life.ts';
import { configSyncResource, type KubernetesObject } from '../../controller/kubernetes/index.ts';
import type { ScopedApi } from '../../controller/notification/configuration.ts';
import { evaluate } from '../../controller/notification/evaluate.ts';
import { compile } from '../../engine/expr/index.ts';
import { Run } from '../../engine/go/run.ts';
import { parseState, stateAnnotation } from '../../engine/state.ts';
import { apiOf } from '../rsync/catalog.ts';
import { prefix, worldOf } from './world.ts';

/** A piece of work that is done so often that what it costs is watched. */
export interface HotPath {
  readonly name: string;
  /** Does the work once. */
  readonly run: () => unknown;
  readonly close?: () => unknown;
}

/** What is watched: from one condition to the reconciliation of RSyncs that have been told of everything. */
export async function hotPaths(): Promise<HotPath[]> {
  const api = apiOf(join(import.meta.dirname, '../../deploy/catalog/configmap.yaml'));
  const triggers = [...api.config.triggers.keys()].sort();
  const object = syncedWith(triggers);
  const apis = [{ api, namespace: undefined }];
  const input = { apis, object, prefixes: [prefix] };
  const state = parseState((await told(object, apis)).metadata.annotations?.[stateAnnotation(prefix)]);
  const condition = compile("any(sync.status.conditions ?? [], {.type == 'Stalled' && .status == 'True'})");
  const destination = { service: 'slack', recipient: 'ops' };
  return [
    { name: 'a condition', run: () => condition.run({ sync: object }, new Run()) },
    { name: 'a trigger', run: () => api.runTrigger('on-sync-synced', object) },
    { name: 'a notification', run: () => api.render(object, ['sync-synced'], destination) },
    { name: 'an RSync that has been told of everything', run: () => evaluate({ ...input, state }) },
    ...(await reconciliations(object, apis)),
  ];
}

/** What a controller does about RSyncs of which there is nothing new. */
async function reconciliations(subscribed: KubernetesObject, apis: readonly ScopedApi[]): Promise<HotPath[]> {
  const rootSyncs = configSyncResource('RootSync');
  const object = await told(subscribed, apis);
  const { controller, watch, server, idle, stop } = await worldOf(rootSyncs, [object], apis);
  const copies = await Promise.all(copiesOf(object, 100).map((copy) => told(copy, apis)));
  const many = await worldOf(rootSyncs, copies, apis);
  const annotations = object.metadata.annotations ?? {};
  let value = 0;
  return [
    {
      name: 'an RSync that is looked at again',
      run: async () => {
        controller.changed(object);
        await idle();
      },
    },
    {
      name: 'the watch event of our own write',
      run: async () => {
        const known = watch.get('config-management-system/root-sync') ?? object;
        watch.written(server.change(known, { ...annotations, value: String(value++) }));
        await idle();
      },
      close: stop,
    },
    {
      name: 'a list of 100 RSyncs that are known',
      run: async () => {
        await many.relisted();
      },
    },
    {
      name: '100 RSyncs that are looked at again',
      run: async () => {
        many.controller.lookAtAll();
        await many.idle();
      },
      close: many.stop,
    },
  ];
}

/** The object with the state of one that has been told of everything. */
export async function told(object: KubernetesObject, apis: readonly ScopedApi[]): Promise<KubernetesObject> {
  const { metadata } = object;
  const { due } = await evaluate({ apis, object, prefixes: [prefix], state: new Map() });
  const text = JSON.stringify(Object.fromEntries(due.map(({ key }) => [key, 1])));
  const annotations = { ...metadata.annotations, [stateAnnotation(prefix)]: text };
  return { ...object, metadata: { ...metadata, annotations, resourceVersion: '1' } };
}

/** Objects of other names that say the same. */
export function copiesOf(object: KubernetesObject, n: number): KubernetesObject[] {
  return Array.from({ length: n }, (_, i) => {
    const metadata = { ...object.metadata, name: `${object.metadata.name}-${i}`, uid: `uid-${i}` };
    return { ...object, metadata };
  });
}

/** The synced RSync of the demo, subscribed to triggers. */
export function syncedWith(triggers: readonly string[]): KubernetesObject {
  const status = life.find(({ state }) => state === 'synced')?.status;
  const subscriptions = triggers.map((trigger) => [`${prefix}/subscribe.${trigger}.slack`, 'ops']);
  return {
    apiVersion: 'configsync.gke.io/v1beta1',
    kind: 'RootSync',
    metadata: {
      name: 'root-sync',
      namespace: 'config-management-system',
      uid: '1',
      annotations: Object.fromEntries(subscriptions),
    },
    ...(status && { status }),
  };
}

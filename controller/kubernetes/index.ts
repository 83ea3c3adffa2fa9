export { ApiWarnings } from './api-warnings.ts';
/*
 * The controller's Kubernetes client.
 *
 *   const client = new KubernetesClient(await loadKubeConfig(file), { fieldManager: 'notification-controller' });
 *   const rsyncs = configSyncResource('RootSync');
 *   const queue = new WorkQueue({ work: (key, signal) => reconcile(key, signal) });
 *   const watch = new ListWatch(client, rsyncs, { namespace, fieldSelector: `metadata.name=${name}`, onAdd, onUpdate }).start();
 *   await watch.hasSynced;
 *   const object = watch.get(`${namespace}/${name}`);
 *   watch.written(await client.mergePatch(rsyncs, object.metadata, { metadata: { resourceVersion, annotations } }));
 *   await queue.drain(10_000); await watch.stop(); client.close();
 */

export type { ListPage, WatchEvent } from './answers.ts';
export { KubernetesClient } from './client.ts';
export type {
  ApplyOptions,
  CallOptions,
  ClientOptions,
  DeleteOptions,
  ListOptions,
  Selection,
  WatchOptions,
  WriteOptions,
} from './client-options.ts';
export { type BackoffOptions, backoffMs, type Clock, sleep, systemClock } from './clock.ts';
export { compact } from './compact.ts';
export type { Connection, Credentials, TlsOptions } from './connection.ts';
export { EventRecorder, type EventRecorderOptions, type EventText } from './events.ts';
export { Fifo } from './fifo.ts';
export { type InClusterOptions, inCluster } from './in-cluster.ts';
export { loadKubeConfig, parseKubeConfig } from './kubeconfig.ts';
export { Leader, type LeaderOptions } from './leader.ts';
export { ListWatch } from './list-watch.ts';
export type { ListWatchOptions, ListWatchState } from './list-watch-options.ts';
export { idOf, type KubernetesObject, keyOf, type ObjectMeta, type ObjectRef, toObject } from './object.ts';
export {
  apiVersionOf,
  configMaps,
  configSyncResource,
  coreEvents,
  leases,
  type Resource,
  type ResourcePath,
  resourcePath,
  secrets,
} from './resource.ts';
export type { StoreHandlers } from './store.ts';
export { WorkQueue, type WorkQueueOptions } from './work-queue.ts';

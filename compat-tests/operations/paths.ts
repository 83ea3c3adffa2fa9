import { join } from 'node:path';
import { life } from '../../controller/demo/life.ts';
import type { KubernetesObject } from '../../controller/kubernetes/index.ts';
import { evaluate } from '../../controller/notification/evaluate.ts';
import { compile } from '../../engine/expr/index.ts';
import { Run } from '../../engine/go/run.ts';
import { apiOf } from '../rsync/catalog.ts';

/** A piece of work that is done so often that what it costs is watched. */
export interface HotPath {
  readonly name: string;
  /** Does the work once. */
  readonly run: () => unknown;
}

const prefix = 'notifications.configsync.gke.io';

/** What is watched: from one condition to all triggers of the catalog on an RSync that has been told of everything. */
export async function hotPaths(): Promise<HotPath[]> {
  const api = apiOf(join(import.meta.dirname, '../../deploy/catalog/configmap.yaml'));
  const triggers = [...api.config.triggers.keys()].sort();
  const object = syncedWith(triggers);
  const apis = [{ api, namespace: undefined }];
  const input = { apis, object, prefixes: [prefix] };
  const first = await evaluate({ ...input, state: new Map() });
  const state = new Map(first.due.map(({ key }) => [key, 1]));
  const condition = compile("any(sync.status.conditions ?? [], {.type == 'Stalled' && .status == 'True'})");
  const destination = { service: 'slack', recipient: 'ops' };
  return [
    { name: 'a condition', run: () => condition.run({ sync: object }, new Run()) },
    { name: 'a trigger', run: () => api.runTrigger('on-sync-synced', object) },
    { name: 'a notification', run: () => api.render(object, ['sync-synced'], destination) },
    { name: 'an RSync that has been told of everything', run: () => evaluate({ ...input, state }) },
  ];
}

/** The synced RSync of the demo, subscribed to triggers. */
function syncedWith(triggers: readonly string[]): KubernetesObject {
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

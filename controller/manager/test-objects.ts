import type { KubernetesObject } from '../kubernetes/index.ts';
import { parseManagerOptions } from './options.ts';
import type { Wanted } from './wanted.ts';

/** A RepoSync of `bookinfo` that names ConfigMap `alerts` and Secret `tokens`, both there, as the tests of this folder begin with. */
export function wantedRepoSync(flags: readonly string[] = []): Wanted {
  const rsync = rsyncOf('RepoSync', { name: 'repo-sync', namespace: 'bookinfo' });
  return {
    owner: { kind: 'RepoSync', namespace: 'bookinfo', name: 'repo-sync' },
    rsync,
    settings: { configMapName: 'alerts', secretName: 'tokens' },
    sources: {
      configMap: source('ConfigMap', 'alerts', { subscriptions: '[]' }),
      secret: source('Secret', 'tokens', { token: 'czNjcjN0' }),
    },
    options: parseManagerOptions(['--image=notification:1', ...flags], {}),
  };
}

/** The RootSync `root-sync` in the same way. */
export function wantedRootSync(flags: readonly string[] = []): Wanted {
  const namespace = 'config-management-system';
  const rsync = rsyncOf('RootSync', { name: 'root-sync', namespace });
  return { ...wantedRepoSync(flags), owner: { kind: 'RootSync', namespace, name: 'root-sync' }, rsync };
}

export function rsyncOf(
  kind: 'RootSync' | 'RepoSync',
  metadata: KubernetesObject['metadata'],
  spec: object = {},
): KubernetesObject {
  return { apiVersion: 'configsync.gke.io/v1beta1', kind, metadata: { uid: 'rsync-1', ...metadata }, spec };
}

function source(kind: string, name: string, data: object): KubernetesObject {
  return { apiVersion: 'v1', kind, metadata: { name, namespace: 'bookinfo', uid: `uid-${name}` }, data };
}

import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/index.ts';
import { parseNotificationOptions } from '../options.ts';
import { argumentsOf, containerOf } from './container.ts';
import { desiredObjects } from './desired.ts';
import { copyName } from './names.ts';
import { ownerKeyOf } from './owner.ts';
import { wantedRepoSync, wantedRootSync } from './test-objects.ts';
import type { Wanted } from './wanted.ts';

const system = 'config-management-system';
const configMapCopy = copyName(wantedRepoSync().owner, 'cm', 'alerts');
const secretCopy = copyName(wantedRepoSync().owner, 'secret', 'tokens');

function named(wanted: Wanted): string[] {
  return desiredObjects(wanted).map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
}

function find(wanted: Wanted, kind: string, name: string): KubernetesObject | undefined {
  return desiredObjects(wanted).find((object) => object.kind === kind && object.metadata.name === name);
}

function env(wanted: Wanted): Record<string, string> {
  const { env: list } = containerOf(wanted) as { env: { name: string; value: string }[] };
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}

describe('what an RSync brings about', () => {
  it('is for a RepoSync its Notification, copies, rights and Lease', () => {
    expect(named(wantedRepoSync())).toEqual([
      'Notification bookinfo/repo-sync',
      `ConfigMap ${system}/${configMapCopy}`,
      `Secret ${system}/${secretCopy}`,
      `Role ${system}/notification-ns-reconciler-bookinfo-config`,
      `RoleBinding ${system}/notification-ns-reconciler-bookinfo-config`,
      'Role bookinfo/notification-ns-reconciler-bookinfo',
      'RoleBinding bookinfo/notification-ns-reconciler-bookinfo',
      'Lease bookinfo/notification-reposync-repo-sync',
    ]);
  });

  it('is for a RootSync the same without copies', () => {
    expect(named(wantedRootSync())).toEqual([
      `Notification ${system}/root-sync`,
      `Role ${system}/notification-root-reconciler-config`,
      `RoleBinding ${system}/notification-root-reconciler-config`,
      `Role ${system}/notification-root-reconciler`,
      `RoleBinding ${system}/notification-root-reconciler`,
      `Lease ${system}/notification-rootsync-root-sync`,
    ]);
  });

  it('is with --mode=deployment a ServiceAccount and a Deployment as well', () => {
    const more = named(wantedRootSync(['--mode=deployment'])).filter((name) => !named(wantedRootSync()).includes(name));
    const name = 'notification-root-reconciler';
    expect(more).toEqual([`ServiceAccount ${system}/${name}`, `Deployment ${system}/${name}`]);
  });

  it('is the Notification alone when no ConfigMap is named', () => {
    const wanted = { ...wantedRepoSync(), settings: { configMapName: '', secretName: 'tokens' } };
    expect(named(wanted)).toEqual(['Notification bookinfo/repo-sync']);
  });

  it('has no copy of what is not there', () => {
    const wanted = { ...wantedRepoSync(), sources: { configMap: undefined, secret: undefined } };
    expect(named(wanted).filter((name) => /^(ConfigMap|Secret)/.test(name))).toEqual([]);
  });

  it.each(['sidecar', 'deployment'])('belongs to the RSync by its labels, with --mode=%s', (mode) => {
    const keys = desiredObjects(wantedRepoSync([`--mode=${mode}`])).map(ownerKeyOf);
    expect(new Set(keys)).toEqual(new Set(['RepoSync/bookinfo/repo-sync']));
  });
});

it('copies what a source holds, whatever its type, and says where it is from', () => {
  const given = wantedRepoSync();
  const secret = { ...(given.sources.secret as KubernetesObject), type: 'kubernetes.io/basic-auth' };
  expect(find({ ...given, sources: { ...given.sources, secret } }, 'Secret', secretCopy)).toMatchObject({
    type: 'Opaque',
    data: { token: 'czNjcjN0' },
    metadata: {
      annotations: {
        'notifications.configsync.gke.io/source-name': 'tokens',
        'notifications.configsync.gke.io/source-uid': 'uid-tokens',
        'notifications.configsync.gke.io/sync-uid': 'rsync-1',
      },
    },
  });
});

it('grants each right by the name of its object, and none on RSyncs but one to read and patch', () => {
  const { rules } = find(wantedRepoSync(), 'Role', 'notification-ns-reconciler-bookinfo') as unknown as {
    rules: object[];
  };
  expect(rules).toEqual([
    {
      apiGroups: ['configsync.gke.io'],
      resources: ['reposyncs'],
      resourceNames: ['repo-sync'],
      verbs: ['get', 'list', 'watch', 'patch'],
    },
    {
      apiGroups: ['configsync.gke.io'],
      resources: ['notifications'],
      resourceNames: ['repo-sync'],
      verbs: ['get', 'list', 'watch'],
    },
    {
      apiGroups: ['configsync.gke.io'],
      resources: ['notifications/status'],
      resourceNames: ['repo-sync'],
      verbs: ['get', 'patch'],
    },
    {
      apiGroups: ['coordination.k8s.io'],
      resources: ['leases'],
      resourceNames: ['notification-reposync-repo-sync'],
      verbs: ['get', 'update'],
    },
    { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  ]);
  const config = find(wantedRepoSync(), 'Role', 'notification-ns-reconciler-bookinfo-config');
  expect(config?.['rules']).toEqual([
    { apiGroups: [''], resources: ['configmaps'], resourceNames: [configMapCopy], verbs: ['get', 'list', 'watch'] },
    { apiGroups: [''], resources: ['secrets'], resourceNames: [secretCopy], verbs: ['get', 'list', 'watch'] },
  ]);
});

it('needs no right to change an RSync when its Notification keeps the state', () => {
  const role = find(wantedRepoSync(['--state-store=notification']), 'Role', 'notification-ns-reconciler-bookinfo');
  const [rsync, notification] = role?.['rules'] as { verbs: string[] }[];
  expect([rsync?.verbs.includes('patch'), notification?.verbs.includes('patch')]).toEqual([false, true]);
});

it.each([
  ['sidecar', 'ns-reconciler-bookinfo'],
  ['deployment', 'notification-ns-reconciler-bookinfo'],
])('grants them with --mode=%s to %s', (mode, name) => {
  const binding = find(wantedRepoSync([`--mode=${mode}`]), 'RoleBinding', 'notification-ns-reconciler-bookinfo');
  expect(binding?.['subjects']).toEqual([{ kind: 'ServiceAccount', namespace: system, name }]);
});

describe('the container', () => {
  it('reads a RootSync’s own ConfigMap and Secret', () => {
    expect(env(wantedRootSync())).toEqual({
      NOTIFICATION_API_KIND: 'RootSync',
      NOTIFICATION_CONFIGMAP_NAME: 'alerts',
      NOTIFICATION_RESOURCE_NAME: 'root-sync',
      NOTIFICATION_RESOURCE_NAMESPACE: system,
      NOTIFICATION_SECRET_NAME: 'tokens',
    });
  });

  it('reads the copies of a RepoSync’s', () => {
    expect(env(wantedRepoSync())).toMatchObject({
      NOTIFICATION_CONFIGMAP_NAME: configMapCopy,
      NOTIFICATION_RESOURCE_NAMESPACE: 'bookinfo',
      NOTIFICATION_SECRET_NAME: secretCopy,
      NOTIFICATION_CONFIG_NAMESPACE: system,
    });
  });

  it('takes the way out that the manager takes', () => {
    const wanted = wantedRootSync();
    const proxy = { HTTPS_PROXY: 'http://proxy:3128' };
    expect(env({ ...wanted, options: { ...wanted.options, proxy } })).toMatchObject(proxy);
  });

  it.each(['sidecar', 'deployment'])('keeps its journal in a volume that it has, with --mode=%s', (mode) => {
    const wanted = wantedRootSync([`--mode=${mode}`]);
    const { args, volumeMounts } = containerOf(wanted) as { args: string[]; volumeMounts: { name: string }[] };
    expect(parseNotificationOptions(args, env(wanted)).journal).toBe('/var/lib/notification/journal');
    expect(volumeMounts).toEqual([{ name: 'notification-journal', mountPath: '/var/lib/notification' }]);
  });

  it('has in a Deployment of its own the volume of its journal', () => {
    const deployment = find(wantedRootSync(['--mode=deployment']), 'Deployment', 'notification-root-reconciler');
    const volumes = [{ name: 'notification-journal', emptyDir: { sizeLimit: '16Mi' } }];
    expect(deployment?.['spec']).toMatchObject({ template: { spec: { volumes } } });
  });

  it('is told of the journal, and what runs in the manager is not', () => {
    const wanted = wantedRootSync(['--state-store=notification']);
    const options = parseNotificationOptions(argumentsOf(wanted), env(wanted));
    expect([options.stateStore, options.journal]).toEqual(['notification', undefined]);
  });

  it('never keeps a reconciler from being ready, and has no rights of its own', () => {
    const container = containerOf(wantedRootSync());
    expect(container['readinessProbe']).toBeUndefined();
    expect(containerOf(wantedRootSync(['--mode=deployment']))['readinessProbe']).toBeDefined();
    expect(container['securityContext']).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });
});

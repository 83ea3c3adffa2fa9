import type { KubernetesObject } from '../kubernetes/index.ts';
import { leaseName, processName, reconcilerName } from './names.ts';
import { ownerLabels } from './owner.ts';
import { configPlaceOf, type Wanted } from './wanted.ts';

const rbac = 'rbac.authorization.k8s.io';
const configSync = 'configsync.gke.io';
const reading = ['get', 'list', 'watch'];

/** The ServiceAccount that the notification process of an RSync runs as. */
export function accountOf({ owner, options }: Wanted): { readonly namespace: string; readonly name: string } {
  const name = options.mode === 'sidecar' ? reconcilerName(owner) : processName(owner);
  return { namespace: options.systemNamespace, name };
}

/**
 * Everything the notification process of one RSync may do, each right by the object's name where Kubernetes can express it, and the
 * Lease that it needs, so that it need not create one. The Lease outlives its RSync, whose last words it holds, until the manager
 * removes it.
 */
export function accessOf(wanted: Wanted): KubernetesObject[] {
  const { owner, options } = wanted;
  const name = processName(owner);
  const config = configPlaceOf(wanted);
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta(wanted, options.systemNamespace, name) };
  return [
    ...(options.mode === 'deployment' ? [account] : []),
    ...grant(wanted, config.namespace, `${name}-config`, configRules(wanted)),
    ...grant(wanted, owner.namespace, name, rsyncRules(wanted)),
    { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: meta(wanted, owner.namespace, leaseName(owner)) },
  ];
}

/** The name, namespace and labels of an object of ours. */
export function meta({ owner, options }: Wanted, namespace: string, name: string): KubernetesObject['metadata'] {
  return { name, namespace, labels: ownerLabels(owner, options.systemNamespace) };
}

/** The reference that makes Kubernetes collect an object when its RSync, of the same namespace, is gone. */
export function ownerReferenceOf({ rsync }: Wanted): Record<string, unknown> {
  const { apiVersion, kind, metadata } = rsync;
  const { name, uid } = metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

function configRules(wanted: Wanted): object[] {
  const { configMapName, secretName } = configPlaceOf(wanted);
  return [
    rule('', 'configmaps', configMapName, reading),
    ...(secretName === undefined ? [] : [rule('', 'secrets', secretName, reading)]),
  ];
}

function rsyncRules({ owner, options }: Wanted): object[] {
  const stateOnRSync = options.stateStore === 'resource';
  return [
    rule(configSync, `${owner.kind.toLowerCase()}s`, owner.name, [...reading, ...(stateOnRSync ? ['patch'] : [])]),
    rule(configSync, 'notifications', owner.name, [...reading, ...(stateOnRSync ? [] : ['patch'])]),
    rule(configSync, 'notifications/status', owner.name, ['get', 'patch']),
    rule('coordination.k8s.io', 'leases', leaseName(owner), ['get', 'update']),
    { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  ];
}

function rule(group: string, resource: string, name: string, verbs: readonly string[]): object {
  return { apiGroups: [group], resources: [resource], resourceNames: [name], verbs };
}

function grant(wanted: Wanted, namespace: string, name: string, rules: readonly object[]): KubernetesObject[] {
  const apiVersion = `${rbac}/v1`;
  const metadata = meta(wanted, namespace, name);
  const roleRef = { apiGroup: rbac, kind: 'Role', name };
  const subjects = [{ kind: 'ServiceAccount', ...accountOf(wanted) }];
  return [
    { apiVersion, kind: 'Role', metadata, rules },
    { apiVersion, kind: 'RoleBinding', metadata, roleRef, subjects },
  ];
}

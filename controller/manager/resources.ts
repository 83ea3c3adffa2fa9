import { configMaps, configSyncResource, leases, type Resource, secrets } from '../kubernetes/index.ts';

export const rootSyncs = configSyncResource('RootSync');
export const repoSyncs = configSyncResource('RepoSync');
export const notifications = configSyncResource('Notification');
export const deployments = builtIn('apps', 'deployments', 'Deployment');
export const serviceAccounts = builtIn('', 'serviceaccounts', 'ServiceAccount');
export const roles = builtIn('rbac.authorization.k8s.io', 'roles', 'Role');
export const roleBindings = builtIn('rbac.authorization.k8s.io', 'rolebindings', 'RoleBinding');

function builtIn(group: string, plural: string, kind: string): Resource {
  return { group, version: 'v1', plural, kind, namespaced: true };
}

/** What the manager creates, in the order it does; it deletes in the reverse order. */
export const managedResources: readonly Resource[] = [
  notifications,
  configMaps,
  secrets,
  serviceAccounts,
  roles,
  roleBindings,
  leases,
  deployments,
];

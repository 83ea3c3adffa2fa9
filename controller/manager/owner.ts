import type { KubernetesObject } from '../kubernetes/index.ts';

/** The RSync that an object of ours belongs to. */
export interface Owner {
  /** `RootSync` or `RepoSync`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** What `app.kubernetes.io/managed-by` and the field manager say. */
export const manager = 'notification-manager';

const managedBy = 'app.kubernetes.io/managed-by';
const sync = (field: string) => `configsync.gke.io/sync-${field}`;

const instance = 'app.kubernetes.io/instance';

/** Selects the objects of managers, or of the one of a system namespace. */
export function managedSelector(systemNamespace?: string): string {
  const ours = `${managedBy}=${manager}`;
  return systemNamespace === undefined ? ours : `${ours},${instance}=${systemNamespace}`;
}

/** The labels that make an object an RSync's, and that of the manager of a system namespace. */
export function ownerLabels({ kind, namespace, name }: Owner, systemNamespace: string): Record<string, string> {
  return {
    [managedBy]: manager,
    [instance]: systemNamespace,
    [sync('kind')]: kind,
    [sync('name')]: name,
    [sync('namespace')]: namespace,
  };
}

/** `RootSync/namespace/name` of an object that is ours by its labels, undefined for any other. */
export function ownerKeyOf({ metadata }: KubernetesObject): string | undefined {
  const labels = metadata.labels ?? {};
  if (labels[managedBy] !== manager) return undefined;
  const [kind, namespace, name] = ['kind', 'namespace', 'name'].map((field) => labels[sync(field)]);
  return kind && namespace && name ? ownerKey({ kind, namespace, name }) : undefined;
}

/** Whether a Deployment is the reconciler of an RSync by the labels that Config Sync gives it; one without them may be. */
export function isReconcilerOf({ metadata }: KubernetesObject, owner: Owner): boolean {
  const labels = metadata.labels ?? {};
  return (['kind', 'namespace', 'name'] as const).every(
    (field) => (labels[sync(field)] ?? owner[field]) === owner[field],
  );
}

/** `RootSync/namespace/name` */
export function ownerKey({ kind, namespace, name }: Owner): string {
  return `${kind}/${namespace}/${name}`;
}

/** The RSync that a key names. */
export function ownerOf(key: string): Owner {
  const [kind = '', namespace = '', name = ''] = key.split('/');
  return { kind, namespace, name };
}

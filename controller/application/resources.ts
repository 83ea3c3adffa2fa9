import type { Resource } from '../kubernetes/index.ts';

/** A namespaced resource of Argo CD. */
export function argoResource(kind: string, version = 'v1alpha1', group = 'argoproj.io'): Resource {
  return { group, version, plural: `${kind.toLowerCase()}s`, kind, namespaced: true };
}

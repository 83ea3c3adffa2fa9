import type { KubernetesObject } from '../../kubernetes/index.ts';
import { mapAt, textAt } from '../sync.ts';

/** What `spec.sourceType` may be. */
export type SourceKind = 'git' | 'oci' | 'helm';

/** Where an RSync's manifests come from, by default git. */
export function sourceKindOf(rsync: KubernetesObject): SourceKind {
  const kind = textAt(mapAt(rsync, 'spec'), 'sourceType');
  return kind === 'oci' || kind === 'helm' ? kind : 'git';
}

/** `spec.source` of the Application. */
export function sourceOf(rsync: KubernetesObject): Record<string, unknown> {
  const kind = sourceKindOf(rsync);
  const spec = mapAt(mapAt(rsync, 'spec'), kind);
  if (kind === 'git') return gitSource(spec);
  return kind === 'oci' ? ociSource(spec) : helmSource(spec);
}

function gitSource(git: Record<string, unknown>): Record<string, unknown> {
  const revision = textAt(git, 'revision');
  const targetRevision = revision === '' || revision === 'HEAD' ? textAt(git, 'branch') || 'HEAD' : revision;
  return { repoURL: textAt(git, 'repo'), path: pathOf(textAt(git, 'dir')), targetRevision };
}

function ociSource(oci: Record<string, unknown>): Record<string, unknown> {
  const { repository, reference } = imageParts(textAt(oci, 'image'));
  const repoURL = repository === '' ? '' : `oci://${repository}`;
  return { repoURL, path: pathOf(textAt(oci, 'dir')), targetRevision: reference };
}

function helmSource(spec: Record<string, unknown>): Record<string, unknown> {
  const releaseName = textAt(spec, 'releaseName');
  const values = spec['values'];
  const helm = { ...(releaseName && { releaseName }), ...(values != null && { valuesObject: values }) };
  const targetRevision = textAt(spec, 'version') || '*';
  return { repoURL: textAt(spec, 'repo'), chart: textAt(spec, 'chart'), targetRevision, helm };
}

/** `spec.destination` of the Application: this cluster, and the namespace that everything goes to when there is one. */
export function destinationOf(rsync: KubernetesObject): Record<string, unknown> {
  const helm = sourceKindOf(rsync) === 'helm' ? mapAt(mapAt(rsync, 'spec'), 'helm') : {};
  const own = rsync.kind === 'RepoSync' ? rsync.metadata.namespace : '';
  const namespace = textAt(helm, 'deployNamespace') || textAt(helm, 'namespace') || own;
  return { server: 'https://kubernetes.default.svc', namespace };
}

/** `status.sourceType` of the Application. */
export function sourceTypeOf(rsync: KubernetesObject): 'Directory' | 'Kustomize' | 'Helm' {
  if (sourceKindOf(rsync) === 'helm') return 'Helm';
  return rsync.metadata.annotations?.['configsync.gke.io/requires-rendering'] === 'true' ? 'Kustomize' : 'Directory';
}

/** A commit of Config Sync as the revision that Argo CD would show: digests with their algorithm, of a chart its version. */
export function revisionOf(kind: SourceKind, commit: string): string {
  if (kind === 'oci') return commit.length === 64 ? `sha256:${commit}` : commit;
  return kind === 'helm' ? commit.slice(commit.lastIndexOf(':') + 1) : commit;
}

/** A directory of a repository without the slashes around it; `.` for the root. */
export function pathOf(dir: string): string {
  return dir.replace(/^\/+|\/+$/g, '') || '.';
}

function imageParts(image: string): { repository: string; reference: string } {
  const digest = image.indexOf('@');
  const named = digest === -1 ? image : image.slice(0, digest);
  const colon = named.lastIndexOf(':');
  const isTagged = colon > named.lastIndexOf('/');
  const repository = isTagged ? named.slice(0, colon) : named;
  if (digest !== -1) return { repository, reference: image.slice(digest + 1) };
  return { repository, reference: isTagged ? named.slice(colon + 1) : 'latest' };
}

import type { KubernetesObject } from '../kubernetes/index.ts';
import { listAt, mapAt } from '../rsync/sync.ts';
import { containerName, hashAnnotation, hashOf } from './container.ts';
import { covers } from './diff.ts';
import { manager } from './owner.ts';

/** What is to be done with a reconciler's Deployment. */
export type SidecarStep =
  | { readonly do: 'nothing' }
  /** Server-side apply of `object`; its uid keeps it from a Deployment that has been created anew. */
  | { readonly do: 'apply'; readonly object: KubernetesObject }
  /** Somebody else has a container of our name there, which is left alone. */
  | { readonly do: 'yield' };

/** The step that brings the container `wanted` into a reconciler's Deployment, or with undefined takes ours out of it. */
export function sidecarStep(deployment: KubernetesObject, wanted: object | undefined): SidecarStep {
  const live = liveContainer(deployment);
  const ours = isInjected(deployment);
  if (wanted === undefined) return ours ? apply(deployment, {}) : { do: 'nothing' };
  if (live && !ours) return { do: 'yield' };
  const container = { ...wanted, ...repositoryOf(deployment) };
  const hash = hashOf(container);
  const present = live !== undefined && deployment.metadata.annotations?.[hashAnnotation] === hash;
  if (present && covers(live, container)) return { do: 'nothing' };
  const spec = { template: { spec: { containers: [container] } } };
  return apply(deployment, { annotations: { [hashAnnotation]: hash } }, { spec });
}

/** The reconciler's repository, which `repo.GetCommitMetadata` reads, for a container of a pod that has one. */
function repositoryOf(deployment: KubernetesObject): { readonly volumeMounts?: readonly object[] } {
  const hasOne = listAt(podOf(deployment), 'volumes').some(({ name }) => name === 'repo');
  return hasOne ? { volumeMounts: [{ name: 'repo', mountPath: '/repo', readOnly: true }] } : {};
}

function apply({ apiVersion, kind, metadata }: KubernetesObject, more: object, content: object = {}): SidecarStep {
  const { name, namespace, uid } = metadata;
  return {
    do: 'apply',
    object: {
      apiVersion,
      kind,
      metadata: { name, namespace, uid, ...more } as KubernetesObject['metadata'],
      ...content,
    },
  };
}

/**
 * The Deployment without our container and annotation, for when giving up our fields is refused because somebody else has laid
 * hands on the container.
 */
export function withoutSidecar(deployment: KubernetesObject): KubernetesObject {
  const spec = mapAt(deployment, 'spec');
  const template = mapAt(spec, 'template');
  const pod = mapAt(template, 'spec');
  const containers = listAt(pod, 'containers').filter(({ name }) => name !== containerName);
  const { [hashAnnotation]: _, ...annotations } = deployment.metadata.annotations ?? {};
  return {
    ...deployment,
    metadata: { ...deployment.metadata, annotations },
    spec: { ...spec, template: { ...template, spec: { ...pod, containers } } },
  };
}

/** Whether any field of the Deployment is ours. */
export function isInjected({ metadata }: KubernetesObject): boolean {
  return listAt(metadata, 'managedFields').some(
    (entry) => entry['manager'] === manager && entry['operation'] === 'Apply',
  );
}

function podOf(deployment: KubernetesObject): Record<string, unknown> {
  return mapAt(mapAt(mapAt(deployment, 'spec'), 'template'), 'spec');
}

function liveContainer(deployment: KubernetesObject): Record<string, unknown> | undefined {
  return listAt(podOf(deployment), 'containers').find(({ name }) => name === containerName);
}

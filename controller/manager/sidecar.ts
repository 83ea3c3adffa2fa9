import type { KubernetesObject } from '../kubernetes/index.ts';
import { listAt, mapAt } from '../rsync/sync.ts';
import { containerName, hashAnnotation, hashOf } from './container.ts';
import { covers } from './diff.ts';
import { manager } from './owner.ts';
import type { Occupied } from './readiness.ts';
import { journalVolume } from './volume.ts';

/** What is to be done with a reconciler's Deployment. */
export type SidecarStep =
  | { readonly do: 'nothing' }
  /**
   * Server-side apply of `object`; its uid keeps it from a Deployment that has been created anew. When `anew`, what is there has to
   * be taken out by hand first: a volume has one source, and to apply ours takes away no other.
   */
  | { readonly do: 'apply'; readonly object: KubernetesObject; readonly anew: boolean }
  /** Somebody else has a container or a volume of our name there, which is left alone. */
  | { readonly do: 'yield'; readonly to: Occupied };

/** The step that brings the container `wanted` and its volume into a reconciler's Deployment, or with undefined takes ours out of it. */
export function sidecarStep(deployment: KubernetesObject, wanted: object | undefined): SidecarStep {
  const live = named(podOf(deployment), 'containers', containerName);
  const volume = named(podOf(deployment), 'volumes', journalVolume.name);
  const ours = isInjected(deployment);
  if (wanted === undefined) return ours ? apply(deployment, {}) : { do: 'nothing' };
  if (live && !ours) return { do: 'yield', to: 'ContainerExists' };
  if (volume && !hasOurVolume(deployment)) return { do: 'yield', to: 'VolumeExists' };
  const container = {
    ...wanted,
    volumeMounts: [...listAt({ ...wanted }, 'volumeMounts'), ...repositoryOf(deployment)],
  };
  const hash = hashOf([container, journalVolume]);
  const current = deployment.metadata.annotations?.[hashAnnotation] === hash;
  if (current && covers(live, container) && covers(volume, journalVolume)) return { do: 'nothing' };
  const spec = { template: { spec: { containers: [container], volumes: [journalVolume] } } };
  const anew = volume !== undefined && Object.keys(volume).some((field) => !Object.hasOwn(journalVolume, field));
  return { ...apply(deployment, { annotations: { [hashAnnotation]: hash } }, { spec }), anew };
}

/** The mount of the reconciler's repository, which `repo.GetCommitMetadata` reads, in a pod that has one. */
function repositoryOf(deployment: KubernetesObject): readonly object[] {
  const hasOne = named(podOf(deployment), 'volumes', 'repo') !== undefined;
  return hasOne ? [{ name: 'repo', mountPath: '/repo', readOnly: true }] : [];
}

function apply(
  { apiVersion, kind, metadata }: KubernetesObject,
  more: object,
  content: object = {},
): Extract<SidecarStep, { do: 'apply' }> {
  const { name, namespace, uid } = metadata;
  return {
    do: 'apply',
    object: {
      apiVersion,
      kind,
      metadata: { name, namespace, uid, ...more } as KubernetesObject['metadata'],
      ...content,
    },
    anew: false,
  };
}

/**
 * The Deployment without our container, volume and annotation, for when giving up our fields is refused because somebody else has laid
 * hands on the container, or mounts the volume: then that stays, and is not ours any more.
 */
export function withoutSidecar(deployment: KubernetesObject): KubernetesObject {
  const spec = mapAt(deployment, 'spec');
  const template = mapAt(spec, 'template');
  const pod = mapAt(template, 'spec');
  const containers = without(pod, 'containers', containerName);
  const isMounted = [...containers, ...listAt(pod, 'initContainers')].some((each) =>
    named(each, 'volumeMounts', journalVolume.name),
  );
  const isOurs = hasOurVolume(deployment) && !isMounted;
  const volumes = isOurs ? { volumes: without(pod, 'volumes', journalVolume.name) } : {};
  const managedFields = listAt(deployment.metadata, 'managedFields').filter((entry) => !isApplied(entry));
  const { [hashAnnotation]: _, ...annotations } = deployment.metadata.annotations ?? {};
  return {
    ...deployment,
    metadata: { ...deployment.metadata, annotations, managedFields },
    spec: { ...spec, template: { ...template, spec: { ...pod, containers, ...volumes } } },
  };
}

/** Whether any field of the Deployment is ours. */
export function isInjected({ metadata }: KubernetesObject): boolean {
  return listAt(metadata, 'managedFields').some(isApplied);
}

/** Whether an entry of managed fields tells of what we have applied. */
function isApplied(entry: Readonly<Record<string, unknown>>): boolean {
  return entry['manager'] === manager && entry['operation'] === 'Apply';
}

/** Whether we have put the volume of our name there, and nobody else has. */
function hasOurVolume({ metadata }: KubernetesObject): boolean {
  const path = ['f:spec', 'f:template', 'f:spec', 'f:volumes', `k:${JSON.stringify({ name: journalVolume.name })}`];
  const entries = listAt(metadata, 'managedFields').filter((entry) =>
    Object.hasOwn(path.reduce(mapAt, mapAt(entry, 'fieldsV1')), '.'),
  );
  return entries.length > 0 && entries.every(isApplied);
}

function podOf(deployment: KubernetesObject): Record<string, unknown> {
  return mapAt(mapAt(mapAt(deployment, 'spec'), 'template'), 'spec');
}

/** The item of a list that has a name. */
function named(parent: Record<string, unknown>, list: string, name: string): Record<string, unknown> | undefined {
  return listAt(parent, list).find((item) => item['name'] === name);
}

function without(parent: Record<string, unknown>, list: string, name: string): Record<string, unknown>[] {
  return listAt(parent, list).filter((item) => item['name'] !== name);
}

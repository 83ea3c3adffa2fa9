import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/index.ts';
import { containerOf, hashAnnotation } from './container.ts';
import { isInjected, sidecarStep, withoutSidecar } from './sidecar.ts';
import { wantedRootSync } from './test-objects.ts';

const container = containerOf(wantedRootSync());
const journal = { name: 'notification-journal', emptyDir: { sizeLimit: '16Mi' } };
const reconciler = { name: 'reconciler', image: 'reconciler:1' };
const repo = { name: 'repo', emptyDir: {} };

/** What the server notes of who has applied a volume of that name. */
function appliedBy(manager: string, operation = 'Apply'): object {
  const volumes = { 'k:{"name":"notification-journal"}': { '.': {}, 'f:name': {} } };
  return {
    manager,
    operation,
    fieldsV1: { 'f:spec': { 'f:template': { 'f:spec': { 'f:volumes': volumes } } } },
  };
}

const ours = [appliedBy('notification-manager')];

function deployment(containers: readonly object[], metadata: object = {}, pod: object = {}): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'root-reconciler', namespace: 'config-management-system', uid: 'u1', ...metadata },
    spec: { replicas: 1, template: { spec: { containers, serviceAccountName: 'root-reconciler', ...pod } } },
  };
}

/** What is applied to a Deployment. */
function appliedTo(live: KubernetesObject, wanted: object | undefined = container): KubernetesObject {
  return (sidecarStep(live, wanted) as { object: KubernetesObject }).object;
}

const hash = appliedTo(deployment([reconciler])).metadata.annotations?.[hashAnnotation];
const injected = { managedFields: ours, annotations: { [hashAnnotation]: hash } };
const withVolume = { volumes: [journal] };

describe('the step for a Deployment', () => {
  it.each<[string, KubernetesObject, object | undefined, string]>([
    ['that is new', deployment([reconciler]), container, 'apply'],
    [
      'that has it, with defaults of the server',
      deployment([{ ...container, terminationMessagePath: '/x' }], injected, {
        volumes: [{ ...journal, emptyDir: { ...journal.emptyDir, medium: '' } }],
      }),
      container,
      'nothing',
    ],
    [
      'with a former version',
      deployment([container], { ...injected, annotations: { [hashAnnotation]: 'former' } }, withVolume),
      container,
      'apply',
    ],
    [
      'with a version that had no volume',
      deployment([container], { managedFields: [{ manager: 'notification-manager', operation: 'Apply' }] }),
      container,
      'apply',
    ],
    ['that lost it', deployment([reconciler], injected, withVolume), container, 'apply'],
    ['that lost the volume', deployment([container], injected), container, 'apply'],
    [
      'whose volume somebody changed',
      deployment([container], injected, { volumes: [{ ...journal, emptyDir: { sizeLimit: '1Mi' } }] }),
      container,
      'apply',
    ],
    ['that somebody changed', deployment([{ ...container, image: 'other' }], injected, withVolume), container, 'apply'],
    [
      'with a variable too many',
      deployment([{ ...container, env: [...(container['env'] as object[]), { name: 'X' }] }], injected, withVolume),
      container,
      'apply',
    ],
    ['that is not to have it', deployment([reconciler, container], injected, withVolume), undefined, 'apply'],
    ['that never had it', deployment([reconciler]), undefined, 'nothing'],
    ['with somebody else’s that is not to have it', deployment([container], {}, withVolume), undefined, 'nothing'],
  ])('%s', (_what, live, wanted, step) => {
    expect(sidecarStep(live, wanted).do).toBe(step);
  });

  it.each<[string, KubernetesObject, string]>([
    ['container', deployment([container]), 'ContainerExists'],
    ['volume', deployment([reconciler], {}, withVolume), 'VolumeExists'],
    [
      'volume that came after our container',
      deployment([container], { managedFields: [{ manager: 'notification-manager', operation: 'Apply' }] }, withVolume),
      'VolumeExists',
    ],
  ])('with a %s of that name by somebody else leaves all as it is', (_what, live, to) => {
    expect(sidecarStep(live, container)).toEqual({ do: 'yield', to });
  });
});

it('applies container and volume and nothing of the reconciler’s, to this very Deployment', () => {
  expect(sidecarStep(deployment([reconciler]), container)).toEqual({
    do: 'apply',
    anew: false,
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: 'root-reconciler',
        namespace: 'config-management-system',
        uid: 'u1',
        annotations: { [hashAnnotation]: expect.stringMatching(/^[0-9a-f]{16}$/) },
      },
      spec: { template: { spec: { containers: [container], volumes: [journal] } } },
    },
  });
});

it('mounts the repository of a pod that has one, and only to read', () => {
  const volumes = [{ name: 'kube' }, repo];
  const applied = appliedTo(deployment([reconciler], {}, { volumes }));
  const volumeMounts = [
    { name: 'notification-journal', mountPath: '/var/lib/notification' },
    { name: 'repo', mountPath: '/repo', readOnly: true },
  ];
  expect(applied['spec']).toMatchObject({ template: { spec: { containers: [{ ...container, volumeMounts }] } } });
  const metadata = { ...injected, annotations: applied.metadata.annotations };
  const live = (mounts: object) =>
    deployment([{ ...container, ...mounts }], metadata, { volumes: [...volumes, journal] });
  expect(sidecarStep(live({ volumeMounts }), container).do).toBe('nothing');
  expect(sidecarStep(live({}), container).do).toBe('apply');
  expect(applied.metadata.annotations?.[hashAnnotation]).not.toBe(hash);
});

it('is applied anew when somebody has made another volume of ours', () => {
  const live = (volume: object) => deployment([container], injected, { volumes: [{ name: journal.name, ...volume }] });
  expect(sidecarStep(live({ hostPath: { path: '/' } }), container)).toMatchObject({ do: 'apply', anew: true });
  expect(sidecarStep(live({ emptyDir: {} }), container)).toMatchObject({ do: 'apply', anew: false });
  const left = withoutSidecar(live({ hostPath: { path: '/' } }));
  expect(left['spec']).toEqual(deployment([], {}, { volumes: [] })['spec']);
});

it('gives up everything to take it out', () => {
  expect(sidecarStep(deployment([container], injected, withVolume), undefined)).toEqual({
    do: 'apply',
    anew: false,
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'root-reconciler', namespace: 'config-management-system', uid: 'u1' },
    },
  });
});

describe('by hand', () => {
  const annotations = { theirs: 'x' };
  const theirs = [{ manager: 'reconciler-manager', operation: 'Apply' }];
  const others = { annotations, managedFields: theirs };
  const both = { annotations: { ...annotations, ...injected.annotations }, managedFields: [...theirs, ...ours] };

  it('takes it out without touching the rest', () => {
    const live = deployment([reconciler, container], both, { volumes: [repo, journal] });
    expect(withoutSidecar(live)).toEqual(deployment([reconciler], others, { volumes: [repo] }));
  });

  it.each<[string, object[], object[], object]>([
    ['another container mounts', [{ ...reconciler, volumeMounts: container['volumeMounts'] }], ours, {}],
    ['an init container mounts', [reconciler], ours, { initContainers: [container] }],
    ['somebody else has applied', [reconciler], [appliedBy('somebody')], {}],
    ['somebody else has applied as well', [reconciler], [...ours, appliedBy('somebody', 'Update')], {}],
  ])('leaves a volume that %s, and gives it up', (_what, containers, managedFields, pod) => {
    const live = deployment(
      [...containers, container],
      { ...both, managedFields },
      { volumes: [repo, journal], ...pod },
    );
    const left = withoutSidecar(live);
    expect(left['spec']).toEqual(deployment(containers, {}, { volumes: [repo, journal], ...pod })['spec']);
    expect(isInjected(left)).toBe(false);
  });
});

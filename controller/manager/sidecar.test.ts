import { expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/index.ts';
import { containerOf, hashAnnotation, hashOf } from './container.ts';
import { sidecarStep, withoutSidecar } from './sidecar.ts';
import { wantedRootSync } from './test-objects.ts';

const container = containerOf(wantedRootSync());
const reconciler = { name: 'reconciler', image: 'reconciler:1' };
const ours = [{ manager: 'notification-manager', operation: 'Apply' }];
const injected = { managedFields: ours, annotations: { [hashAnnotation]: hashOf(container) } };

function deployment(containers: readonly object[], metadata: object = {}, pod: object = {}): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'root-reconciler', namespace: 'config-management-system', uid: 'u1', ...metadata },
    spec: { replicas: 1, template: { spec: { containers, serviceAccountName: 'root-reconciler', ...pod } } },
  };
}

it.each<[string, KubernetesObject, object | undefined, string]>([
  ['a new Deployment', deployment([reconciler]), container, 'apply'],
  [
    'one that has it, with defaults of the server',
    deployment([{ ...container, terminationMessagePath: '/x' }], injected),
    container,
    'nothing',
  ],
  [
    'one with a former version',
    deployment([container], { ...injected, annotations: { [hashAnnotation]: 'former' } }),
    container,
    'apply',
  ],
  ['one that lost it', deployment([reconciler], injected), container, 'apply'],
  ['one that somebody changed', deployment([{ ...container, image: 'other' }], injected), container, 'apply'],
  [
    'one with a variable too many',
    deployment([{ ...container, env: [...(container['env'] as object[]), { name: 'X' }] }], injected),
    container,
    'apply',
  ],
  ['one with a container of that name by somebody else', deployment([container]), container, 'yield'],
  ['one that is not to have it', deployment([reconciler, container], injected), undefined, 'apply'],
  ['one that never had it', deployment([reconciler]), undefined, 'nothing'],
  ['one with somebody else’s that is not to have it', deployment([container]), undefined, 'nothing'],
])('%s', (_what, live, wanted, step) => {
  expect(sidecarStep(live, wanted).do).toBe(step);
});

it('applies the container and nothing of the reconciler’s, to this very Deployment', () => {
  expect(sidecarStep(deployment([reconciler]), container)).toEqual({
    do: 'apply',
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: 'root-reconciler',
        namespace: 'config-management-system',
        uid: 'u1',
        annotations: { [hashAnnotation]: hashOf(container) },
      },
      spec: { template: { spec: { containers: [container] } } },
    },
  });
});

it('mounts the repository of a pod that has one, and only to read', () => {
  const volumes = [{ name: 'kube' }, { name: 'repo', emptyDir: {} }];
  const step = sidecarStep(deployment([reconciler], {}, { volumes }), container);
  const volumeMounts = [{ name: 'repo', mountPath: '/repo', readOnly: true }];
  expect(step).toMatchObject({
    object: { spec: { template: { spec: { containers: [{ ...container, volumeMounts }] } } } },
  });
  const { annotations } = (step as { object: KubernetesObject }).object.metadata;
  const metadata = { ...injected, annotations };
  const live = (mounts: object) => deployment([{ ...container, ...mounts }], metadata, { volumes });
  expect(sidecarStep(live({ volumeMounts }), container).do).toBe('nothing');
  expect(sidecarStep(live({}), container).do).toBe('apply');
});

it('gives up everything to take it out', () => {
  expect(sidecarStep(deployment([container], injected), undefined)).toEqual({
    do: 'apply',
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'root-reconciler', namespace: 'config-management-system', uid: 'u1' },
    },
  });
});

it('takes it out by hand without touching the rest', () => {
  const annotations = { theirs: 'x' };
  const before = deployment([reconciler], { annotations });
  const live = deployment([reconciler, container], { annotations: { ...annotations, ...injected.annotations } });
  expect(withoutSidecar(live)).toEqual(before);
});

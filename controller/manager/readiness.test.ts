import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/index.ts';
import { overrideAnnotation } from './override.ts';
import { type ProcessState, readinessOf, withReadiness, workloadState } from './readiness.ts';
import { rsyncOf, wantedRepoSync } from './test-objects.ts';

const wanted = wantedRepoSync();
const unsubscribed = {
  ...wanted.sources,
  configMap: { ...(wanted.sources.configMap as KubernetesObject), data: {} },
};

function notification(status: object = {}): KubernetesObject {
  return { apiVersion: 'configsync.gke.io/v1beta1', kind: 'Notification', metadata: { name: 'repo-sync' }, status };
}

const problem = { notificationError: [{ errorMessage: 'template.x: bad' }, { errorMessage: 'template.y: bad' }] };
const failure = { notificationError: [{ trigger: 'on-synced', errorMessage: 'no route to host' }] };

describe('the reason of Ready', () => {
  it.each<[string, string, Partial<typeof wanted>, ProcessState, object, string]>([
    ['is Running when all is well', 'True Running', {}, 'Running', {}, 'notifications are being sent'],
    ['and when deliveries fail', 'True Running', {}, 'Running', failure, 'notifications are being sent'],
    [
      'tells of a missing reference first',
      'False InvalidConfig',
      { settings: { configMapName: '', secretName: undefined } },
      'NoDeployment',
      {},
      'the notification configuration names no ConfigMap',
    ],
    [
      'tells of what the API server refuses',
      'False Refused',
      { sources: { configMap: undefined, secret: undefined } },
      { refused: 'configmaps "alerts" is forbidden' },
      {},
      'configmaps "alerts" is forbidden',
    ],
    [
      'tells of a missing ConfigMap by the name that the tenant knows',
      'False ConfigMapNotFound',
      { sources: { configMap: undefined, secret: undefined } },
      'Running',
      {},
      'ConfigMap bookinfo/alerts not found',
    ],
    [
      'tells of a missing Secret',
      'False SecretNotFound',
      { sources: { ...wanted.sources, secret: undefined } },
      'Running',
      {},
      'Secret bookinfo/tokens not found',
    ],
    [
      'tells that nothing is subscribed',
      'False NoSubscriptions',
      { sources: unsubscribed },
      'Running',
      {},
      'neither an annotation nor ConfigMap alerts subscribes to anything',
    ],
    [
      'tells of a reconciler that is not there',
      'False NoDeployment',
      {},
      'NoDeployment',
      {},
      'Deployment config-management-system/ns-reconciler-bookinfo does not exist yet',
    ],
    [
      'tells of a container of that name',
      'False ContainerExists',
      {},
      'ContainerExists',
      {},
      'Deployment config-management-system/ns-reconciler-bookinfo has a container "notification" of somebody else',
    ],
    [
      'tells of a volume of that name',
      'False VolumeExists',
      {},
      'VolumeExists',
      {},
      'Deployment config-management-system/ns-reconciler-bookinfo has a volume "notification-journal" of somebody else',
    ],
    [
      'tells that the manager stands in',
      'True Hosted',
      {},
      'Hosted',
      failure,
      'the manager sends notifications while the reconciler does not run',
    ],
    [
      'tells what the process found wrong also when the manager runs it',
      'False InvalidConfig',
      {},
      'Hosted',
      problem,
      'template.x: bad (and 1 more)',
    ],
    [
      'tells of an override that cannot be',
      'False InvalidConfig',
      {
        rsync: rsyncOf('RepoSync', {
          name: 'repo-sync',
          namespace: 'bookinfo',
          annotations: { [overrideAnnotation]: '[]' },
        }),
      },
      'Running',
      {},
      `annotation ${overrideAnnotation} is not a JSON object`,
    ],
    [
      'tells that the process starts',
      'False Starting',
      {},
      'Starting',
      problem,
      'the notification process is starting',
    ],
    [
      'tells what the process found wrong',
      'False InvalidConfig',
      {},
      'Running',
      problem,
      'template.x: bad (and 1 more)',
    ],
  ])('%s', (_what, ...[expected, change, state, status, message]) => {
    const readiness = readinessOf({ ...wanted, ...change }, state, notification(status));
    expect(`${readiness.status} ${readiness.reason}`).toBe(expected);
    expect(readiness.message).toBe(message);
  });
});

describe('the conditions', () => {
  const ready = { status: 'True' as const, reason: 'Running', message: 'fine' };
  const before = { type: 'Ready', ...ready, observedGeneration: 1, lastTransitionTime: 'then' };

  it('are not written again when nothing has changed', () => {
    expect(withReadiness(notification({ conditions: [before] }), ready, 1, 'now')).toBeUndefined();
  });

  it('keep the time of the last transition, and conditions of others', () => {
    const other = { type: 'Other', status: 'True' };
    const changed = withReadiness(
      notification({ conditions: [other, before] }),
      { ...ready, message: 'well' },
      2,
      'now',
    );
    expect(changed).toEqual([{ ...before, message: 'well', observedGeneration: 2 }, other]);
    const turned = withReadiness(notification({ conditions: [before] }), { ...ready, status: 'False' }, 1, 'now');
    expect(turned).toEqual([{ ...before, status: 'False', lastTransitionTime: 'now' }]);
  });
});

it.each([
  [{ observedGeneration: 2, availableReplicas: 1 }, 'Running'],
  [{ observedGeneration: 1, availableReplicas: 1 }, 'Starting'],
  [{ observedGeneration: 2 }, 'Starting'],
  [{}, 'Starting'],
])('a Deployment of generation 2 with status %o is %s', (status, expected) => {
  const metadata = { name: 'x', generation: 2 };
  expect(workloadState({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, status })).toBe(expected);
});

import { expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/index.ts';
import { hostedAfter } from './hosting.ts';
import { wantedRepoSync } from './test-objects.ts';
import type { Wanted } from './wanted.ts';

const stalled = { status: { conditions: [{ type: 'Stalled', status: 'True' }] } };
const recovered = { status: { conditions: [{ type: 'Stalled', status: 'False' }] } };
const deletionTimestamp = '2025-11-20T09:00:00Z';

function wanted(more: object = {}, flags: readonly string[] = []): Wanted {
  const given = wantedRepoSync(flags);
  return { ...given, rsync: { ...given.rsync, ...more } };
}

function deleting(): Wanted {
  const given = wantedRepoSync();
  return { ...given, rsync: { ...given.rsync, metadata: { ...given.rsync.metadata, deletionTimestamp } } };
}

function reconciler(availableReplicas: number, metadata: object = {}): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'ns-reconciler-bookinfo', generation: 1, ...metadata },
    status: { observedGeneration: 1, availableReplicas },
  };
}

it.each<[string, Wanted, KubernetesObject | undefined, number | undefined]>([
  ['runs', wanted(), reconciler(1), undefined],
  ['is starting', wanted(), reconciler(0), undefined],
  ['is not there yet', wanted(), undefined, 10_000],
  ['is being deleted', wanted(), reconciler(1, { deletionTimestamp }), 10_000],
  ['does not come, since the RSync is stalled', wanted(stalled), undefined, 0],
  ['does not come up, and the RSync is stalled', wanted(stalled), reconciler(0), 0],
  ['runs, though the RSync is stalled', wanted(stalled), reconciler(1), undefined],
  ['is starting, and the RSync is stalled no more', wanted(recovered), reconciler(0), undefined],
  ['may go at any time, since the RSync is being deleted', deleting(), reconciler(1), 0],
  ['has its process elsewhere', wanted(stalled, ['--mode=deployment']), undefined, undefined],
  [
    'would have nothing to read',
    { ...wanted(stalled), sources: { configMap: undefined, secret: undefined } },
    undefined,
    undefined,
  ],
  [
    'would not run it',
    { ...wanted(stalled), settings: { configMapName: '', secretName: undefined } },
    undefined,
    undefined,
  ],
])('the pod of an RSync %s', (_what, given, deployment, expected) => {
  expect(hostedAfter(given, deployment)).toBe(expected);
});

it('is of no concern when nobody has subscribed', () => {
  const given = wanted(stalled);
  const configMap = { ...(given.sources.configMap as KubernetesObject), data: {} };
  expect(hostedAfter({ ...given, sources: { ...given.sources, configMap } }, undefined)).toBeUndefined();
});

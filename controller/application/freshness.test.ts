import { expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/index.ts';
import { isSyncStatusFresh } from './freshness.ts';

const operation = (phase: string, finishedAt?: unknown) => ({
  operationState: { phase, ...(finishedAt ? { finishedAt } : {}) },
});

it.each<[string, boolean, object]>([
  ['without a status', true, {}],
  ['while an operation runs', true, operation('Running')],
  [
    'looked at after the operation',
    true,
    { ...operation('Succeeded', '2024-01-01T10:00:00Z'), reconciledAt: '2024-01-01T10:00:01Z' },
  ],
  [
    'looked at in the second in which it ended',
    true,
    { ...operation('Failed', '2024-01-01T10:00:00Z'), reconciledAt: '2024-01-01T12:00:00+02:00' },
  ],
  [
    'only observed after it',
    true,
    {
      ...operation('Error', '2024-01-01T10:00:00Z'),
      reconciledAt: '2024-01-01T09:00:00Z',
      observedAt: '2024-01-01T10:00:01Z',
    },
  ],
  [
    'looked at before it ended',
    false,
    { ...operation('Succeeded', '2024-01-01T10:00:00Z'), reconciledAt: '2024-01-01T09:59:59Z' },
  ],
  ['never looked at', false, operation('Succeeded', '2024-01-01T10:00:00Z')],
  ['without an end', false, { ...operation('Succeeded'), reconciledAt: '2024-01-01T10:00:00Z' }],
  ['with an end that is no time', false, { ...operation('Succeeded', 'soon'), reconciledAt: '2024-01-01T10:00:00Z' }],
])('the sync status of an Application %s is fresh: %s', (_what, fresh, status) => {
  const application: KubernetesObject = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'a' },
    status,
  };
  expect(isSyncStatusFresh(application)).toBe(fresh);
});

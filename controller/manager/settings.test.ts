import { describe, expect, it } from 'vitest';
import { hasSubscriptions, isSubscribed, settingsOf } from './settings.ts';
import { rsyncOf } from './test-objects.ts';

const prefix = 'notifications.configsync.gke.io';
const at = { name: 'repo-sync', namespace: 'bookinfo' };
const alerts = { configMapName: 'alerts', secretName: undefined };

describe('whether notifications are enabled', () => {
  it.each<[string, object, Record<string, string>, ReturnType<typeof settingsOf>]>([
    ['nothing', {}, {}, undefined],
    ['a field that is null', { notificationConfig: null }, {}, undefined],
    ['a subscription alone', {}, { [`${prefix}/subscribe.on-synced.chat`]: '' }, undefined],
    ['an empty field', { notificationConfig: {} }, {}, { configMapName: '', secretName: undefined }],
    ['a ConfigMap', { notificationConfig: { configMapRef: { name: 'alerts' } } }, {}, alerts],
    ['a ConfigMap in the other spelling', { notificationConfig: { configmapRef: { name: 'alerts' } } }, {}, alerts],
    [
      'both spellings, of which the canonical one wins',
      { notificationConfig: { configmapRef: { name: 'other' }, configMapRef: { name: 'alerts' } } },
      {},
      alerts,
    ],
    [
      'a Secret without a ConfigMap',
      { notificationConfig: { secretRef: { name: 'tokens' } } },
      {},
      { configMapName: '', secretName: 'tokens' },
    ],
    ['the annotation', {}, { [`${prefix}/configmap`]: 'alerts' }, alerts],
    [
      'both annotations',
      {},
      { [`${prefix}/configmap`]: 'alerts', [`${prefix}/secret`]: 'tokens' },
      { configMapName: 'alerts', secretName: 'tokens' },
    ],
    [
      'the field, which wins over annotations',
      { notificationConfig: { configMapRef: { name: 'alerts' } } },
      { [`${prefix}/configmap`]: 'other', [`${prefix}/secret`]: 'tokens' },
      alerts,
    ],
    [
      'references that are no objects',
      { notificationConfig: { configMapRef: 'alerts' } },
      {},
      { configMapName: '', secretName: undefined },
    ],
  ])('%s', (_what, spec, annotations, expected) => {
    expect(settingsOf(rsyncOf('RepoSync', { ...at, annotations }, spec))).toEqual(expected);
  });
});

it.each([
  [`${prefix}/subscribe.on-synced.chat`, true],
  [`${prefix}/subscriptions`, true],
  ['notifications.argoproj.io/subscribe.on-synced.chat', true],
  [`${prefix}/configmap`, false],
  [`notified.${prefix}`, false],
])('the annotation %s subscribes: %s', (key, expected) => {
  expect(isSubscribed(rsyncOf('RepoSync', { ...at, annotations: { [key]: '' } }))).toBe(expected);
});

it.each([
  [{ subscriptions: '[]' }, true],
  [{ 'config.yaml': 'subscriptions: []' }, true],
  [{ 'trigger.on-synced': '' }, false],
  [undefined, false],
])('a ConfigMap of %o has subscriptions: %s', (data, expected) => {
  expect(hasSubscriptions({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'alerts' }, data })).toBe(expected);
});

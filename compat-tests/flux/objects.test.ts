import { describe, expect, it } from 'vitest';
import { alert, fluxEvent, messageOf, provider } from './objects.ts';

describe('provider', () => {
  it.each([
    ['an address', { address: 'http://a' }, { type: 'generic', address: 'http://a' }],
    ['a timeout', { address: 'http://a', timeout: '5m' }, { type: 'generic', address: 'http://a', timeout: '5m' }],
    ['a Secret instead of an address', { secret: 'hook' }, { type: 'generic', secretRef: { name: 'hook' } }],
  ])('has %s', (_what, destination, spec) => {
    expect(provider('a', 'sink', destination)).toMatchObject({ kind: 'Provider', spec });
  });
});

it('an Alert is about every object of a kind, and sends to the Provider of its name', () => {
  const spec = { providerRef: { name: 'sink' }, eventSources: [{ kind: 'Kustomization', name: '*' }] };
  expect(alert('a', 'sink')).toMatchObject({ metadata: { name: 'sink', namespace: 'a' }, spec });
});

it('an event is about an object of the kind, in its API group', () => {
  const about = (kind?: string) => fluxEvent('a', 'text', kind).involvedObject.apiVersion;
  expect([about(), about('RootSync')]).toEqual(['kustomize.toolkit.fluxcd.io/v1', 'configsync.gke.io/v1beta1']);
  expect(fluxEvent('a', 'text').timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
});

it.each([
  ['{"message":"text"}', 'text'],
  ['{"message":1}', undefined],
  ['sync-00000 a', undefined],
  ['', undefined],
])('the message of %j is %j', (body, message) => {
  expect(messageOf(body)).toBe(message);
});

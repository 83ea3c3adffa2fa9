import { join } from 'node:path';
import { expect, it } from 'vitest';
import { allowedAt, crdFilesOf, fieldsAt, schemaOf } from './schema.ts';

const rootSyncs = join(import.meta.dirname, '../kube/crds/rsync.yaml');

const schema = {
  properties: { spec: { properties: { sources: { items: { properties: { kind: { enum: ['A', 'B'] } } } } } } },
};

it.each([
  [
    ['spec', 'sources', '[]', 'kind'],
    ['A', 'B'],
  ],
  [['spec', 'sources', 'kind'], []],
  [['spec', '__proto__', 'kind'], []],
  [['[]'], []],
])('what may be at %j is %j', (path, allowed) => {
  expect(allowedAt(schema, path)).toEqual(allowed);
});

it('names the fields of an object', () => {
  expect(fieldsAt(schema, ['spec', 'sources', '[]'])).toEqual(['kind']);
  expect(fieldsAt(schema, ['status'])).toEqual([]);
});

it('reads a version of a custom resource definition', () => {
  expect(fieldsAt(schemaOf(rootSyncs, 'v1beta1'), [])).toContain('spec');
  expect(() => schemaOf(rootSyncs, 'v9')).toThrow('has no v9');
});

it('knows the files of Flux’s definitions', () => {
  expect(crdFilesOf('/crds')).toContain('/crds/notification.toolkit.fluxcd.io_alerts.yaml');
});

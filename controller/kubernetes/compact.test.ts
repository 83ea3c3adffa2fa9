import { expect, it } from 'vitest';
import { compact } from './compact.ts';
import { encode } from './json.ts';

it('keeps what the server sent, for whoever reads it', () => {
  const managedFields = [{ manager: 'kubectl', operation: 'Apply', fieldsV1: { 'f:spec': { 'f:git': {} } } }];
  const metadata = { name: 'root-sync', managedFields, uid: '1' };
  const object = { apiVersion: 'v1', kind: 'RootSync', metadata };
  const before = encode(object);
  expect(compact(object)).toBe(object);
  expect(encode(object)).toBe(before);
  expect(object.metadata.managedFields).toEqual(managedFields);
  expect({ ...object.metadata }).toEqual({ name: 'root-sync', managedFields, uid: '1' });
  expect(compact({ ...object, metadata: { name: 'root-sync' } }).metadata).toEqual({ name: 'root-sync' });
});

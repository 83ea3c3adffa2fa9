import type { KubernetesObject } from './object.ts';

/**
 * The object with `metadata.managedFields`, often its larger half, kept as JSON text until it is read. Changes the object in
 * place; whoever reads the field finds what the server sent.
 */
export function compact(object: KubernetesObject): KubernetesObject {
  const { metadata } = object;
  const { managedFields } = metadata;
  if (!Array.isArray(managedFields) || managedFields.length === 0) return object;
  const text = JSON.stringify(managedFields);
  Object.defineProperty(metadata, 'managedFields', {
    get: () => JSON.parse(text) as unknown,
    enumerable: true,
    configurable: true,
  });
  return object;
}

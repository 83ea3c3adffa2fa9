import { isPlainMap, newMap } from '../../engine/go/value.ts';

/** The target with a patch applied (RFC 7386). Neither is changed; the result shares what the patch leaves alone. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isPlainMap(patch)) return patch;
  const result = Object.assign(newMap(), isPlainMap(target) ? target : undefined);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

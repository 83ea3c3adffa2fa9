import { isPlainMap } from '../../engine/go/value.ts';

/** The value under a path of keys, undefined when there is none. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (parent, key) => (isPlainMap(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined),
    value,
  );
}

import { panic } from '../go/error.ts';
import { LimitError, type Run } from '../go/run.ts';
import { GoMap, GoSlice, isPlainMap, newMap } from '../go/value.ts';
import { setKey } from './map.ts';

/**
 * A copy that shares no list or map with `value` (copystructure.Copy). Structs and pointers are shared: nothing can
 * change them.
 * @throws {GoError} the panic of reflection for nil
 */
export function deepCopy(run: Run, value: unknown): unknown {
  if (value === null || value === undefined) throw panic('reflect: call of reflect.Value.Type on zero Value');
  return copyAt(run, value, 0);
}

function copyAt(run: Run, value: unknown, depth: number): unknown {
  if (depth > run.limits.depth) throw new LimitError('depth', run.limits.depth);
  run.allocate(1);
  const copy = (item: unknown): unknown => copyAt(run, item, depth + 1);
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Uint8Array) return value.slice();
  if (value instanceof GoSlice) return new GoSlice(value.type, value.items.map(copy));
  if (value instanceof GoMap) {
    return new GoMap(
      value.type,
      Array.from(value.entries(), ([key, item]) => [key, copy(item)] as const),
    );
  }
  if (!isPlainMap(value)) return value;
  const map = newMap();
  for (const key of Object.keys(value)) setKey(map, key, copy(value[key]));
  return map;
}

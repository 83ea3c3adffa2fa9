import { decodeKubernetes, marshal } from '../../engine/go/json.ts';
import { isPlainMap, newMap } from '../../engine/go/value.ts';
import { asControllerError } from '../errors.ts';

/** The Go values of a JSON text, int64 and float64 kept apart. Throws BadResponse. */
export function decode(text: string, place: string): unknown {
  try {
    return decodeKubernetes(text);
  } catch (error) {
    throw asControllerError(error, 'BadResponse', place);
  }
}

/** The JSON text of Go values, lossless for what decode() gave. Undefined fields are left out, as JSON.stringify does. */
export function encode(value: unknown): string {
  return marshal(defined(value), { escapeHtml: false });
}

/** The value without undefined fields at any depth; itself, not copied, when it has none. */
export function defined<T>(value: T): T {
  if (Array.isArray(value)) {
    const items = value.map((item) => defined(item));
    return items.every((item, i) => item === value[i]) ? value : (items as T);
  }
  if (!isPlainMap(value)) return value;
  const result = newMap();
  let same = true;
  for (const [key, field] of Object.entries(value)) {
    const kept = defined(field);
    if (kept !== field || field === undefined) same = false;
    if (kept !== undefined) result[key] = kept;
  }
  return same ? value : (result as T);
}

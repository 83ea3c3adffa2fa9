import { LimitError } from './run.ts';
import { GoComplex, GoFunc, GoMap, GoNil, GoNum, GoObject, GoSlice, isPlainMap, typeOf } from './value.ts';

const maxDepth = 500;

/**
 * Whether two values are deeply equal as reflect.DeepEqual has it: same types throughout, NaN unequal to itself, a nil
 * slice unequal to an empty one, funcs unequal unless nil. Missing and nil are equal.
 * @throws {LimitError} beyond 500 levels
 */
export function deepEqual(a: unknown, b: unknown): boolean {
  return equalAt(a ?? null, b ?? null, 0);
}

function equalAt(a: unknown, b: unknown, depth: number): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return equalScalars(a, b);
  if (a === null || b === null) return a === b;
  if (a === b) return !(a instanceof GoFunc) && !isNaNObject(a);
  if (depth > maxDepth) throw new LimitError('depth', maxDepth);
  if (typeOf(a) !== typeOf(b)) return false;
  return equalObjects(a, b, depth + 1);
}

function equalScalars(a: unknown, b: unknown): boolean {
  return a === b && typeOf(a) === typeOf(b);
}

function isNaNObject(a: object): boolean {
  return (a instanceof GoNum && Number.isNaN(a.value)) || (a instanceof GoComplex && Number.isNaN(a.re + a.im));
}

function equalObjects(a: object, b: object, depth: number): boolean {
  if (Array.isArray(a)) return equalItems(a, b as unknown[], depth);
  if (a instanceof GoNum) return a.value === (b as GoNum).value;
  if (a instanceof GoSlice) return b instanceof GoSlice && equalItems(a.items, b.items, depth);
  if (a instanceof GoMap) return b instanceof GoMap && equalMaps(a, b, depth);
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0;
  if (a instanceof GoComplex) return a.re === (b as GoComplex).re && a.im === (b as GoComplex).im;
  if (a instanceof GoNil) return b instanceof GoNil;
  if (a instanceof GoFunc) return false;
  if (a instanceof GoObject) return b instanceof GoObject && equalStructs(a, b, depth);
  return isPlainMap(a) && isPlainMap(b) && equalPlainMaps(a, b, depth);
}

function equalItems(a: readonly unknown[], b: readonly unknown[], depth: number): boolean {
  return a.length === b.length && a.every((item, i) => equalAt(item, b[i], depth));
}

function equalMaps(a: GoMap, b: GoMap, depth: number): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a.entries()) if (!b.has(key) || !equalAt(value, b.get(key), depth)) return false;
  return true;
}

function equalPlainMaps(a: Record<string, unknown>, b: Record<string, unknown>, depth: number): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equalAt(a[key], b[key], depth))
  );
}

function equalStructs(a: GoObject, b: GoObject, depth: number): boolean {
  if (a.equals(b)) return true;
  const fields = a.fields();
  if (fields.length === 0) return false;
  const others = b.fields();
  return fields.length === others.length && fields.every(([, value], i) => equalAt(value, others[i]?.[1], depth));
}

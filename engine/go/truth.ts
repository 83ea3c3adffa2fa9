import { GoComplex, GoFunc, GoMap, GoNil, GoNum, GoObject, GoSlice } from './value.ts';

/**
 * Whether text/template takes a value for true (template.IsTrue): non-zero numbers, non-empty strings, lists and maps,
 * non-nil funcs and pointers, every struct.
 */
export function truth(value: unknown): boolean {
  switch (typeof value) {
    case 'undefined':
      return false;
    case 'object':
      return truthOfObject(value);
    default:
      // NaN is unequal to zero, and so true.
      return Boolean(value) || Number.isNaN(value);
  }
}

function truthOfObject(value: object | null): boolean {
  if (value === null || value instanceof GoNil) return false;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length > 0;
  if (value instanceof GoNum) return Number(value.value) !== 0;
  if (value instanceof GoSlice) return value.items.length > 0;
  if (value instanceof GoMap) return value.size > 0;
  if (value instanceof GoComplex) return value.re !== 0 || value.im !== 0;
  if (value instanceof GoObject || value instanceof GoFunc) return true;
  for (const key in value) if (Object.hasOwn(value, key)) return true;
  return false;
}

import { GoError } from '../go/error.ts';
import { sprintf } from '../go/fmt.ts';
import { isFloatKind, isNilable, isSignedKind, isUnsignedKind, type Kind } from '../go/type.ts';
import { compareStrings } from '../go/utf8.ts';
import { GoComplex, GoFunc, GoNil, GoNum, GoObject, GoSlice, kindOf, typeOf } from '../go/value.ts';

/** Kinds that compare with each other; integers of either sign are one, unlike in Go, where the result is the same. */
type BasicKind = 'bool' | 'complex' | 'float' | 'integer' | 'string';

function basicKind(value: unknown): BasicKind | undefined {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'integer';
    case 'object':
      return value instanceof GoNum ? numberKind(value.type.kind) : value instanceof GoComplex ? 'complex' : undefined;
    default:
      return typeof value === 'number' ? numberKind(kindOf(value)) : undefined;
  }
}

function numberKind(kind: Kind): BasicKind | undefined {
  if (isSignedKind(kind) || isUnsignedKind(kind)) return 'integer';
  if (isFloatKind(kind)) return 'float';
  return kind === 'string' || kind === 'bool' ? kind : undefined;
}

function numberOf(value: unknown): number | bigint {
  return value instanceof GoNum ? value.value : (value as number | bigint);
}

function isNil(value: unknown): boolean {
  return value === undefined || value === null || value instanceof GoNil;
}

/** Whether `a` equals any of `others`, as the builtin `eq`. @throws {GoError} for values that do not compare */
export function equalsAny(a: unknown, others: readonly unknown[]): boolean {
  if (others.length === 0) throw new GoError('missing argument for comparison');
  for (const other of others) if (equals(a, other)) return true;
  return false;
}

/** The builtin `eq` of two values. @throws {GoError} for values that do not compare */
export function equals(a: unknown, b: unknown): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a === b;
  const x = basicKind(a);
  const y = basicKind(b);
  if (x !== y) {
    if (isInvalid(a) || isInvalid(b)) return false;
    throw new GoError(`incompatible types for comparison: ${typeOf(a)?.name} and ${typeOf(b)?.name}`);
  }
  switch (x) {
    case 'integer':
      return order(numberOf(a), numberOf(b)) === 0;
    case 'float':
      return numberOf(a) === numberOf(b);
    case 'complex':
      return (a as GoComplex).re === (b as GoComplex).re && (a as GoComplex).im === (b as GoComplex).im;
    case 'string':
    case 'bool':
      return a === b;
    default:
      return equalOthers(a, b);
  }
}

function isInvalid(value: unknown): boolean {
  return value === undefined || value === null;
}

function order(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function equalOthers(a: unknown, b: unknown): boolean {
  const x = kindOf(a);
  const y = kindOf(b);
  if (x !== y && x !== 'invalid' && y !== 'invalid') {
    const text = sprintf('%s: %s, %s: %v', [a, typeOf(a)?.name, typeOf(b)?.name, b]);
    throw new GoError(`non-comparable types ${text}`);
  }
  if (isNil(a) || isNil(b)) return isNil(a) === isNil(b);
  if (!isComparable(b)) throw new GoError(`non-comparable type ${sprintf('%s', [b])}: ${typeOf(b)?.name}`);
  return equalComparable(a, b);
}

/** Whether Go's == takes values of the type. */
function isComparable(value: unknown): boolean {
  if (value instanceof GoSlice) return value.type.kind === 'array' && value.items.every(isComparable);
  if (value instanceof GoObject) {
    return value.type.kind === 'ptr' || value.fields().every(([, field]) => isComparable(field));
  }
  return !isNilable(kindOf(value)) && !(value instanceof GoFunc);
}

function equalComparable(a: unknown, b: unknown): boolean {
  if (a instanceof GoObject) return a.type.name === typeOf(b)?.name && (a.equals(b) || equalFields(a, b as GoObject));
  if (a instanceof GoSlice && b instanceof GoSlice) {
    return a.type.name === b.type.name && a.items.every((item, i) => equals(item, b.items[i]));
  }
  return a === b;
}

function equalFields(a: GoObject, b: GoObject): boolean {
  const fields = a.fields();
  if (a.type.kind === 'ptr' || fields.length === 0) return false;
  const others = b.fields();
  return fields.every(([, value], i) => equals(value, others[i]?.[1]));
}

/** The builtin `lt`. @throws {GoError} for values without an order */
export function isLess(a: unknown, b: unknown): boolean {
  const x = basicKind(a);
  const y = basicKind(b);
  if (x === undefined || y === undefined) throw new GoError('invalid type for comparison');
  if (x !== y) throw new GoError(`incompatible types for comparison: ${typeOf(a)?.name} and ${typeOf(b)?.name}`);
  switch (x) {
    case 'string':
      return compareStrings(a as string, b as string) < 0;
    case 'integer':
    case 'float':
      return numberOf(a) < numberOf(b);
    default:
      throw new GoError('invalid type for comparison');
  }
}

/** The builtin `le`: less or equal. @throws {GoError} */
export function isAtMost(a: unknown, b: unknown): boolean {
  return isLess(a, b) || equals(a, b);
}

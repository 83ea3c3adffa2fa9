import { GoError, panic } from '../go/error.ts';
import { uint8Type } from '../go/type.ts';
import { byteLength, byteSlice, toBytes } from '../go/utf8.ts';
import { GoMap, GoNil, GoNum, GoPointer, GoSlice, isPlainMap, kindOf, sized, typeOf, zeroOf } from '../go/value.ts';
import { isIntKind, prepareArg } from './convert.ts';

/** A value whose static type is an interface, where that makes a difference: as an index of `slice`. */
export class Interface {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/** Length of a list, map or string; undefined for other values. */
export function lengthOf(value: unknown): number | undefined {
  if (typeof value === 'string') return byteLength(value);
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  if (value instanceof GoSlice) return value.items.length;
  if (value instanceof GoMap) return value.size;
  if (value instanceof GoNil) return value.type.kind === 'slice' || value.type.kind === 'map' ? 0 : undefined;
  return isPlainMap(value) ? Object.keys(value).length : undefined;
}

/** What a pointer leads to. @throws {GoError} for nil */
function follow(value: unknown, what: string): unknown {
  if (value === null || (value instanceof GoNil && value.type.kind === 'ptr')) {
    throw new GoError(`${what} of nil pointer`);
  }
  return value instanceof GoPointer ? value.elem : value;
}

/** The type that messages name: what a pointer leads to. */
function typeName(value: unknown): string | undefined {
  const type = typeOf(value);
  return type?.kind === 'ptr' ? type.elem?.name : type?.name;
}

/** The builtin `len`. @throws {GoError} for a value without a length */
export function length(item: unknown): number {
  const value: unknown = follow(item, 'len');
  const found = lengthOf(value);
  if (found !== undefined) return found;
  if (value === undefined) throw panic('reflect: call of reflect.Value.Type on zero Value');
  throw new GoError(`len of type ${typeName(value)}`);
}

function indexOf(index: unknown, capacity: number): number {
  if (index === undefined || index === null) throw new GoError('cannot index slice/array with nil');
  const type = typeOf(index);
  if (index instanceof Interface) throw new GoError('cannot index slice/array with type interface {}');
  if (!type || !isIntKind(type.kind)) throw new GoError(`cannot index slice/array with type ${type?.name}`);
  const value = index instanceof GoNum ? index.value : (index as number | bigint);
  if (value < 0 || value > capacity) {
    throw new GoError(`index out of range: ${BigInt.asIntN(64, BigInt(value))}`);
  }
  return Number(value);
}

/** The builtin `index`: `item[i][j]…`. @throws {GoError} */
export function index(item: unknown, indexes: readonly unknown[]): unknown {
  if (item === undefined || item === null) throw new GoError('index of untyped nil');
  let value: unknown = item;
  for (const at of indexes) value = indexOnce(follow(value, 'index'), at);
  return value;
}

/** The builtin `index` with one index. @throws {GoError} */
export function indexBy(item: unknown, at: unknown): unknown {
  if (item === undefined || item === null) throw new GoError('index of untyped nil');
  return indexOnce(follow(item, 'index'), at);
}

function indexOnce(item: unknown, at: unknown): unknown {
  if (isPlainMap(item)) {
    if (typeof at === 'string') return Object.hasOwn(item, at) ? item[at] : null;
    return indexMap(item, at);
  }
  const kind = kindOf(item);
  if (kind === 'map') return indexMap(item, at);
  if (kind !== 'slice' && kind !== 'array' && kind !== 'string') {
    throw new GoError(`can't index item of type ${typeName(item)}`);
  }
  const size = lengthOf(item) ?? 0;
  const i = indexOf(at, size);
  if (i === size) throw panic(`reflect: ${kind} index out of range`);
  return elementAt(item, i);
}

function elementAt(item: unknown, i: number): unknown {
  if (Array.isArray(item)) return item[i];
  if (item instanceof GoSlice) return item.items[i];
  const bytes = typeof item === 'string' ? toBytes(item) : (item as Uint8Array);
  return sized(uint8Type, bytes[i] as number);
}

function indexMap(map: unknown, at: unknown): unknown {
  const type = typeOf(map);
  if (!type?.key || !type.elem) throw new GoError(`can't index item of type ${type?.name}`);
  const key = prepareArg(at, type.key);
  const keyType = typeOf(key);
  if (
    type.key.kind === 'interface' &&
    (keyType?.kind === 'map' || keyType?.kind === 'slice' || keyType?.kind === 'func')
  ) {
    throw panic(`runtime error: hash of unhashable type ${keyType.name}`);
  }
  if (map instanceof GoMap) return map.has(key) ? map.get(key) : zeroOf(type.elem);
  return isPlainMap(map) && Object.hasOwn(map, key as string) ? map[key as string] : zeroOf(type.elem);
}

/** The builtin `slice`: `item[i:j]`, `item[i:j:k]`. A list's capacity is its length. @throws {GoError} */
export function slice(item: unknown, indexes: readonly unknown[]): unknown {
  if (item === undefined || item === null) throw new GoError('slice of untyped nil');
  const value = follow(item, 'slice');
  if (indexes.length > 3) throw new GoError(`too many slice indexes: ${indexes.length}`);
  const kind = kindOf(value);
  if (kind === 'string' && indexes.length === 3) throw new GoError('cannot 3-index slice a string');
  if (kind !== 'string' && kind !== 'slice' && kind !== 'array') {
    throw new GoError(`can't slice item of type ${typeName(value)}`);
  }
  const size = lengthOf(value) ?? 0;
  const [from = 0, to = size, capacity] = indexes.map((at) => indexOf(at, size));
  if (from > to) throw new GoError(`invalid slice index: ${from} > ${to}`);
  if (capacity !== undefined && to > capacity) throw new GoError(`invalid slice index: ${to} > ${capacity}`);
  return part(value, from, to);
}

function part(item: unknown, from: number, to: number): unknown {
  if (typeof item === 'string') return byteSlice(item, from, to);
  if (Array.isArray(item)) return item.slice(from, to);
  if (item instanceof Uint8Array) return item.subarray(from, to);
  return item instanceof GoSlice ? new GoSlice(item.type, item.items.slice(from, to)) : item;
}

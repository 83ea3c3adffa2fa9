import { panic } from '../../go/error.ts';
import { format } from '../../go/fmt.ts';
import { parseType } from '../../go/type.ts';
import { byteLength, byteSlice } from '../../go/utf8.ts';
import { GoMap, GoNil, GoPointer, GoSlice, int, isPlainMap, typeOf } from '../../go/value.ts';
import { toInt, typeText } from './convert.ts';

/** The length of a list, map or string in elements or bytes; undefined for all else. */
export function lengthOf(value: unknown): number | undefined {
  if (typeof value === 'string') return byteLength(value);
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  if (value instanceof GoSlice) return value.items.length;
  if (value instanceof GoMap) return value.size;
  if (value instanceof GoNil) return value.type.kind === 'slice' || value.type.kind === 'map' ? 0 : undefined;
  return isPlainMap(value) ? Object.keys(value).length : undefined;
}

/** The end of a slice without one. @throws {GoError} */
export function endOf(value: unknown): unknown {
  const length = lengthOf(value);
  if (length === undefined) throw panic(`invalid argument for len (type ${typeText(value)})`);
  return int(length);
}

/** `list[low:high]`, bounds from the end when negative and cut to the list. @throws {GoError} */
export function slice(list: unknown, low: unknown, high: unknown): unknown {
  if (list instanceof GoPointer) return slice(list.elem, low, high);
  const kind = typeOf(list)?.kind;
  const length = kind === 'string' || kind === 'slice' || kind === 'array' ? lengthOf(list) : undefined;
  if (length === undefined) throw panic(`cannot slice ${format(low)}`);
  const from = Math.max(0, fromEnd(toInt(low), length));
  const to = Math.min(length, Math.max(0, fromEnd(toInt(high), length)));
  return part(list, Math.min(from, to), to);
}

function fromEnd(bound: number | bigint, length: number): number {
  return bound < 0 ? Number(bound) + length : Number(bound);
}

function part(list: unknown, from: number, to: number): unknown {
  if (typeof list === 'string') return byteSlice(list, from, to);
  if (Array.isArray(list)) return list.slice(from, to);
  if (list instanceof Uint8Array) return list.subarray(from, to);
  if (!(list instanceof GoSlice)) return list;
  const items = list.items.slice(from, to);
  if (list.type.kind !== 'array') return new GoSlice(list.type, items);
  const element = list.type.elem?.name;
  return element === 'interface {}' ? items : new GoSlice(parseType(`[]${element}`), items);
}

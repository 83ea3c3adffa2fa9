import { panic } from '../../go/error.ts';
import { uint8Type } from '../../go/type.ts';
import { toBytes } from '../../go/utf8.ts';
import { GoNum, GoSlice, itemsOf, kindOf, typeOf } from '../../go/value.ts';
import { isMap } from './fetch.ts';
import { lengthOf } from './slice.ts';

/** Stands for every element of a map: Go loops as often as it has entries, but fails with this text when one is read. */
const unindexable = Symbol('reflect: call of reflect.Value.Index on map Value');
/** Stands for the first element of an empty list, for expressions that read it before the loop. */
export const pastEnd: symbol = Symbol('runtime error: index out of range [0] with length 0');

/** What a loop runs over. Strings give their bytes. @throws {GoError} for what has no length */
export function loopItems(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value instanceof GoSlice) return value.items;
  const items = itemsOf(value);
  if (items) return items;
  if (typeof value === 'string') return Array.from(toBytes(value), (byte) => new GoNum(uint8Type, byte));
  if (isMap(value)) return new Array<unknown>(lengthOf(value) ?? 0).fill(unindexable);
  throw panic(`reflect: call of reflect.Value.Len on ${describe(value)}`);
}

function describe(value: unknown): string {
  if (typeOf(value) === undefined) return 'zero Value';
  return kindOf(value) === 'ptr' ? 'ptr to non-array Value' : `${kindOf(value)} Value`;
}

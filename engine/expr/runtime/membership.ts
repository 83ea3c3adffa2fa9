import { panic } from '../../go/error.ts';
import type { Run } from '../../go/run.ts';
import { GoNil, GoObject, GoPointer, itemsOf } from '../../go/value.ts';
import { typeText } from './convert.ts';
import { equal } from './equal.ts';
import { entryOf, isMap } from './fetch.ts';

/** `needle in list`. Nil holds nothing; maps are asked for a key, structs for a field. @throws {GoError} */
export function contains(needle: unknown, list: unknown, run: Run): boolean {
  if (list === null || list === undefined) return false;
  const items = itemsOf(list);
  if (items) {
    run.step(items.length);
    return items.some((item) => equal(item, needle, run));
  }
  if (isMap(list)) return entryOf(list, needle) !== undefined;
  if (list instanceof GoPointer) return contains(needle, list.elem, run);
  if (list instanceof GoNil && list.type.kind === 'ptr') return false;
  if (!(list instanceof GoObject)) throw panic(`operator "in" not defined on ${typeText(list)}`);
  if (typeof needle !== 'string') throw panic(`cannot use ${typeText(needle)} as field name of ${typeText(list)}`);
  return list.field(needle) !== undefined;
}

/** `needle in` a set of literals, which is a map to Go: nil is the zero key. @throws {GoError} for a needle of another type */
export function inSet(needle: unknown, set: ReadonlySet<unknown>, of: 'int' | 'string'): boolean {
  if (needle === null || needle === undefined) return set.has(of === 'int' ? 0 : '');
  if (typeText(needle) !== of) {
    throw panic(`reflect.Value.MapIndex: value of type ${typeText(needle)} is not assignable to type ${of}`);
  }
  return set.has(of === 'int' ? (needle as { value: unknown }).value : needle);
}

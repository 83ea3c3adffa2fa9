import { panic } from '../../go/error.ts';
import { format } from '../../go/fmt.ts';
import { methodOf } from '../../go/methods.ts';
import { type GoType, uint8Type } from '../../go/type.ts';
import { toBytes } from '../../go/utf8.ts';
import { GoMap, GoNil, GoNum, GoObject, isPlainMap, itemsOf, typeOf, zeroOf } from '../../go/value.ts';
import { asString, deref, toInt, typeText } from './convert.ts';

/** `from[key]` or `from.key`: a method, a list element, a map entry or a field. Answers to runtime.Fetch. @throws {GoError} */
export function fetch(from: unknown, key: unknown): unknown {
  if (from === null || from === undefined) throw cannotFetch(from, key);
  if (isPlainMap(from) && typeof key === 'string') return Object.hasOwn(from, key) ? (from[key] ?? null) : null;
  const method = typeof key === 'string' ? methodOf(from, key) : undefined;
  if (method) return method;
  const base = deref(from);
  const list = listOf(base);
  if (list !== undefined) return elementAt(list, key);
  if (isMap(base)) return entryOf(base, key) ?? zeroElement(from);
  const field = base instanceof GoObject ? fieldOf(base, asString(key)) : undefined;
  if (field === undefined) throw cannotFetch(from, key);
  return field;
}

function cannotFetch(from: unknown, key: unknown): Error {
  return panic(`cannot fetch ${format(key)} from ${typeText(from)}`);
}

function zeroElement(map: unknown): unknown {
  const element = typeOf(map)?.elem;
  return element ? zeroOf(element) : null;
}

/** The text or the items of what can be indexed by a number. */
function listOf(value: unknown): string | readonly unknown[] | Uint8Array | undefined {
  if (typeof value === 'string' || value instanceof Uint8Array) return value;
  return itemsOf(value);
}

function elementAt(list: string | readonly unknown[] | Uint8Array, key: unknown): unknown {
  const index = toInt(key);
  const items = typeof list === 'string' ? toBytes(list) : list;
  const at = index < 0 ? BigInt(index) + BigInt(items.length) : index;
  if (at < 0 || at >= items.length) throw panic(`index out of range: ${at} (array length is ${items.length})`);
  return itemAt(items, Number(at));
}

function itemAt(items: readonly unknown[] | Uint8Array, index: number): unknown {
  const item = items[index];
  return items instanceof Uint8Array ? new GoNum(uint8Type, item as number) : (item ?? null);
}

/** As `fetch` of an element, undefined when there is none. @throws {GoError} when the key is no number */
export function elementOrNone(value: unknown, key: unknown): unknown {
  const list = listOf(value);
  if (list === undefined) return undefined;
  const index = toInt(key);
  const items = typeof list === 'string' ? toBytes(list) : list;
  const at = index < 0 ? BigInt(index) + BigInt(items.length) : index;
  return at < 0 || at >= items.length ? undefined : itemAt(items, Number(at));
}

export function isMap(value: unknown): boolean {
  return value instanceof GoMap || (value instanceof GoNil && value.type.kind === 'map') || isPlainMap(value);
}

/** The entry of a map, undefined when there is none; nil is the zero key. @throws {GoError} when the key is of another type */
export function entryOf(map: unknown, key: unknown): unknown {
  const keyType = typeOf(map)?.key as GoType;
  const wanted = key === null || key === undefined ? zeroOf(keyType) : key;
  checkKey(wanted, keyType, isEmpty(map));
  if (map instanceof GoMap) return map.get(wanted);
  if (map instanceof GoNil) return undefined;
  const entries = map as Readonly<Record<string, unknown>>;
  return Object.hasOwn(entries, wanted as string) ? (entries[wanted as string] ?? null) : undefined;
}

function isEmpty(map: unknown): boolean {
  return map instanceof GoNil || (map instanceof GoMap && map.size === 0);
}

function checkKey(key: unknown, wanted: GoType, empty: boolean): void {
  const given = typeOf(key)?.name;
  if (wanted.kind !== 'interface' && given !== wanted.name) {
    throw panic(`reflect.Value.MapIndex: value of type ${given} is not assignable to type ${wanted.name}`);
  }
  checkHashable(key, empty);
}

/** @throws {GoError} for a value that cannot be the key of a map; Go words it differently when it reads an empty map */
export function checkHashable(key: unknown, readsEmpty = false): void {
  const type = typeOf(key);
  if (type?.kind === 'array') for (const item of itemsOf(key) ?? []) checkHashable(item, readsEmpty);
  if (type && (type.kind === 'slice' || type.kind === 'map' || type.kind === 'func')) {
    throw panic(`${readsEmpty ? 'hash of unhashable type:' : 'runtime error: hash of unhashable type'} ${type.name}`);
  }
}

/** Fields that Go's own structs keep to themselves. */
const unexported: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['time.Time', new Set(['wall', 'ext', 'loc'])],
  ['time.Location', new Set(['name', 'zone', 'tx', 'extend', 'cacheStart', 'cacheEnd', 'cacheZone'])],
]);

/** The value of a field, undefined when there is none. @throws {GoError} when it is not exported */
export function fieldOf(object: GoObject, name: string): unknown {
  if (unexported.get(object.type.name)?.has(name)) {
    throw panic('reflect.Value.Interface: cannot return value obtained from unexported field or method');
  }
  return object.field(name);
}

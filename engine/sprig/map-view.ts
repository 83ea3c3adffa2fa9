import { panic } from '../go/error.ts';
import { sortedEntries } from '../go/sort.ts';
import { anyType, type GoType, stringType } from '../go/type.ts';
import { GoMap, isPlainMap, typeOf } from '../go/value.ts';
import { getKey, setKey } from './map.ts';

/** A map of any type as reflection sees it. */
export interface MapView {
  readonly elem: GoType;
  /** The entries in the order of their keys. */
  entries(): readonly (readonly [key: unknown, value: unknown])[];
  /** The value under a key, undefined when there is none. @throws {GoError} for a key of another type */
  get(key: unknown): unknown;
  /** Sets an entry whose value has the static type `type`. @throws {GoError} for a value of another type */
  set(key: unknown, value: unknown, type: GoType): void;
}

/** The view of a map that is not nil, undefined for other values. */
export function viewOf(value: unknown): MapView | undefined {
  if (value instanceof GoMap) return viewOfTyped(value);
  if (!isPlainMap(value)) return undefined;
  return {
    elem: anyType,
    entries: () => sortedEntries(value),
    get: (key) => getKey(value, checkedKey(key, stringType) as string),
    set: (key, item) => setKey(value, key as string, item),
  };
}

function viewOfTyped(map: GoMap): MapView {
  const { key: keyType = anyType, elem = anyType } = map.type;
  return {
    elem,
    entries: () => sortedEntries(map),
    get: (key) => map.get(checkedKey(key, keyType)),
    set: (key, item, type) => {
      requireAssignable(type, elem, 'SetMapIndex');
      map.set(key, item);
    },
  };
}

function checkedKey(key: unknown, type: GoType): unknown {
  requireAssignable(typeOf(key) ?? anyType, type, 'MapIndex');
  return key;
}

function requireAssignable(from: GoType, to: GoType, operation: string): void {
  if (to.kind === 'interface' || from === to) return;
  throw panic(`reflect.Value.${operation}: value of type ${from.name} is not assignable to type ${to.name}`);
}

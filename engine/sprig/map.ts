import { panic } from '../go/error.ts';
import { type GoNil, isPlainMap } from '../go/value.ts';

/** A `map[string]interface {}` argument: a plain object, or its nil. */
export type AnyMap = Record<string, unknown> | GoNil;

/** The object behind a map, undefined for a nil map. */
export function plainMap(map: AnyMap): Record<string, unknown> | undefined {
  return isPlainMap(map) ? map : undefined;
}

export function hasKey(map: AnyMap, key: string): boolean {
  return isPlainMap(map) && Object.hasOwn(map, key);
}

/** The value under a key, undefined when there is none. */
export function getKey(map: AnyMap, key: string): unknown {
  return isPlainMap(map) && Object.hasOwn(map, key) ? map[key] : undefined;
}

/**
 * Sets a key in place.
 * @throws {GoError} the panic `assignment to entry in nil map`
 */
export function setKey(map: AnyMap, key: string, value: unknown): void {
  if (!isPlainMap(map)) throw panic('assignment to entry in nil map');
  if (key !== '__proto__') map[key] = value;
  else Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true });
}

import { GoError, panic } from '../go/error.ts';
import { native, nativeRun } from '../go/native.ts';
import type { Run } from '../go/run.ts';
import { sortedKeys } from '../go/sort.ts';
import { anyMapType } from '../go/type.ts';
import { type GoFunc, isPlainMap, newMap, typeOf } from '../go/value.ts';
import { deepCopy } from './deep-copy.ts';
import { type AnyMap, getKey, hasKey, plainMap, setKey } from './map.ts';
import { merge } from './merge.ts';
import { numbered, splitText } from './split.ts';
import { dynamicType, textOf } from './text.ts';

/** A map of keys and values in turn; a last key without a value gets an empty string. */
function dict(run: Run, ...items: unknown[]): Record<string, unknown> {
  run.allocate(items.length);
  const map = newMap();
  for (let i = 0; i < items.length; i += 2) {
    setKey(map, textOf(run, items[i] ?? null), i + 1 < items.length ? (items[i + 1] ?? null) : '');
  }
  return map;
}

function set(run: Run, map: AnyMap, key: string, value: unknown): AnyMap {
  run.allocate(1);
  setKey(map, key, value ?? null);
  return map;
}

function unset(map: AnyMap, key: string): AnyMap {
  const plain = plainMap(map);
  if (plain && Object.hasOwn(plain, key)) delete plain[key];
  return map;
}

function keysOf(run: Run, map: AnyMap): string[] {
  const keys = sortedKeys(plainMap(map) ?? {});
  run.allocate(keys.length);
  return keys;
}

function pluck(key: string, ...maps: AnyMap[]): unknown[] {
  return maps.filter((map) => hasKey(map, key)).map((map) => getKey(map, key));
}

/** A map of those entries of `map` whose key `chosen` holds for. */
function filtered(run: Run, map: AnyMap, chosen: (key: string) => boolean): Record<string, unknown> {
  const result = newMap();
  for (const key of keysOf(run, map)) if (chosen(key)) setKey(result, key, getKey(map, key));
  return result;
}

/**
 * The value at the end of a path of keys, `fallback` where a key is missing: keys, fallback, map.
 * @throws {GoError} a failed conversion, where a key is no string or a step is no `map[string]interface {}`
 */
function dig(...args: unknown[]): unknown {
  if (args.length < 3) throw panic('dig needs at least three arguments');
  let map = asMap(args.at(-1));
  const fallback = args.at(-2);
  const path = args.slice(0, -2).map(asString);
  for (const key of path.slice(0, -1)) {
    if (!hasKey(map, key)) return fallback;
    map = asMap(getKey(map, key));
  }
  const last = path.at(-1) as string;
  return hasKey(map, last) ? getKey(map, last) : fallback;
}

function asMap(value: unknown): AnyMap {
  if (isPlainMap(value) || typeOf(value) === anyMapType) return value as AnyMap;
  throw panic(`interface conversion: interface {} is ${dynamicType(value)}, not map[string]interface {}`);
}

function asString(value: unknown): string {
  if (typeof value === 'string') return value;
  throw panic(`interface conversion: interface {} is ${dynamicType(value)}, not string`);
}

/** A merge that gives an empty string for an error, though not for a panic. */
function lenientMerge(overwrite: boolean): (run: Run, target: AnyMap, ...sources: AnyMap[]) => unknown {
  return (run, target, ...sources) => {
    try {
      return merge(run, target, sources, overwrite);
    } catch (error) {
      if (error instanceof GoError && !error.panic) return '';
      throw error;
    }
  };
}

function strictMerge(overwrite: boolean): (run: Run, target: AnyMap, ...sources: AnyMap[]) => unknown {
  return (run, target, ...sources) => merge(run, target, sources, overwrite);
}

const mergeSignature = 'func(map[string]interface {}, ...map[string]interface {}) interface {}';
const mustMergeSignature = 'func(map[string]interface {}, ...map[string]interface {}) (interface {}, error)';

/** sprig's functions on maps. `set`, `unset` and the merges change their argument in place, as Go does. */
export const dictFunctions: Readonly<Record<string, GoFunc>> = {
  dict: nativeRun('func(...interface {}) map[string]interface {}', dict),
  get: native('func(map[string]interface {}, string) interface {}', (map: AnyMap, key: string) =>
    hasKey(map, key) ? getKey(map, key) : '',
  ),
  set: nativeRun('func(map[string]interface {}, string, interface {}) map[string]interface {}', set),
  unset: native('func(map[string]interface {}, string) map[string]interface {}', unset),
  hasKey: native('func(map[string]interface {}, string) bool', hasKey),
  pluck: native('func(string, ...map[string]interface {}) []interface {}', pluck),
  keys: nativeRun('func(...map[string]interface {}) []string', (run, ...maps: AnyMap[]) =>
    maps.flatMap((map) => keysOf(run, map)),
  ),
  values: nativeRun('func(map[string]interface {}) []interface {}', (run, map: AnyMap) =>
    keysOf(run, map).map((key) => getKey(map, key)),
  ),
  pick: nativeRun(
    'func(map[string]interface {}, ...string) map[string]interface {}',
    (run, map: AnyMap, ...keys: string[]) => {
      const wanted = new Set(keys);
      return filtered(run, map, (key) => wanted.has(key));
    },
  ),
  omit: nativeRun(
    'func(map[string]interface {}, ...string) map[string]interface {}',
    (run, map: AnyMap, ...keys: string[]) => {
      const unwanted = new Set(keys);
      return filtered(run, map, (key) => !unwanted.has(key));
    },
  ),
  dig: native('func(...interface {}) (interface {}, error)', dig),
  merge: nativeRun(mergeSignature, lenientMerge(false)),
  mergeOverwrite: nativeRun(mergeSignature, lenientMerge(true)),
  mustMerge: nativeRun(mustMergeSignature, strictMerge(false)),
  mustMergeOverwrite: nativeRun(mustMergeSignature, strictMerge(true)),
  deepCopy: nativeRun('func(interface {}) interface {}', deepCopy),
  mustDeepCopy: nativeRun('func(interface {}) (interface {}, error)', deepCopy),
  split: nativeRun('func(string, string) map[string]string', (run, separator: string, text: string) =>
    numbered(splitText(run, separator, text)),
  ),
  splitn: nativeRun(
    'func(string, int, string) map[string]string',
    (run, separator: string, limit: number, text: string) => numbered(splitText(run, separator, text, limit)),
  ),
};

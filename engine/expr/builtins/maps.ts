import { GoError, panic } from '../../go/error.ts';
import { format, sprintf } from '../../go/fmt.ts';
import { sortedEntries } from '../../go/sort.ts';
import { anySliceType, type Kind, parseType } from '../../go/type.ts';
import { GoMap, GoNum, GoSlice, itemsOf, kindOf } from '../../go/value.ts';
import type { Builtin } from '../builtin.ts';
import type { Machine } from '../machine.ts';
import { deref } from '../runtime/convert.ts';
import { checkHashable, isMap } from '../runtime/fetch.ts';
import { isListKind, miscounted, oneArgument } from './define.ts';

const pairType = parseType('[2]interface {}');
const pairsType = parseType('[][2]interface {}');
const mapType = parseType('map[interface {}]interface {}');

/** A function of the entries of a map. Go's order is random; ours is that of printing. */
function ofEntries(
  name: string,
  reject: (kind: string) => string,
  result: (entries: readonly (readonly [unknown, unknown])[]) => unknown,
): Builtin {
  return {
    name,
    call: (args, { run }) => {
      if (args.length !== 1) throw new GoError(miscounted('1', args.length));
      const [map] = args;
      if (!isMap(map)) throw new GoError(reject(kindOf(map)));
      const entries = sortedEntries(map);
      run.allocate(entries.length);
      return result(entries);
    },
    validate: oneArgument((kind: Kind) => kind === 'map', anySliceType, reject('%')),
  };
}

/** The entries, when each is found by its key: NaN, which is unlike itself, is not. @throws {GoError} */
function found(entries: readonly (readonly [unknown, unknown])[]): readonly (readonly [unknown, unknown])[] {
  const lost = entries.some(([key]) => Number.isNaN(key instanceof GoNum ? key.value : key));
  if (lost) throw panic('reflect: call of reflect.Value.Interface on zero Value');
  return entries;
}

function fromPairs(args: readonly unknown[], { run }: Machine): unknown {
  if (args.length !== 1) throw new GoError(miscounted('1', args.length));
  const items = itemsOf(args[0]);
  if (!items) throw new GoError(`cannot transform ${shown(args[0])} from pairs`);
  run.allocate(items.length);
  const map = new GoMap(mapType);
  for (const item of items) {
    const value = deref(item);
    const pair = itemsOf(value);
    if (!pair) throw new GoError(`invalid pair ${format(value)}`);
    if (pair.length !== 2) throw new GoError(`invalid pair length ${format(value)}`);
    checkHashable(pair[0]);
    map.set(pair[0], pair[1]);
  }
  return map;
}

/** A value as `%s` prints a reflect.Value of it. */
function shown(value: unknown): string {
  return value === null || value === undefined ? '<invalid reflect.Value>' : sprintf('%s', [value]);
}

/** Functions of maps. */
export const mapBuiltins: readonly Builtin[] = [
  ofEntries(
    'keys',
    (kind) => `cannot get keys from ${kind}`,
    (entries) => entries.map(([key]) => key),
  ),
  ofEntries(
    'values',
    (kind) => `cannot get values from ${kind}`,
    (entries) => found(entries).map(([, value]) => value),
  ),
  ofEntries(
    'toPairs',
    (kind) => `cannot transform ${kind} to pairs`,
    (entries) =>
      new GoSlice(
        pairsType,
        found(entries).map((entry) => new GoSlice(pairType, [...entry])),
      ),
  ),
  { name: 'fromPairs', call: fromPairs, validate: oneArgument(isListKind, mapType, 'cannot transform % from pairs') },
];

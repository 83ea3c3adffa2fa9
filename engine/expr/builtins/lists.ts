import { GoError, panic } from '../../go/error.ts';
import { methodOf } from '../../go/methods.ts';
import { LimitError, Need } from '../../go/run.ts';
import { pdqsort } from '../../go/sort.ts';
import { anySliceType, anyType, type GoType } from '../../go/type.ts';
import { GoNil, GoObject, int, itemsOf, kindOf, typeOf } from '../../go/value.ts';
import type { Builtin } from '../builtin.ts';
import type { Machine } from '../machine.ts';
import { less } from '../runtime/compare.ts';
import { asString, deref, intIn, typeText } from '../runtime/convert.ts';
import { equal } from '../runtime/equal.ts';
import { elementOrNone, entryOf, fetch, fieldOf, isMap } from '../runtime/fetch.ts';
import { slice } from '../runtime/slice.ts';
import { isListKind, kindOfType, miscounted, oneArgument, typeName, types } from './define.ts';
import { argument } from './strings.ts';

function elementType(type: GoType): GoType {
  return type.kind === 'interface' ? anyType : (type.elem as GoType);
}

/** `first` and `last`: an element, nil when there is none for whatever reason. */
function end(name: string, index: number): Builtin {
  return {
    name,
    call: (args) => {
      try {
        return fetch(argument(args, 0), int(index));
      } catch (error) {
        if (error instanceof Need || error instanceof LimitError) throw error;
        return null;
      }
    },
    validate: oneArgument(isListKind, elementType, `cannot get ${name} element from %`),
  };
}

/** As `fetch`, but nil where that fails for want of an element, entry or field. */
function get(args: readonly unknown[]): unknown {
  if (args.length < 2) throw new GoError(miscounted('2', args.length));
  const [from, key] = args;
  if (from === null || from === undefined) return null;
  const method = typeof key === 'string' ? methodOf(from, key) : undefined;
  if (method) return method;
  if (isMap(from)) return entryOf(from, key) ?? null;
  if (from instanceof GoObject && from.type.kind === 'struct') return fieldOf(from, asString(key)) ?? null;
  return elementOrNone(from, key) ?? null;
}

const signedKinds = new Set(['int', 'int8', 'int16', 'int32', 'int64']);

function take(args: readonly unknown[]): unknown {
  checkCount(args, 2);
  const [list, count] = args;
  const items = itemsOf(list);
  if (!items) throw new GoError(`cannot take from ${kindOf(list)}`);
  if (!signedKinds.has(kindOf(count))) throw new GoError(`cannot take ${kindOf(count)} elements`);
  const end = intIn(count);
  if (end < 0) throw panic('reflect.Value.Slice: slice index out of bounds');
  return slice(list, int(0), end > items.length ? int(items.length) : int(end));
}

function checkCount(args: readonly unknown[], expected: number): void {
  if (args.length !== expected) throw new GoError(miscounted(String(expected), args.length));
}

/** The items of the only argument. @throws {GoError} `cannot reverse string` */
function onlyList(name: string, args: readonly unknown[]): readonly unknown[] {
  checkCount(args, 1);
  const items = itemsOf(args[0]);
  if (!items) throw new GoError(`cannot ${name} ${kindOf(args[0])}`);
  return items;
}

function reverse(args: readonly unknown[], machine: Machine): unknown {
  const items = onlyList('reverse', args);
  machine.grow(items.length);
  return items.toReversed();
}

function uniq(args: readonly unknown[], { run }: Machine): unknown {
  const unique: unknown[] = [];
  for (const item of onlyList('uniq', args)) {
    const isKnown = unique.some((other) => {
      run.step();
      return equal(item, other, run);
    });
    if (!isKnown) unique.push(item);
  }
  run.allocate(unique.length);
  return unique;
}

function concat(args: readonly unknown[], machine: Machine): unknown {
  if (args.length === 0) throw new GoError(miscounted('at least 1', 0));
  const all: unknown[] = [];
  for (const arg of args) {
    const items = itemsOf(arg);
    if (!items) throw new GoError(`cannot concat ${kindOf(arg)}`);
    for (const item of items) all.push(item);
  }
  machine.grow(all.length);
  return all.length === 0 ? new GoNil(anySliceType) : all;
}

function flatten(args: readonly unknown[], machine: Machine): unknown {
  const flat: unknown[] = [];
  flattenInto(flat, onlyList('flatten', args), machine, 0);
  machine.grow(flat.length);
  return flat;
}

/** How deep lists may be nested; expr-lang allows 10,000. */
const maxDepth = 1_000;

function flattenInto(flat: unknown[], items: readonly unknown[], machine: Machine, depth: number): void {
  if (depth > maxDepth) throw new GoError('recursion depth exceeded');
  for (const item of items) {
    machine.run.step();
    const value = deref(item);
    const nested = itemsOf(value);
    if (nested) flattenInto(flat, nested, machine, depth + 1);
    else flat.push(value);
  }
}

const sortable = new Set(['[]int', '[]float64', '[]string']);

function sort(args: readonly unknown[], machine: Machine): unknown {
  if (args.length !== 1 && args.length !== 2) throw new GoError(miscounted('1 or 2', args.length));
  const isDescending = args.length === 2 && descending(args[1]);
  const items = sortableItems(args[0]);
  if (!items) return new GoNil(anySliceType);
  const copy = [...items];
  machine.grow(copy.length);
  return pdqsort(copy, (a, b) => {
    machine.run.step();
    return isDescending ? less(b, a) : less(a, b);
  });
}

function sortableItems(list: unknown): readonly unknown[] | undefined {
  if (Array.isArray(list)) return list;
  const name = typeOf(list)?.name ?? '';
  return sortable.has(name) || name === '[]interface {}' ? itemsOf(list) : undefined;
}

function descending(order: unknown): boolean {
  if (typeof order !== 'string') throw new GoError(`sort order argument must be a string (got ${typeText(order)})`);
  if (order !== 'asc' && order !== 'desc') throw new GoError(`invalid order ${order}, expected asc or desc`);
  return order === 'desc';
}

function takeType(args: readonly (GoType | undefined)[]): GoType | string {
  if (args.length !== 2) return miscounted('2', args.length);
  const [list, count] = args;
  const kind = kindOfType(list);
  if (!list || (kind !== 'interface' && !isListKind(kind))) return `cannot take from ${typeName(list)}`;
  const countKind = kindOfType(count);
  if (countKind !== 'interface' && !signedKinds.has(countKind)) return `cannot take ${typeName(count)} elements`;
  return list;
}

function concatType(args: readonly (GoType | undefined)[]): GoType | string {
  if (args.length === 0) return miscounted('at least 1', 0);
  for (const type of args) {
    const kind = kindOfType(type);
    if (kind !== 'interface' && !isListKind(kind)) return `cannot concat ${typeName(type)}`;
  }
  return anySliceType;
}

/** Functions of lists, and `get`, which also takes maps and structs. */
export const listBuiltins: readonly Builtin[] = [
  end('first', 0),
  end('last', -1),
  { name: 'get', call: get },
  { name: 'take', call: take, validate: takeType },
  { name: 'reverse', call: reverse, validate: oneArgument(isListKind, anySliceType, 'cannot reverse %') },
  { name: 'uniq', call: uniq, validate: oneArgument(isListKind, anySliceType, 'cannot uniq %') },
  { name: 'concat', call: concat, validate: concatType },
  { name: 'flatten', call: flatten, validate: oneArgument(isListKind, anySliceType, 'cannot flatten %') },
  {
    name: 'sort',
    call: sort,
    types: types(
      'func([]interface {}, string) []interface {}',
      'func([]int, string) []interface {}',
      'func([]float64, string) []interface {}',
      'func([]string, string) []interface {}',
      'func([]interface {}) []interface {}',
      'func([]float64) []interface {}',
      'func([]string) []interface {}',
      'func([]int) []interface {}',
    ),
  },
];

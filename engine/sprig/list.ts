import { toInt } from '../go/cast.ts';
import { deepEqual } from '../go/equal.ts';
import { GoError, panic } from '../go/error.ts';
import { nativeRun } from '../go/native.ts';
import type { Run } from '../go/run.ts';
import { truth } from '../go/truth.ts';
import { compareStrings } from '../go/utf8.ts';
import { type GoFunc, GoNil, GoSlice, itemsOf, kindOf } from '../go/value.ts';
import { chunk } from './chunk.ts';
import { splitText } from './split.ts';
import { isList, textOf, textsOf } from './text.ts';

const nilList = new GoNil('[]interface {}');

/**
 * The items of a slice or array; `refusal` begins the error for other values. Their number is accounted for.
 * @throws {GoError} on nil as Go dereferences it, and for other values
 */
function itemsOfList(run: Run, list: unknown, refusal: string): readonly unknown[] {
  if (list === null || list === undefined)
    throw panic('runtime error: invalid memory address or nil pointer dereference');
  if (!isList(list)) throw new GoError(`${refusal} ${kindOf(list)}`);
  const items = itemsOf(list) as readonly unknown[];
  run.allocate(items.length);
  return items;
}

function push(run: Run, list: unknown, value: unknown): unknown[] {
  return [...itemsOfList(run, list, 'Cannot push on type'), value ?? null];
}

function prepend(run: Run, list: unknown, value: unknown): unknown[] {
  return [value ?? null, ...itemsOfList(run, list, 'Cannot prepend on type')];
}

function first(run: Run, list: unknown): unknown {
  return itemsOfList(run, list, 'Cannot find first on type')[0] ?? null;
}

function last(run: Run, list: unknown): unknown {
  return itemsOfList(run, list, 'Cannot find last on type').at(-1) ?? null;
}

function rest(run: Run, list: unknown): unknown {
  const items = itemsOfList(run, list, 'Cannot find rest on type');
  return items.length === 0 ? nilList : items.slice(1);
}

function initial(run: Run, list: unknown): unknown {
  const items = itemsOfList(run, list, 'Cannot find initial on type');
  return items.length === 0 ? nilList : items.slice(0, -1);
}

function reverse(run: Run, list: unknown): unknown[] {
  return [...itemsOfList(run, list, 'Cannot find reverse on type')].reverse();
}

function compact(run: Run, list: unknown): unknown[] {
  return itemsOfList(run, list, 'Cannot compact on type').filter(truth);
}

function uniq(run: Run, list: unknown): unknown[] {
  const unique: unknown[] = [];
  for (const item of itemsOfList(run, list, 'Cannot find uniq on type')) {
    if (!includes(run, unique, item)) unique.push(item);
  }
  return unique;
}

function without(run: Run, list: unknown, ...omitted: unknown[]): unknown[] {
  return itemsOfList(run, list, 'Cannot find without on type').filter((item) => !includes(run, omitted, item));
}

function has(run: Run, needle: unknown, list: unknown): boolean {
  if (list === null || list === undefined) return false;
  return includes(run, itemsOfList(run, list, 'Cannot find has on type'), needle);
}

function includes(run: Run, items: readonly unknown[], needle: unknown): boolean {
  return items.some((item) => {
    run.step();
    return deepEqual(needle, item, run);
  });
}

/** The items from one index to before another, of the same type as `list`; nil when the list is empty. */
function slice(run: Run, list: unknown, ...indices: unknown[]): unknown {
  const { length } = itemsOfList(run, list, 'list should be type of slice or array but');
  if (length === 0) return null;
  const start = indices.length > 0 ? Number(toInt(indices[0])) : 0;
  const end = indices.length > 1 ? Number(toInt(indices[1])) : length;
  if (start < 0 || end < start || end > length) throw panic('reflect.Value.Slice: slice index out of bounds');
  if (list instanceof GoSlice) return new GoSlice(list.type, list.items.slice(start, end));
  return (list as unknown[] | Uint8Array).slice(start, end);
}

function concat(run: Run, ...lists: unknown[]): unknown {
  const items: unknown[] = [];
  for (const list of lists) {
    if (list !== null && list !== undefined && !isList(list)) {
      throw panic(`Cannot concat type ${kindOf(list)} as list`);
    }
    for (const item of itemsOfList(run, list, '')) items.push(item);
  }
  return items.length === 0 ? nilList : items;
}

/** The texts of a list in the order of their bytes; a `[]string` is sorted in place, as upstream does. */
function sortAlpha(run: Run, list: unknown): unknown {
  if (!isList(list)) return [textOf(run, list)];
  const texts = textsOf(run, list);
  if (texts instanceof GoNil) return texts;
  const strings = (Array.isArray(texts) ? texts : texts.items) as string[];
  strings.sort((a, b) => {
    run.step();
    return compareStrings(a, b);
  });
  return texts;
}

function list(run: Run, ...values: unknown[]): unknown[] {
  run.allocate(values.length);
  return values.map((value) => value ?? null);
}

type ListFunction = (run: Run, ...args: never[]) => unknown;

/** A function and its `must` variant, which differ only in their signatures: panics and errors read the same. */
function both(name: string, signature: string, result: string, implementation: ListFunction): Record<string, GoFunc> {
  const must = `must${name[0]?.toUpperCase()}${name.slice(1)}`;
  return {
    [name]: nativeRun(`func(${signature}) ${result}`, implementation),
    [must]: nativeRun(`func(${signature}) (${result}, error)`, implementation),
  };
}

const any = 'interface {}';
const anyList = '[]interface {}';
const makeList = nativeRun('func(...interface {}) []interface {}', list);

/** sprig's functions on lists. */
export const listFunctions: Readonly<Record<string, GoFunc>> = {
  list: makeList,
  tuple: makeList,
  ...both('append', `${any}, ${any}`, anyList, push),
  ...both('push', `${any}, ${any}`, anyList, push),
  ...both('prepend', `${any}, ${any}`, anyList, prepend),
  ...both('first', any, any, first),
  ...both('last', any, any, last),
  ...both('rest', any, anyList, rest),
  ...both('initial', any, anyList, initial),
  ...both('reverse', any, anyList, reverse),
  ...both('compact', any, anyList, compact),
  ...both('uniq', any, anyList, uniq),
  ...both('without', `${any}, ...${any}`, anyList, without),
  ...both('has', `${any}, ${any}`, 'bool', has),
  ...both('slice', `${any}, ...${any}`, any, slice),
  ...both('chunk', `int, ${any}`, '[][]interface {}', (run: Run, size: number, items: unknown) =>
    chunk(run, size, itemsOfList(run, items, 'Cannot chunk type')),
  ),
  concat: nativeRun('func(...interface {}) interface {}', concat),
  sortAlpha: nativeRun('func(interface {}) []string', sortAlpha),
  splitList: nativeRun('func(string, string) []string', (run, separator: string, text: string) =>
    splitText(run, separator, text),
  ),
};

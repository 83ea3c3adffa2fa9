import { GoError, panic } from '../../go/error.ts';
import { pdqsort } from '../../go/sort.ts';
import { parseType } from '../../go/type.ts';
import { GoMap, GoPointer, GoStruct, int } from '../../go/value.ts';
import type { BuiltinNode, Node } from '../ast.ts';
import type { Code, Cursor, Machine } from '../machine.ts';
import { add } from '../runtime/arithmetic.ts';
import { less } from '../runtime/compare.ts';
import { asBool, deref } from '../runtime/convert.ts';
import { checkHashable } from '../runtime/fetch.ts';
import { loopItems, pastEnd } from '../runtime/items.ts';
import type { Compiler } from './index.ts';
import { itemOf } from './names.ts';
import { popped } from './operands.ts';

/** The compiled parts of a loop over a list. */
interface Loop {
  readonly list: Code;
  /** The predicate; for `count` and `sum` without one, the element. */
  readonly body: Code;
  /** The third argument of sortBy and reduce. */
  readonly extra: Code | undefined;
  /** What a hit gives in place of the element. */
  readonly map: Code | undefined;
  readonly level: number;
  /** Whether the parts may leave values on the stack, where results then wait as well. */
  readonly leaky: boolean;
  readonly from: number;
  readonly node: BuiltinNode;
}

type Maker = (loop: Loop) => Code;

export function compileLoop(compiler: Compiler, node: BuiltinNode): Code {
  const make = makers.get(node.name);
  if (!make) throw new TypeError(`unknown builtin ${node.name}`);
  const [list, predicate, extra] = node.args as [Node, Node?, Node?];
  const { from } = node;
  const listCode = compiler.compile(list);
  return compiler.inLoop((level) => {
    const mark = compiler.leaks;
    const parts = {
      body: predicate ? compiler.compile(predicate) : (m: Machine) => itemOf(m, level, from),
      extra: extra && compiler.compile(extra),
      map: node.map && compiler.compile(node.map),
    };
    const leaky = compiler.leaks !== mark;
    if (node.name === 'findLast' || node.name === 'findLastIndex') compiler.leaks++;
    return make({ list: listCode, ...parts, leaky, level, from, node });
  });
}

/** What the loop runs over. */
function begin(m: Machine, { list, level, from }: Loop): readonly unknown[] {
  const value = deref(list(m));
  m.at = from;
  m.cursor(level).accumulator = null;
  const items = loopItems(value);
  if (items !== value) m.run.step(items.length);
  return items;
}

/** Makes an element the current one. */
function enter(m: Machine, cursor: Cursor, items: readonly unknown[], index: number): void {
  m.run.step();
  cursor.item = items[index];
  cursor.index = index;
}

/** What the predicate gives, which must be a bool. */
function test(m: Machine, { body, from }: Loop): boolean {
  const hit = body(m);
  if (typeof hit === 'boolean') return hit;
  m.at = from;
  return asBool(hit);
}

/** The element, or what a fused `map` makes of it. */
function found(m: Machine, { map, level, from }: Loop): unknown {
  return map ? map(m) : itemOf(m, level, from);
}

/** A loop that ends with `outcome` as soon as the predicate gives `when`, else with its opposite. */
function quantifier(when: boolean, outcome: boolean): Maker {
  return (loop) => (m) => {
    const items = begin(m, loop);
    const cursor = m.cursor(loop.level);
    for (let i = 0; i < items.length; i++) {
      enter(m, cursor, items, i);
      if (test(m, loop) === when) return outcome;
    }
    return !outcome;
  };
}

const one: Maker = (loop) => (m) => {
  const items = begin(m, loop);
  const cursor = m.cursor(loop.level);
  let hits = 0;
  for (let i = 0; i < items.length; i++) {
    enter(m, cursor, items, i);
    if (test(m, loop)) hits++;
  }
  return hits === 1;
};

const count: Maker = (loop) => {
  const threshold = loop.node.threshold ?? Infinity;
  return (m) => {
    const items = begin(m, loop);
    const cursor = m.cursor(loop.level);
    let hits = 0;
    for (let i = 0; i < items.length && hits < threshold; i++) {
      enter(m, cursor, items, i);
      if (test(m, loop)) hits++;
    }
    return int(hits);
  };
};

const filter: Maker = (loop) => (m) => {
  const items = begin(m, loop);
  const cursor = m.cursor(loop.level);
  const hits: unknown[] = [];
  for (let i = 0; i < items.length; i++) {
    enter(m, cursor, items, i);
    if (test(m, loop)) collect(m, loop, hits, found(m, loop));
  }
  return collected(m, loop, hits);
};

const map: Maker = (loop) => (m) => {
  const items = begin(m, loop);
  const cursor = m.cursor(loop.level);
  const results: unknown[] = [];
  for (let i = 0; i < items.length; i++) {
    enter(m, cursor, items, i);
    collect(m, loop, results, loop.body(m));
  }
  return collected(m, loop, results);
};

function collect(m: Machine, { leaky }: Loop, results: unknown[], result: unknown): void {
  results.push(result);
  if (leaky) m.stack.push(result);
}

/** The results of a loop; with leaky parts what is on top of the stack instead. */
function collected(m: Machine, loop: Loop, results: unknown[]): unknown[] {
  return grown(m, loop, loop.leaky ? popped(m, results.length) : results);
}

function grown(m: Machine, { from }: Loop, items: unknown[]): unknown[] {
  m.at = from;
  m.grow(items.length);
  return items;
}

const sum: Maker = (loop) => (m) => {
  const items = begin(m, loop);
  const cursor = m.cursor(loop.level);
  cursor.accumulator = int(0);
  for (let i = 0; i < items.length; i++) {
    enter(m, cursor, items, i);
    const value = loop.body(m);
    m.at = loop.from;
    cursor.accumulator = add(value, cursor.accumulator, m.run);
  }
  return cursor.accumulator;
};

/** A search for the first element that the predicate holds for, or its index. */
function search(wantsIndex: boolean): Maker {
  return (loop) => (m) => {
    const items = begin(m, loop);
    const cursor = m.cursor(loop.level);
    for (let i = 0; i < items.length; i++) {
      enter(m, cursor, items, i);
      if (test(m, loop)) return wantsIndex ? int(i) : found(m, loop);
    }
    return nothing(m, loop);
  };
}

/** A search from the end, which leaves a bool on the stack for every element it tests. */
function searchBack(wantsIndex: boolean): Maker {
  return (loop) => (m) => {
    const items = begin(m, loop);
    const cursor = m.cursor(loop.level);
    for (let i = items.length - 1; i >= 0; i--) {
      m.stack.push(true);
      enter(m, cursor, items, i);
      if (test(m, loop)) return wantsIndex ? int(i) : found(m, loop);
    }
    m.stack.push(false);
    return nothing(m, loop);
  };
}

function nothing(m: Machine, { node, from }: Loop): null {
  if (!node.throws) return null;
  m.at = from;
  throw panic('reflect: slice index out of range');
}

const groupsType = parseType('map[interface {}][]interface {}');

const groupBy: Maker = (loop) => (m) => {
  const items = begin(m, loop);
  const cursor = m.cursor(loop.level);
  const groups = new GoMap(groupsType);
  cursor.accumulator = groups;
  for (let i = 0; i < items.length; i++) {
    enter(m, cursor, items, i);
    const key = loop.body(m);
    m.at = loop.from;
    const item = itemOf(m, loop.level, loop.from);
    checkHashable(key, groups.size === 0);
    const group = groups.get(key);
    if (Array.isArray(group)) group.push(item);
    else groups.set(key, [item]);
  }
  m.run.allocate(items.length);
  return groups;
};

/** Sets the loop to its start for the third argument, which Go evaluates inside the loop. */
function startAt(m: Machine, { level }: Loop, items: readonly unknown[]): void {
  const cursor = m.cursor(level);
  cursor.item = items.length > 0 ? items[0] : pastEnd;
  cursor.index = 0;
  cursor.accumulator = null;
}

function isDescending(m: Machine, loop: Loop, items: readonly unknown[]): boolean {
  if (!loop.extra) return false;
  startAt(m, loop, items);
  const order = loop.extra(m);
  m.at = loop.from;
  if (typeof order !== 'string') throw panic('sortBy order argument must be a string');
  if (order !== 'asc' && order !== 'desc') throw panic('unknown order, use asc or desc');
  return order === 'desc';
}

/** What `#acc` is while elements are sorted: nothing can be done with it. */
const sorting = new GoPointer(new GoStruct('runtime.SortBy', {}));

const sortBy: Maker = (loop) => (m) => {
  const items = begin(m, loop);
  const cursor = m.cursor(loop.level);
  const descending = isDescending(m, loop, items);
  cursor.accumulator = sorting;
  const pairs: (readonly [value: unknown, item: unknown])[] = [];
  for (let i = 0; i < items.length; i++) {
    enter(m, cursor, items, i);
    const value = loop.body(m);
    m.at = loop.from;
    pairs.push([value, itemOf(m, loop.level, loop.from)]);
  }
  m.at = loop.from;
  pdqsort(pairs, ([a], [b]) => {
    m.run.step();
    return descending ? less(b, a) : less(a, b);
  });
  return grown(
    m,
    loop,
    pairs.map(([, item]) => item),
  );
};

const reduce: Maker = (loop) => (m) => {
  const items = begin(m, loop);
  const cursor = m.cursor(loop.level);
  const { level, from, extra } = loop;
  startAt(m, loop, items);
  if (extra) {
    cursor.accumulator = deref(extra(m));
  } else {
    if (items.length === 0) throw new GoError('reduce of empty array with no initial value');
    cursor.accumulator = itemOf(m, level, from);
  }
  for (let i = extra ? 0 : 1; i < items.length; i++) {
    enter(m, cursor, items, i);
    cursor.accumulator = loop.body(m);
  }
  return cursor.accumulator;
};

const makers: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['all', quantifier(false, false)],
  ['none', quantifier(true, false)],
  ['any', quantifier(true, true)],
  ['one', one],
  ['count', count],
  ['filter', filter],
  ['map', map],
  ['sum', sum],
  ['find', search(false)],
  ['findIndex', search(true)],
  ['findLast', searchBack(false)],
  ['findLastIndex', searchBack(true)],
  ['groupBy', groupBy],
  ['sortBy', sortBy],
  ['reduce', reduce],
]);

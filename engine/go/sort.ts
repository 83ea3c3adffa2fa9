export { pdqsort } from './pdqsort.ts';

import { compareStrings } from './utf8.ts';
import { GoComplex, GoMap, GoNum, GoObject, GoSlice, isPlainMap, typeOf } from './value.ts';

/** The entries of a map in the order fmt and text/template visit them (internal/fmtsort); none for other values. */
export function sortedEntries(map: unknown): [key: unknown, value: unknown][] {
  if (map instanceof GoMap) {
    return Array.from(map.entries(), ([key, value]): [unknown, unknown] => [key, value]).sort(([a], [b]) =>
      compareKeys(a, b),
    );
  }
  return isPlainMap(map) ? sortedKeys(map).map((key) => [key, map[key]]) : [];
}

/** The keys of a plain map in the order of their bytes. */
export function sortedKeys(map: Readonly<Record<string, unknown>>): string[] {
  const keys = Object.keys(map);
  return keys.length > 1 ? keys.sort(compareStrings) : keys;
}

/** Go orders keys of different types by the addresses of their types; this is what Go 1.26's linker makes of them. */
const typeOrder = 'nil string uint8 int32 int64 uint64 int float32 float64 bool time.Duration time.Time'.split(' ');

function compareKeys(a: unknown, b: unknown): number {
  const x = typeOf(a);
  const y = typeOf(b);
  if (x !== y) return rank(x?.name) - rank(y?.name) || compareStrings(x?.name ?? '', y?.name ?? '');
  if (typeof a === 'string') return compareStrings(a, b as string);
  if (typeof a === 'boolean') return Number(a) - Number(b);
  if (a instanceof GoComplex && b instanceof GoComplex) {
    return compareNumbers(a.re, b.re) || compareNumbers(a.im, b.im);
  }
  if (a instanceof GoObject && b instanceof GoObject) {
    return compareLists(
      a.fields().map(([, value]) => value),
      b.fields().map(([, value]) => value),
    );
  }
  if (a instanceof GoSlice && b instanceof GoSlice) return compareLists(a.items, b.items);
  return compareNumbers(numberOf(a), numberOf(b));
}

function rank(name: string | undefined): number {
  const at = typeOrder.indexOf(name ?? 'nil');
  return at < 0 ? typeOrder.length : at;
}

function compareLists(a: readonly unknown[], b: readonly unknown[]): number {
  for (let i = 0; i < a.length; i++) {
    const order = compareKeys(a[i], b[i]);
    if (order !== 0) return order;
  }
  return 0;
}

function numberOf(value: unknown): number | bigint {
  if (value instanceof GoNum) return value.value;
  return typeof value === 'number' || typeof value === 'bigint' ? value : 0;
}

/** cmp.Compare: NaN before every other number. */
function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1;
  if (Number.isNaN(b)) return 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Sorts in place, keeping the order of equal items (sort.SliceStable). */
export function stableSort<T>(items: T[], less: (a: T, b: T) => boolean): T[] {
  return items.sort((a, b) => (less(a, b) ? -1 : less(b, a) ? 1 : 0));
}

import { deepEqual } from '../../go/equal.ts';
import type { Run } from '../../go/run.ts';
import { GoTime } from '../../go/time/index.ts';
import { GoSlice, itemsOf } from '../../go/value.ts';
import { intIn, isNil, numberClass, numberIn } from './convert.ts';

/** `a == b`: never fails. Numbers compare by value across types, lists element by element. */
export function equal(a: unknown, b: unknown, run: Run): boolean {
  if (typeof a === 'string') run.scan(a.length);
  if (typeof a === 'string' || typeof a === 'boolean') return a === b;
  if (typeof a === 'number' && typeof b === 'number') return a === b;
  const x = numberClass(a);
  if (x) {
    const y = numberClass(b);
    if (!y) return false;
    return x === 'int' && y === 'int' ? intIn(a) === intIn(b) : Number(numberIn(a)) === Number(numberIn(b));
  }
  return equalObjects(a, b, run);
}

function equalObjects(a: unknown, b: unknown, run: Run): boolean {
  if (a instanceof GoTime && b instanceof GoTime) return a.compare(b) === 0;
  const lists = listsOf(a, b);
  if (lists) return equalItems(lists[0], lists[1], run);
  return (isNil(a) && isNil(b)) || deepEqual(a, b, run);
}

const elements = new Set([
  'string',
  'int',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'float32',
  'float64',
]);

/** Whether a list's elements are compared one by one with those of any other such list. */
function elementType(value: unknown): string | undefined {
  if (Array.isArray(value)) return 'interface {}';
  if (value instanceof Uint8Array) return 'uint8';
  if (!(value instanceof GoSlice) || value.type.kind !== 'slice') return undefined;
  const element = value.type.elem?.name ?? '';
  return elements.has(element) ? element : undefined;
}

function listsOf(a: unknown, b: unknown): [readonly unknown[], readonly unknown[]] | undefined {
  const x = elementType(a);
  const y = x && elementType(b);
  if (!y || (x !== y && x !== 'interface {}' && y !== 'interface {}')) return undefined;
  return [itemsOf(a) ?? [], itemsOf(b) ?? []];
}

function equalItems(a: readonly unknown[], b: readonly unknown[], run: Run): boolean {
  if (a.length !== b.length) return false;
  run.step(a.length);
  return a.every((item, i) => equal(item, b[i], run));
}

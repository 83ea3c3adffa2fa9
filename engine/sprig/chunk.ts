import { panic } from '../go/error.ts';
import type { Run } from '../go/run.ts';

/**
 * `items` in lists of `size`, the last one shorter (sprig chunk). Upstream counts in float64, which decides what sizes
 * below 1 give.
 * @throws {GoError} `runtime error: makeslice: len out of range`
 */
export function chunk(run: Run, size: number, items: readonly unknown[]): unknown[][] {
  const count = Math.floor((items.length - 1) / size) + 1;
  if (!Number.isFinite(count) || count < 0) throw outOfRange();
  run.allocate(count);
  return Array.from({ length: count }, (_, i) => {
    const length = i === count - 1 ? Math.floor(items.length % size) || size : size;
    if (length < 0) throw outOfRange();
    return items.slice(i * size, i * size + length);
  });
}

function outOfRange(): Error {
  return panic('runtime error: makeslice: len out of range');
}

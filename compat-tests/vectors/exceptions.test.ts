import { expect, it } from 'vitest';
import { Exceptions, readExceptions } from './exceptions.ts';

const exceptions = new Exceptions([
  { id: 'a-1', reason: 'by id' },
  { pattern: 'now\\(', reason: 'by pattern' },
]);

it.each([
  [{ id: 'a-1', source: 'x' }, 'by id'],
  [{ id: 'a-2', source: 'now() + 1' }, 'by pattern'],
  [{ source: 'x' }, undefined],
])('finds the reason for %o', (c, want) => {
  expect(exceptions.reasonFor(c)).toBe(want);
});

it('reads a list within its limit', () => {
  expect(() => readExceptions()).not.toThrow();
  expect(() => new Exceptions(Array.from({ length: 26 }, (_, i) => ({ id: `${i}`, reason: '' })))).toThrow(RangeError);
});

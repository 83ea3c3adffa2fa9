import { describe, expect, it } from 'vitest';
import { pdqsort, sortedEntries, stableSort } from './sort.ts';
import { float64, GoMap, GoNil, int } from './value.ts';

describe('sortedEntries', () => {
  it.each([
    [{ b: 1, a: 2, '😀': 3, '\uffff': 4, '': 5 }, ['', 'a', 'b', '\uffff', '😀']],
    [{ __proto__: null, constructor: 1, 10: 1, 9: 1 }, ['10', '9', 'constructor']],
    [
      new GoMap('map[int]string', [
        [int(10), ''],
        [int(-1), ''],
        [int(9), ''],
      ]),
      [int(-1), int(9), int(10)],
    ],
    [
      new GoMap('map[bool]string', [
        [true, ''],
        [false, ''],
      ]),
      [false, true],
    ],
    [
      new GoMap('map[float64]string', [
        [2.5, ''],
        [float64(1), ''],
        [Number.NaN, ''],
      ]),
      [Number.NaN, float64(1), 2.5],
    ],
    [
      new GoMap('map[interface {}]interface {}', [
        [true, ''],
        [float64(1), ''],
        [int(1), ''],
        [1, ''],
        ['s', ''],
      ]),
      ['s', 1, int(1), float64(1), true],
    ],
    [new GoNil('map[string]interface {}'), []],
    [null, []],
    ['x', []],
  ])('%#', (map, keys) => {
    expect(sortedEntries(map).map(([key]) => key)).toEqual(keys);
  });
});

/** Items of few keys in the order that sort.Slice of Go 1.26 leaves them in, by their index before. */
const goldens: readonly [count: number, key: (i: number) => number, order: string][] = [
  [12, (i) => i % 3, '0,3,6,9,1,4,7,10,2,5,8,11'],
  [20, (i) => i % 3, '9,18,15,3,12,0,6,10,7,4,13,16,1,19,8,5,11,14,2,17'],
  [
    60,
    (i) => (i * 7) % 5,
    '40,25,55,30,20,5,0,10,15,45,35,50,58,13,38,8,48,33,18,43,53,3,28,23,31,36,26,1,56,51,21,6,46,' +
      '11,41,16,49,24,14,39,59,34,54,4,44,9,29,19,47,7,37,32,52,17,42,2,22,57,27,12',
  ],
  [
    40,
    (i) => Math.floor((40 - i) / 4),
    '39,38,37,33,36,35,34,32,31,30,29,28,27,26,25,21,24,23,22,20,19,18,17,13,16,15,14,10,12,11,9,8,' +
      '7,6,5,4,3,2,1,0',
  ],
];

describe('pdqsort', () => {
  it.each(goldens)('leaves equal items of %d where Go does', (count, key, order) => {
    const items = Array.from({ length: count }, (_, i) => ({ i, key: key(i) }));
    expect(
      pdqsort(items, (a, b) => a.key < b.key)
        .map(({ i }) => i)
        .join(),
    ).toBe(order);
  });

  it('sorts many', () => {
    const items = Array.from({ length: 5000 }, (_, i) => (i * 7919) % 4999);
    const want = [...items].sort((a, b) => a - b);
    expect(pdqsort([...items], (a, b) => a < b)).toEqual(want);
    expect(pdqsort([...want].reverse(), (a, b) => a < b)).toEqual(want);
  });
});

describe('stableSort', () => {
  it('keeps the order of equal items', () => {
    const items = Array.from({ length: 100 }, (_, i) => ({ i, key: i % 3 }));
    const sorted = stableSort(items, (a, b) => a.key < b.key);
    expect(sorted.map(({ i }) => i)).toEqual(
      [0, 1, 2].flatMap((key) =>
        sorted
          .filter((item) => item.key === key)
          .map(({ i }) => i)
          .sort((a, b) => a - b),
      ),
    );
    expect(sorted.map(({ key }) => key)).toEqual([...sorted.map(({ key }) => key)].sort());
  });
});

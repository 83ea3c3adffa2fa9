import { describe, expect, it } from 'vitest';
import { evaluate } from '../fixture.ts';

// Expected results are those of expr-lang 1.17.8.

describe('lists', () => {
  it.each([
    ['first(xs)', 'int64 3'],
    ['first(empty)', '<nil> <nil>'],
    ['first(n)', '<nil> <nil>'],
    ['last(xs)', 'int64 2'],
    ['last(s)', 'uint8 100'],
    ['get(xs, 1)', 'int64 1'],
    ['get(xs, 9)', '<nil> <nil>'],
    ['get(xs, "a")', 'invalid operation: int(string) (1:1)'],
    ['get(m, "a")', 'string two'],
    ['get(m, "nope")', '<nil> <nil>'],
    ['get(m, 1)', 'reflect.Value.MapIndex: value of type int is not assignable to type string (1:1)'],
    ['get(labels, "nope")', '<nil> <nil>'],
    ['get(null, "x")', '<nil> <nil>'],
    ['get(tm, "nope")', '<nil> <nil>'],
    ['get(n, "x")', '<nil> <nil>'],
    ['take(xs, 2)', '[]interface {} [3 1]'],
    ['take(xs, 9)', '[]interface {} [3 1 2]'],
    ['take(xs, -1)', 'reflect.Value.Slice: slice index out of bounds (1:1)'],
    ['take(strs, 1)', '[]string [x]'],
    ['take(n, 1)', 'cannot take from int64 (1:1)'],
    ['reverse(xs)', '[]interface {} [2 1 3]'],
    ['reverse(n)', 'cannot reverse int64 (1:1)'],
    ['uniq([1, 1.0, 2, "a", "a"])', '[]interface {} [1 2 a]'],
    ['uniq(n)', 'cannot uniq int64 (1:1)'],
    ['concat(xs, words)', '[]interface {} [3 1 2 a b c]'],
    ['concat(xs, n)', 'cannot concat int64 (1:1)'],
    ['concat(empty)', '[]interface {} []'],
    ['flatten([1, [2, [3]]])', '[]interface {} [1 2 3]'],
    ['flatten(n)', 'cannot flatten int64 (1:1)'],
    ['sort(xs)', '[]interface {} [1 2 3]'],
    ['sort(xs, "desc")', '[]interface {} [3 2 1]'],
    ['sort(xs, "up")', 'invalid order up, expected asc or desc (1:1)'],
    ['sort(xs, n)', 'sort order argument must be a string (got int64) (1:1)'],
    ['sort(words, "desc")', '[]interface {} [c b a]'],
    ['sort(mixed)', 'invalid operation: string < float64 (1:1)'],
    ['sort(strs)', '[]interface {} [x y]'],
  ])('%j', (source, want) => {
    expect(evaluate(source)).toBe(want);
  });
});

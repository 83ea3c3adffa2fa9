import { describe, expect, it } from 'vitest';
import { evaluate } from '../fixture.ts';

// Expected results are those of expr-lang 1.17.8.

describe('maps', () => {
  it.each([
    ['keys({a: 1})', '[]interface {} [a]'],
    ['keys(xs)', 'cannot get keys from slice (1:1)'],
    ['values({a: 1})', '[]interface {} [1]'],
    ['values(null)', 'cannot get values from invalid (1:1)'],
    ['toPairs({a: 1})', '[][2]interface {} [[a 1]]'],
    ['toPairs(n)', 'cannot transform int64 to pairs (1:1)'],
    ['fromPairs([["a", 1]])', 'map[interface {}]interface {} map[a:1]'],
    ['fromPairs([[1, 2]])', 'map[interface {}]interface {} map[1:2]'],
    ['fromPairs([1])', 'invalid pair 1 (1:1)'],
    ['fromPairs([[1, 2, 3]])', 'invalid pair length [1 2 3] (1:1)'],
    ['fromPairs([[[1], 2]])', 'runtime error: hash of unhashable type []interface {} (1:1)'],
    ['fromPairs(n)', 'cannot transform %!s(int64=42) from pairs (1:1)'],
    ['{a: 1, a: 2}', 'map[string]interface {} map[a:1]'],
    ['{(n): 1}', 'interface conversion: interface {} is int64, not string (1:1)'],
    ['{(s): 1}', 'map[string]interface {} map[héllo, wörld:1]'],
  ])('%j', (source, want) => {
    expect(evaluate(source)).toBe(want);
  });
});

import { describe, expect, it } from 'vitest';
import { evaluate } from '../fixture.ts';

// Expected results are those of expr-lang 1.17.8.

describe('statistics', () => {
  it.each([
    ['max(1, 2.5)', 'float64 2.5'],
    ['max(xs)', 'int64 3'],
    ['max(xs, 9)', 'int 9'],
    ['max([xs, [9]])', 'int 9'],
    ['max(words)', 'invalid argument for max (type string) (1:1)'],
    ['max(s)', 'string héllo, wörld'],
    ['max(null)', '<nil> <nil>'],
    ['max([])', '<nil> <nil>'],
    ['max(ints)', 'int 6'],
    ['max(strs)', 'invalid argument for max (type string) (1:1)'],
    ['max(d)', 'time.Duration 1h30m0s'],
    ['min(xs)', 'int64 1'],
    ['min(3, n, neg)', 'int64 -7'],
    ['min(bytes)', 'uint8 104'],
    ['min(1, s)', 'invalid argument for min (type string) (1:1)'],
    ['mean(xs)', 'float64 2'],
    ['mean(1, [2, [3]])', 'float64 2'],
    ['mean([])', 'float64 0'],
    ['mean(words)', 'invalid argument for mean (type string) (1:1)'],
    ['median(xs)', 'float64 2'],
    ['median(1, 2, 3, 4)', 'float64 2.5'],
    ['median([])', 'float64 0'],
    ['median(mixed)', 'invalid argument for median (type string) (1:1)'],
  ])('%j', (source, want) => {
    expect(evaluate(source)).toBe(want);
  });
});

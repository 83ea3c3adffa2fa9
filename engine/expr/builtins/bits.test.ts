import { describe, expect, it } from 'vitest';
import { evaluate } from '../fixture.ts';

// Expected results are those of expr-lang 1.17.8.

describe('bits', () => {
  it.each([
    ['bitand(5, 3)', 'int 1'],
    ['bitor(5, 3)', 'int 7'],
    ['bitxor(5, 3)', 'int 6'],
    ['bitnand(5, 3)', 'int 4'],
    ['bitshl(1, 63)', 'int -9223372036854775808'],
    ['bitshl(1, 64)', 'int 0'],
    ['bitshl(1, -1)', 'invalid operation: negative shift count -1 (type int) (1:1)'],
    ['bitshr(-8, 1)', 'int -4'],
    ['bitushr(-8, 1)', 'int 9223372036854775804'],
    ['bitnot(0)', 'int -1'],
    ['bitand(n, neg)', 'int 40'],
    ['bitand(f, 1)', 'cannot use float64 as argument (type int) to call bitand (1:1)'],
    ['bitxor(max64, -1)', 'int -9223372036854775808'],
  ])('%j', (source, want) => {
    expect(evaluate(source)).toBe(want);
  });
});

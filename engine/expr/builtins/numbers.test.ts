import { describe, expect, it } from 'vitest';
import { evaluate } from '../fixture.ts';

// Expected results are those of expr-lang 1.17.8.

describe('numbers', () => {
  it.each([
    ['abs(neg)', 'int64 7'],
    ['abs(-3.5)', 'float64 3.5'],
    ['abs(-9223372036854775807 - 1)', 'int -9223372036854775808'],
    ['abs(s)', 'invalid argument for abs (type string) (1:1)'],
    ['abs(d)', 'invalid argument for abs (type time.Duration) (1:1)'],
    ['ceil(f)', 'float64 4'],
    ['ceil(-0.5)', 'float64 -0'],
    ['floor(-3.5)', 'float64 -4'],
    ['floor(n)', 'float64 42'],
    ['round(2.5)', 'float64 3'],
    ['round(-2.5)', 'float64 -3'],
    ['round(0.49999999999999994)', 'float64 0'],
    ['round(s)', 'invalid argument for round (type string) (1:1)'],
    ['int("12")', 'int 12'],
    ['int(3.9)', 'int 3'],
    ['int(-3.9)', 'int -3'],
    ['int(nan)', 'int -9223372036854775808'],
    ['int(1e300)', 'int -9223372036854775808'],
    ['int(d)', 'int 5400000000000'],
    ['int(null)', 'reflect: call of reflect.Value.Type on zero Value (1:1)'],
    ['int(t)', 'invalid operation: int(bool) (1:1)'],
    ['float("1.5")', 'float64 1.5'],
    ['float("abc")', 'invalid operation: float(abc) (1:1)'],
    ['float(n)', 'float64 42'],
    ['float(null)', 'invalid operation: float(<nil>) (1:1)'],
  ])('%j', (source, want) => {
    expect(evaluate(source)).toBe(want);
  });
});

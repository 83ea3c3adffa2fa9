import { describe, expect, it } from 'vitest';
import { sizesFrom } from './case.ts';
import { exponentOf, exponentOfAdded, verdictOf } from './slope.ts';

const costs = (cost: (n: number) => number) => sizesFrom(100).map((n) => [n, cost(n)] as const);

describe('a growth', () => {
  it.each([
    ['a fixed cost', () => 50, 'flat'],
    ['a logarithm', (n: number) => Math.log(n) * 100, 'flat'],
    ['a line', (n: number) => 7 * n, 'linear'],
    ['a line above a fixed cost', (n: number) => 7 * n + 10_000, 'linear'],
    ['a sort', (n: number) => n * Math.log2(n), 'n log n'],
    ['a square', (n: number) => n * n, 'worse'],
    ['a small square beside a line', (n: number) => 20 * n + 0.1 * n * n, 'worse'],
  ])('of %s is seen in what is added', (_, cost, verdict) => {
    expect(verdictOf(exponentOfAdded(costs(cost)))).toBe(verdict);
  });

  it('has the exponent of its power', () => {
    expect(exponentOf(costs((n) => 3 * n ** 1.5))).toBeCloseTo(1.5);
  });

  it('needs two points', () => {
    expect(() => exponentOf([[1, 1]])).toThrow('1 points have no slope');
  });
});

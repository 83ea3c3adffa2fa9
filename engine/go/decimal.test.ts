import { expect, test } from 'vitest';
import { add, divide, fromFloat, multiply, subtract, toFloat } from './decimal.ts';
import { panic } from './error.ts';

test.each([
  [add, 0.1, 0.2, 0.3],
  [subtract, 0.3, 0.1, 0.2],
  [multiply, 1.1, 1.1, 1.21],
  [divide, 10, 3, 3.3333333333333335],
  [divide, -2, 3, -0.6666666666666667],
  [divide, 1, 1e17, 0],
  [add, 1e21, 1e-7, 1e21],
])('%o', (operation, a, b, want) => {
  expect(toFloat(operation(fromFloat(a), fromFloat(b)))).toBe(want);
});

test('what has no decimal panics', () => {
  expect(() => divide(fromFloat(1), fromFloat(0))).toThrow(panic('decimal division by 0'));
  expect(() => fromFloat(Number.POSITIVE_INFINITY)).toThrow(panic('Cannot create a Decimal from +Inf'));
});

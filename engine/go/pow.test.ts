import { expect, it } from 'vitest';
import { pow } from './pow.ts';

// What Go on amd64 gives.
it.each([
  [2, 0.5, Math.SQRT2],
  [0.5, 1.5, 0.3535533905932738],
  [42, 3.5, 480145.1168636416],
  [3.5, 3.5, 80.21178022896638],
  [7.25, -12.75, 1.0732240993159582e-11],
  [123456789.125, 0.1, 6.443940144561005],
  [0.1, 100.7, 1.9952623149688882e-101],
  [10, -5, 1e-5],
  [-2, 3, -8],
  [-2, 0.5, Number.NaN],
  [1, Number.NaN, 1],
  [-1, Infinity, 1],
  [0, -3, Infinity],
  [-0, -3, -Infinity],
  [2, 1024, Infinity],
  [2, -1074, 5e-324],
  [2, -1080, 0],
  [-1, 1e300, 1],
  [1.5, 1e300, Infinity],
  [Number.NaN, 0, 1],
  [-Infinity, 3, -Infinity],
  [1e-300, -0.3, 9.999999999999928e89],
])('%d to the %d', (x, y, want) => {
  expect(pow(x, y)).toBe(want);
});

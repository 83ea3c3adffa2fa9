import { expect, it } from 'vitest';
import { amountOf, sameAmount } from './quantity.ts';

it.each<[string, number | undefined]>([
  ['1', 1],
  ['250m', 0.25],
  ['.5', 0.5],
  ['2.', 2],
  ['64Mi', 67_108_864],
  ['1.5Gi', 1_610_612_736],
  ['1G', 1e9],
  ['12e6', 12e6],
  ['1E', 1e18],
  ['0', 0],
  ['', undefined],
  ['-1', undefined],
  ['+1', undefined],
  ['1 Gi', undefined],
  ['1KB', undefined],
  ['Mi', undefined],
  ['1e', undefined],
])('the amount of %j is %s', (quantity, expected) => {
  expect(amountOf(quantity)).toBe(expected);
});

it.each([
  ['1000m', '1', true],
  ['1024Mi', '1Gi', true],
  ['1.5Gi', '1536Mi', true],
  ['1', '1m', false],
  ['x', 'x', true],
  ['x', 'y', false],
  [1, '1', false],
])('%j and %j are the same amount: %s', (a, b, expected) => {
  expect(sameAmount(a, b)).toBe(expected);
});

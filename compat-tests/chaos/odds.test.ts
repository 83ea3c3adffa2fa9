import { expect, it } from 'vitest';
import { chanceOfMore } from './odds.ts';

it.each([
  ['none of them', [0, 50], [9, 50], 1],
  ['the only one of two equals', [1, 50], [0, 50], 0.5],
  ['all of three', [3, 50], [0, 50], 0.125],
  ['as many', [10, 50], [10, 50], 0.588],
  ['many more', [60, 50], [30, 50], 0.001],
  ['many more, of twice as much', [60, 100], [30, 50], 0.549],
] as const)('knows how likely it is that %s fall to one', (_what, [a, forA], [b, forB], chance) => {
  const found = chanceOfMore({ events: a, exposure: forA }, { events: b, exposure: forB });
  expect(found).toBeCloseTo(chance, 3);
});

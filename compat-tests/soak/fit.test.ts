import { describe, expect, it } from 'vitest';
import { Random } from '../fuzz/random.ts';
import { fit, isFlat } from './fit.ts';

const random = new Random(1);
const points = (at: (x: number) => number) => Array.from({ length: 100 }, (_, x) => [x, at(x)] as const);
const noise = () => (random.next() - 0.5) * 10;

describe('the verdict on a quantity', () => {
  it.each<[string, boolean, (x: number) => number]>([
    ['a level', true, () => 40],
    ['noise about a level', true, () => 40 + noise()],
    ['a rise within the tolerance', true, (x) => 40 + x * 0.01],
    ['a fall', true, (x) => 40 - x],
    ['a rise', false, (x) => 40 + x * 0.1],
    ['a rise within noise', false, (x) => 40 + x * 0.1 + noise()],
  ])('%s is flat: %s', (_what, flat, at) => {
    expect(isFlat(fit(points(at)), 2)).toBe(flat);
  });
});

it('a line is told by where it begins and what it rises by', () => {
  expect(fit(points((x) => 2 * x + 1))).toEqual({
    first: 1,
    mean: 100,
    last: 199,
    rise: 198,
    certainty: Number.POSITIVE_INFINITY,
  });
});

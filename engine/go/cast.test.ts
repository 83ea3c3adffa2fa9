import { describe, expect, it } from 'vitest';
import { toFloat64, toInt64 } from './cast.ts';
import { durationType, monthType, parseType } from './type.ts';
import { float64, GoStruct, int, sized } from './value.ts';

describe('cast', () => {
  it.each([
    [null, 0n, 0],
    [undefined, 0n, 0],
    [7, 7n, 7],
    [2n ** 62n, 2n ** 62n, 2 ** 62],
    [int(-3), -3n, -3],
    [float64(2), 2n, 2],
    [2.9, 2n, 2.9],
    [-2.9, -2n, -2.9],
    [Number.NaN, -(2n ** 63n), Number.NaN],
    [1e19, -(2n ** 63n), 1e19],
    [sized(parseType('uint64'), 2n ** 64n - 1n), -1n, 2 ** 64],
    [sized(parseType('uint8'), 9), 9n, 9],
    [sized(monthType, 5), 5n, 5],
    [sized(durationType, 5n), 0n, 0],
    [true, 1n, 1],
    [false, 0n, 0],
    ['12', 12n, 12],
    ['017', 15n, 17],
    ['08', 0n, 8],
    ['0x1F', 31n, 0],
    ['1_000', 1000n, 1000],
    ['3.000', 3n, 3],
    ['1.5', 0n, 1.5],
    ['.0', 0n, 0],
    ['1e3', 0n, 1000],
    ['x', 0n, 0],
    ['', 0n, 0],
    [[1], 0n, 0],
    [{ a: 1 }, 0n, 0],
    [new GoStruct('a.B', {}), 0n, 0],
  ])('%#: %o', (value, integer, float) => {
    expect(toInt64(value)).toBe(integer);
    expect(toFloat64(value)).toBe(float);
  });
});

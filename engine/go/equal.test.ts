import { describe, expect, it } from 'vitest';
import { deepEqual } from './equal.ts';
import { LimitError } from './run.ts';
import { fromInstant } from './time/index.ts';
import { durationType } from './type.ts';
import { float64, GoFunc, GoMap, GoNil, GoSlice, GoStruct, int, sized } from './value.ts';

const func = new GoFunc('func()', () => undefined);
const nan = [Number.NaN];

describe('deepEqual', () => {
  it.each([
    [1, 1, true],
    [1, int(1), false],
    [1, float64(1), false],
    [int(1), int(1), true],
    [int(1), sized(durationType, 1), false],
    [1.5, 1.5, true],
    [Number.NaN, Number.NaN, false],
    [nan, nan, true],
    [[Number.NaN], [Number.NaN], false],
    ['a', 'a', true],
    [null, null, true],
    [null, undefined, true],
    [null, [], false],
    [[], new GoNil('[]interface {}'), false],
    [new GoNil('[]interface {}'), new GoNil('[]interface {}'), true],
    [new GoNil('[]interface {}'), new GoNil('[]string'), false],
    [[1, [2]], [1, [2]], true],
    [[1, 2], [2, 1], false],
    [{ a: 1, b: { c: 2 } }, { b: { c: 2 }, a: 1 }, true],
    [{ a: 1 }, { b: 1 }, false],
    [{ a: null }, {}, false],
    [new GoSlice('[]string', ['x']), ['x'], false],
    [new GoSlice('[]string', ['x']), new GoSlice('[]string', ['x']), true],
    [new GoMap('map[int]string', [[int(1), 'x']]), new GoMap('map[int]string', [[int(1), 'x']]), true],
    [new GoMap('map[int]string', [[int(1), 'x']]), new GoMap('map[int]string', [[int(2), 'x']]), false],
    [Uint8Array.of(1, 2), Uint8Array.of(1, 2), true],
    [Uint8Array.of(1, 2), Uint8Array.of(1), false],
    [func, func, false],
    [new GoStruct('a.B', { X: [1] }), new GoStruct('a.B', { X: [1] }), true],
    [new GoStruct('a.B', { X: [1] }), new GoStruct('a.B', { X: [2] }), false],
    [fromInstant({ seconds: 1, nanoseconds: 0 }), fromInstant({ seconds: 1, nanoseconds: 0 }), true],
  ])('%#: %o and %o', (a, b, want) => {
    expect(deepEqual(a, b)).toBe(want);
    expect(deepEqual(b, a)).toBe(want);
  });

  it('stops at cyclic values', () => {
    const [a, b]: Record<string, unknown>[] = [{}, {}];
    Object.assign(a!, { self: a });
    Object.assign(b!, { self: b });
    expect(() => deepEqual(a, b)).toThrow(LimitError);
  });
});

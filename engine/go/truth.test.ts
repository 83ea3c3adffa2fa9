import { describe, expect, it } from 'vitest';
import { fromInstant } from './time/index.ts';
import { truth } from './truth.ts';
import { durationType } from './type.ts';
import { float64, GoComplex, GoFunc, GoMap, GoNil, GoSlice, GoStruct, int, sized } from './value.ts';

describe('truth', () => {
  it.each([
    undefined,
    null,
    false,
    0,
    -0,
    '',
    int(0),
    float64(0),
    sized(durationType, 0n),
    [],
    {},
    Object.create(null),
    new Uint8Array(),
    new GoSlice('[]string', []),
    new GoMap('map[int]string'),
    new GoNil('[]string'),
    new GoComplex(0, 0),
  ])('%#: %o is false', (value) => {
    expect(truth(value)).toBe(false);
  });

  it.each([
    true,
    1,
    -1,
    0.5,
    Number.NaN,
    2n ** 60n,
    'x',
    '0',
    int(1),
    sized(durationType, 1n),
    [0],
    [null],
    { a: null },
    Uint8Array.of(0),
    new GoSlice('[]string', ['']),
    new GoMap('map[int]string', [[int(0), '']]),
    new GoFunc('func()', () => undefined),
    new GoStruct('a.B', {}),
    fromInstant({ seconds: 0, nanoseconds: 0 }),
    new GoComplex(0, 1),
  ])('%#: %o is true', (value) => {
    expect(truth(value)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { evaluate } from '../fixture.ts';

// Expected results are those of expr-lang 1.17.8.

describe('values', () => {
  it.each([
    ['len(s)', 'int 12'],
    ['len(xs)', 'int 3'],
    ['len(m)', 'int 4'],
    ['len(labels)', 'int 2'],
    ['len(bytes)', 'int 2'],
    ['len(strs)', 'int 2'],
    ['len(n)', 'invalid argument for len (type int64) (1:1)'],
    ['len(null)', 'invalid argument for len (type <nil>) (1:1)'],
    ['type(n)', 'string int'],
    ['type(i)', 'string int'],
    ['type(f)', 'string float'],
    ['type(s)', 'string string'],
    ['type(t)', 'string bool'],
    ['type(null)', 'string nil'],
    ['type(xs)', 'string array'],
    ['type(m)', 'string map'],
    ['type(add)', 'string func'],
    ['type(d)', 'string time.Duration'],
    ['type(tm)', 'string time.Time'],
    ['type(tm.Month())', 'string time.Month'],
    ['type(timezone("UTC"))', 'string time.Location'],
    ['len(timezone("UTC"))', 'invalid argument for len (type *time.Location) (1:1)'],
    ['timezone("UTC") == timezone("UTC")', 'bool true'],
    ['type(bytes[0])', 'string uint'],
    ['string(n)', 'string 42'],
    ['string(f)', 'string 3.5'],
    ['string(null)', 'string <nil>'],
    ['string(m)', 'string map[a:two k:map[list:[1 2]] none:<nil> z:1]'],
    ['string(xs)', 'string [3 1 2]'],
    ['string(d)', 'string 1h30m0s'],
  ])('%j', (source, want) => {
    expect(evaluate(source)).toBe(want);
  });
});

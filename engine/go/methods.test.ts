import { describe, expect, it } from 'vitest';
import { methodOf, stringOf } from './methods.ts';
import { native } from './native.ts';
import { Run } from './run.ts';
import { fromInstant } from './time/index.ts';
import { durationType, monthType, weekdayType } from './type.ts';
import { GoPointer, GoStruct, int, sized } from './value.ts';

const run = new Run();
const struct = new GoStruct(
  'a.B',
  { X: 1 },
  { methods: { Hello: native('func(string) string', (name: string) => `hello ${name}`) } },
);

describe('methods', () => {
  it('finds methods of structs, pointers and named numbers', () => {
    expect(methodOf(struct, 'Hello')?.call(['you'], run)).toBe('hello you');
    expect(methodOf(new GoPointer(struct), 'Hello')?.call(['you'], run)).toBe('hello you');
    expect(methodOf(sized(durationType, 5_400_000_000_000n), 'Hours')?.call([], run)).toBe(1.5);
    expect(methodOf(fromInstant({ seconds: 0, nanoseconds: 0 }), 'Unix')?.call([], run)).toBe(0);
    expect(methodOf(sized(monthType, 2), 'String')?.call([], run)).toBe('February');
  });

  it.each([1, int(1), 'x', null, undefined, { Hello: 1 }, struct])('finds no other methods (%#)', (value) => {
    expect(methodOf(value, 'constructor')).toBeUndefined();
    expect(methodOf(value, 'Nope')).toBeUndefined();
  });

  it('gives the text of String methods', () => {
    expect(stringOf(sized(durationType, 90_000_000_000n))).toBe('1m30s');
    expect(stringOf(sized(monthType, 13))).toBe('%!Month(13)');
    expect(stringOf(sized(weekdayType, 0))).toBe('Sunday');
    expect(stringOf(fromInstant({ seconds: 0, nanoseconds: 0 }))).toBe('1970-01-01 00:00:00 +0000 UTC');
    for (const value of [1, 'x', null, struct, int(1)]) expect(stringOf(value)).toBeUndefined();
  });
});

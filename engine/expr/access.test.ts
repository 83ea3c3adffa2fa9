import { describe, expect, it } from 'vitest';
import { evaluate } from './fixture.ts';

// Expected results are those of expr-lang 1.17.8.

describe('members', () => {
  it.each([
    ['m.a', 'string two'],
    ['m["a"]', 'string two'],
    ['m.k.list[1]', 'int64 2'],
    ['m.nope', '<nil> <nil>'],
    ['m.nope.x', 'cannot fetch x from <nil> (1:8)'],
    ['m.none', '<nil> <nil>'],
    ['m.none.x', 'cannot fetch x from <nil> (1:8)'],
    ['m[1]', 'reflect.Value.MapIndex: value of type int is not assignable to type string (1:2)'],
    ['m[null]', '<nil> <nil>'],
    ['labels.a', 'string 1'],
    ['labels.nope', 'string'],
    ['byInt[2]', 'string two'],
    ['byInt[3]', 'string'],
    ['byInt["a"]', 'reflect.Value.MapIndex: value of type string is not assignable to type int (1:6)'],
    ['xs[0]', 'int64 3'],
    ['xs[-1]', 'int64 2'],
    ['xs[3]', 'index out of range: 3 (array length is 3) (1:3)'],
    ['xs[-4]', 'index out of range: -1 (array length is 3) (1:3)'],
    ['xs["a"]', 'invalid operation: int(string) (1:3)'],
    ['xs[1.5]', 'int64 1'],
    ['xs[null]', 'invalid operation: int(<nil>) (1:3)'],
    ['xs.a', 'invalid operation: int(string) (1:4)'],
    ['n.a', 'cannot fetch a from int64 (1:3)'],
    ['s.a', 'invalid operation: int(string) (1:3)'],
    ['nope', '<nil> <nil>'],
    ['nope.a', 'cannot fetch a from <nil> (1:6)'],
    ['m.__proto__', '<nil> <nil>'],
    ['m.constructor', '<nil> <nil>'],
    ['m.toString', '<nil> <nil>'],
    ['constructor', '<nil> <nil>'],
    ['toString', '<nil> <nil>'],
    ['$env.n', 'int64 42'],
    ['$env["n"]', 'int64 42'],
    ['"n" in $env', 'bool true'],
    ['len($env) > 20', 'bool true'],
    ['get($env, "n")', 'int64 42'],
    ['mixed[6].k', 'string v'],
    ['strs[1]', 'string y'],
    ['bytes[1]', 'uint8 105'],
    ['tm.wall', 'reflect.Value.Interface: cannot return value obtained from unexported field or method (1:4)'],
    ['tm.nope', 'cannot fetch nope from time.Time (1:4)'],
    ['tm[1]', 'interface conversion: interface {} is int, not string (1:3)'],
    ['d.nope', 'cannot fetch nope from time.Duration (1:3)'],
  ])('%j', (source, want) => {
    expect(evaluate(source)).toBe(want);
  });
});

describe('optional chains', () => {
  it.each([
    ['nope?.a', '<nil> <nil>'],
    ['nope?.a.b.c', '<nil> <nil>'],
    ['nope?.a.b[0]', 'cannot fetch 0 from <nil> (1:10)'],
    ['nope?.a?.b?.c', '<nil> <nil>'],
    ['m?.a', 'string two'],
    ['m?.k?.list[0]', 'int64 1'],
    ['m?.nope?.a', '<nil> <nil>'],
    ['m?.["a"]', 'string two'],
    ['nope?.[0]', '<nil> <nil>'],
    ['nope?.["a"].b', '<nil> <nil>'],
    ['(nope?.b).c', '<nil> <nil>'],
    ['n?.a', 'cannot fetch a from int64 (1:4)'],
    ['labels?.nope', 'string'],
    ['nope?.a ?? 1', 'int 1'],
    ['nope?.a() == nil', 'bool true'],
  ])('%j', (source, want) => {
    expect(evaluate(source)).toBe(want);
  });
});

describe('slices', () => {
  it.each([
    ['xs[1:]', '[]interface {} [1 2]'],
    ['xs[:1]', '[]interface {} [3]'],
    ['xs[-2:]', '[]interface {} [1 2]'],
    ['xs[5:]', '[]interface {} []'],
    ['xs[2:1]', '[]interface {} []'],
    ['xs[:]', '[]interface {} [3 1 2]'],
    ['s[1:3]', 'string é'],
    ['s[0:1]', 'string h'],
    ['strs[1:]', '[]string [y]'],
    ['bytes[1:]', '[]uint8 [105]'],
    ['m[1:]', 'cannot slice 1 (1:2)'],
    ['n[1:2]', 'cannot slice 1 (1:2)'],
    ['null[1:2]', 'cannot slice 1 (1:5)'],
    ['xs["a":]', 'invalid operation: int(string) (1:3)'],
    ['xs[:null]', 'invalid operation: int(<nil>) (1:3)'],
    ['xs[0:1.9]', '[]interface {} [3]'],
  ])('%j', (source, want) => {
    expect(evaluate(source)).toBe(want);
  });
});

describe('calls', () => {
  it.each([
    ['add(1, 2)', 'int 3'],
    ['add(n, 2)', 'reflect: Call using int64 as type int (1:1)'],
    ['add(1)', 'invalid number of arguments: expected 2, got 1 (1:1)'],
    ['add(1, 2, 3)', 'invalid number of arguments: expected 2, got 3 (1:1)'],
    ['add("a", 2)', 'reflect: Call using string as type int (1:1)'],
    ['add(null, 2)', 'int 2'],
    ['add(nope, 2)', 'int 2'],
    ['greet("x")', 'string Hello, x'],
    ['greet(null)', 'string Hello,'],
    ['score()', 'invalid number of arguments: expected at least 1, got 0 (1:1)'],
    ['score(1, 2, 3)', 'int 6'],
    ['score(1, "a")', 'reflect: cannot use string as type int in Call (1:1)'],
    ['two()', 'string two'],
    ['boom()', 'boom! (1:1)'],
    ['fail()', 'get "u": bad (1:1)'],
    ['nope()', 'invalid operation: cannot call nil (1:1)'],
    ['n()', 'invalid operation: cannot call non-function of type int64 (1:1)'],
    ['m.a()', 'invalid operation: cannot call non-function of type string (1:3)'],
    ['m.nope()', 'invalid operation: cannot call nil (1:3)'],
    ['tm.Year()', 'int 2024'],
    ['tm.Add(d).Hour()', 'int 8'],
    ['tm.Add(1)', 'reflect: Call using int as type time.Duration (1:4)'],
    ['tm.Format("2006-01-02")', 'string 2024-05-06'],
    ['tm.Nope()', 'cannot fetch Nope from time.Time (1:4)'],
    ['tm.Date()', 'int 2024'],
    ['tm.Compare(null)', 'int 1'],
    ['d.Hours()', 'float64 1.5'],
    ['d.String()', 'string 1h30m0s'],
    ['now().Add(n)', 'interface conversion: interface {} is int64, not time.Duration (1:7)'],
    ['now().Add(nope)', 'interface conversion: interface {} is nil, not time.Duration (1:7)'],
    ['let f = trim; f("x")', 'interface conversion: interface {} is nil, not func(string) string (1:15)'],
    ['let g = greet; g("y")', 'string Hello, y'],
    ['filter(words, greet(#) == "Hello, b")', '[]interface {} [b]'],
  ])('%j', (source, want) => {
    expect(evaluate(source)).toBe(want);
  });
});

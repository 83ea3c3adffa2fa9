import { describe, expect, it } from 'vitest';
import { evaluate } from './fixture.ts';

// Expected results are those of expr-lang 1.17.8.

describe('literals', () => {
  it.each([
    ['1_000', 'int 1000'],
    ['0x1F', 'int 31'],
    ['0b101', 'int 5'],
    ['0o17', 'int 15'],
    ['017', 'int 17'],
    ['.5', 'float64 0.5'],
    ['5.', 'float64 5'],
    ['1e5', 'float64 100000'],
    ['1..3', '[]int [1 2 3]'],
    ['9223372036854775807', 'int 9223372036854775807'],
    ["'a'", 'string a'],
    ['"a"', 'string a'],
    ['`a``b`', 'string a`b'],
    ['"\\n\\t\\\\"', 'string \n\t\\'],
    ['"\\x41\\101\\u0041\\U0001F600\\u{1F600}"', 'string AAA😀😀'],
    ["'it\\'s'", "string it's"],
    ['b"hi\\xff"', '[]uint8 [104 105 255]'],
    ['true', 'bool true'],
    ['nil', '<nil> <nil>'],
    ['[1, "a", true,]', '[]interface {} [1 a true]'],
    ['{a: 1, "b c": 2, 3: 4, ("d" + "e"): 5,}', 'map[string]interface {} map[3:4 a:1 b c:2 de:5]'],
    ['/* c */ 1 // d', 'int 1'],
  ])('%j', (source, want) => {
    expect(evaluate(source)).toBe(want);
  });
});

describe('precedence', () => {
  it.each([
    ['1 + 2 * 3', 'int 7'],
    ['(1 + 2) * 3', 'int 9'],
    ['2 ** 3 ** 2', 'float64 512'],
    ['-2 ** 2', 'float64 -4'],
    ['1 + 1 .. 3', '[]int [2 3]'],
    ['10 - 2 - 3', 'int 5'],
    ['not t == no', 'bool true'],
    ['!no == no', 'bool false'],
    ['1 < 2 < 3', 'bool true'],
    ['1 < n <= 42 < 43', 'bool true'],
    ['t or no and no', 'bool true'],
    ['null ?? 1', 'int 1'],
    ['(null ?? 1) + 1', 'int 2'],
    ['1 + null ?? 1', 'int 2'],
    ['t ? 1 : no ? 2 : 3', 'int 1'],
    ['no ?: 5', 'int 5'],
    ['t ?: 5', 'bool true'],
    ['n not in xs', 'bool true'],
    ['s not contains "x"', 'bool true'],
    ['not (n in xs)', 'bool true'],
    ['xs | map(# + 1) | len()', 'int 3'],
    ['let x = 1; let y = x + 1; x + y', 'int 3'],
    ['1; 2', 'int 2'],
    ['1; 2;', 'int 2'],
    ['(1; 2) + 1', 'int 3'],
    ['if t { 1 } else { 2 }', 'int 1'],
    ['if no { 1 } else if no { 2 } else { 3 }', 'int 3'],
    ['if t { let x = 1; x + 1 } else { 2 }', 'int 2'],
    ['::len("abc")', 'int 3'],
    ['m.not ?? m.in ?? 1', 'int 1'],
  ])('%j', (source, want) => {
    expect(evaluate(source)).toBe(want);
  });
});

describe('syntax errors', () => {
  it.each([
    ['1 +', 'unexpected token EOF (1:3)'],
    ['(1', 'unexpected token EOF (1:2)'],
    ['[1, 2', 'unexpected token EOF (1:5)'],
    ['[1,,2]', 'unexpected token Operator(",") (1:4)'],
    ['{a 1}', 'unexpected token Number("1") (1:4)'],
    [
      '{,}',
      'a map key must be a quoted string, a number, a identifier, or an expression enclosed in parentheses (unexpected token Operator(",")) (1:2)',
    ],
    ['{a: 1,, b: 2}', 'unexpected token Operator(",") (1:7)'],
    ['add(1 2)', 'unexpected token Number("2") (1:7)'],
    ['m.', 'unexpected end of expression (1:2)'],
    ['m.1', 'unexpected token Number(".1") (1:2)'],
    ['m..a', 'invalid operation: int(map[string]interface {}) (1:2)'],
    ['a ? b', 'unexpected token EOF (1:5)'],
    ['a ? : c', 'interface conversion: interface {} is nil, not bool (1:7)'],
    ['let', 'unexpected token EOF (1:3)'],
    ['let x = 1', 'unexpected token EOF (1:9)'],
    ['let 1 = 2; 3', 'unexpected token Number("1") (1:5)'],
    ['if t { 1 }', 'unexpected token EOF (1:10)'],
    ['if t 1', 'unexpected token Number("1") (1:6)'],
    ['a ?? 1 + 1', 'Operator (+) and coalesce expressions (??) cannot be mixed. Wrap either by parentheses. (1:8)'],
    ['1 not 2', 'unexpected token Number("2") (1:7)'],
    ['1 | 2', 'unexpected token Number("2") (1:5)'],
    ['1 | add', 'unexpected token EOF (1:7)'],
    ['f()()', 'unexpected token Bracket("(") (1:4)'],
    ['nil.b', 'unexpected token Operator(".") (1:4)'],
    [';', 'unexpected token Operator(";") (1:1)'],
    ['a = 1', 'unexpected token Operator("=") (1:3)'],
    ['a b', 'unexpected token Identifier("b") (1:3)'],
    ['filter(xs)', 'expected at least 2 arguments (1:10)'],
    ['filter(xs, # > 1; 2)', 'wrap predicate with brackets { and } (1:17)'],
    ['map(xs, {a: #})', 'unexpected token Operator(":") (1:11)'],
    ['#', 'unexpected token Operator("#") (1:1)'],
    ["'abc", 'literal not terminated (1:5)'],
    ['"a\\q"', 'invalid char escape (1:4)'],
    ['"\\u12"', 'invalid char escape (1:6)'],
    ['"\\400"', 'unable to unescape string (1:6)'],
    ['`abc', 'literal not terminated (1:5)'],
    ['0xZZ', 'bad number syntax: "0xZ" (1:3)'],
    ['1.2.3', 'unexpected token Number(".3") (1:4)'],
    ['1a', 'bad number syntax: "1a" (1:2)'],
    ['1e999', 'invalid float literal: strconv.ParseFloat: parsing "1e999": value out of range (1:5)'],
    [
      '9223372036854775808',
      'invalid integer literal: strconv.ParseInt: parsing "9223372036854775808": value out of range (1:19)',
    ],
    ['@', "unrecognized character: U+0040 '@' (1:1)"],
    ['a & b', 'unexpected token Operator("&") (1:3)'],
    ['/* x', 'unclosed comment (1:5)'],
    ['é +', 'unexpected token EOF (1:3)'],
    ['"日本" "x"', 'unexpected token String("x") (1:6)'],
    ['', 'unexpected token EOF'],
    [' ', 'unexpected token EOF (1:1)'],
  ])('%j', (source, want) => {
    expect(evaluate(source)).toBe(want);
  });
});

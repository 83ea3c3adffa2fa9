import { describe, expect, it } from 'vitest';
import { evaluate } from '../fixture.ts';

// Expected results are those of expr-lang 1.17.8.

describe('strings', () => {
  it.each([
    ['trim("  a ")', 'string a'],
    ['trim("xxaxx", "x")', 'string a'],
    ['trim(n)', 'interface conversion: interface {} is int64, not string (1:1)'],
    ['trimPrefix("ab", "a")', 'string b'],
    ['trimPrefix(" ab")', 'string ab'],
    ['trimSuffix("ab", "b")', 'string a'],
    ['upper("straße")', 'string STRAßE'],
    ['lower("ÀÉİ")', 'string àéi'],
    ['split("a,b,c", ",")', '[]string [a b c]'],
    ['split("a,b,c", ",", 2)', '[]string [a b,c]'],
    ['split("a,b,c", ",", 0)', '[]string []'],
    ['split("héy", "")', '[]string [h é y]'],
    ['splitAfter("a,b", ",")', '[]string [a, b]'],
    ['replace("abab", "a", "x")', 'string xbxb'],
    ['replace("abab", "a", "x", 1)', 'string xbab'],
    ['replace("ab", "", "-")', 'string -a-b-'],
    ['replace("", "", "-")', 'string -'],
    ['repeat("ab", 3)', 'string ababab'],
    ['repeat("ab", -1)', 'invalid argument for repeat (expected positive integer, got -1) (1:1)'],
    ['repeat("ab", 1000001)', 'memory budget exceeded (1:1)'],
    ['repeat("ab", 500000)', 'memory budget exceeded (1:1)'],
    ['join(words)', 'string abc'],
    ['join(words, "-")', 'string a-b-c'],
    ['join(strs, "-")', 'string x-y'],
    ['join(xs)', 'interface conversion: interface {} is int64, not string (1:1)'],
    ['join(ints)', 'invalid argument for join (type []int) (1:1)'],
    ['join(null)', 'invalid argument for join (type %!s(<nil>)) (1:1)'],
    ['indexOf(s, "l")', 'int 3'],
    ['indexOf(s, "w")', 'int 8'],
    ['indexOf(s, "zz")', 'int -1'],
    ['lastIndexOf(s, "l")', 'int 12'],
    ['hasPrefix(s, "hé")', 'bool true'],
    ['hasSuffix(s, "x")', 'bool false'],
    ['hasPrefix(n, "x")', 'interface conversion: interface {} is int64, not string (1:1)'],
  ])('%j', (source, want) => {
    expect(evaluate(source)).toBe(want);
  });
});

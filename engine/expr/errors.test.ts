import { describe, expect, it } from 'vitest';
import { failure } from './fixture.ts';

// Expected results are those of expr-lang 1.17.8.

describe('messages with position, line and caret', () => {
  it.each([
    ['n + s', 'invalid operation: int64 + string (1:3)\n | n + s\n | ..^'],
    ['\tn + s', 'invalid operation: int64 + string (1:4)\n |  n + s\n | ...^'],
    ['n +\n  s', 'invalid operation: int64 + string (1:3)\n | n +\n | ..^'],
    ['1 +\n\n2 + s', 'invalid operation: int + string (3:3)\n | 2 + s\n | ..^'],
    ["'é' + n", "invalid operation: string + int64 (1:5)\n | 'é' + n\n | ....^"],
    ["'日本😀' + n", "invalid operation: string + int64 (1:7)\n | '日本😀' + n\n | ......^"],
    ['(n +\n s)', 'invalid operation: int64 + string (1:4)\n | (n +\n | ...^'],
    ['@', "unrecognized character: U+0040 '@' (1:1)\n | @\n | ^"],
    ['m.x.y', 'cannot fetch y from <nil> (1:5)\n | m.x.y\n | ....^'],
    ['n.\n', 'unexpected end of expression (1:3)\n | n.\n | ..^'],
    ['xs[5]', 'index out of range: 5 (array length is 3) (1:3)\n | xs[5]\n | ..^'],
    ['add(1)', 'invalid number of arguments: expected 2, got 1 (1:1)\n | add(1)\n | ^'],
    ['let x = n;\nx.y.z', 'cannot fetch y from int64 (2:3)\n | x.y.z\n | ..^'],
    ['filter(xs, # > s)', 'invalid operation: int64 > string (1:14)\n | filter(xs, # > s)\n | .............^'],
    ['\n\nn + s', 'invalid operation: int64 + string (3:3)\n | n + s\n | ..^'],
  ])('%j', (source, want) => {
    expect(failure(source).message).toBe(want);
  });
});

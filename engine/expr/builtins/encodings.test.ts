import { describe, expect, it } from 'vitest';
import { evaluate } from '../fixture.ts';

// Expected results are those of expr-lang 1.17.8.

describe('encodings', () => {
  it.each([
    ['toJSON({a: [1, 2.0, "<b>"]})', 'string {\n  "a": [\n    1,\n    2,\n    "\\u003cb\\u003e"\n  ]\n}'],
    ['toJSON(null)', 'string null'],
    ['toJSON(nan)', 'json: unsupported value: NaN (1:1)'],
    ['fromJSON("{\\"a\\": [1, 2.5, null]}")', 'map[string]interface {} map[a:[1 2.5 <nil>]]'],
    ['fromJSON("[1")', 'unexpected end of JSON input (1:1)'],
    ['fromJSON(n)', 'interface conversion: interface {} is int64, not string (1:1)'],
    ['toBase64("hi?")', 'string aGk/'],
    ['fromBase64("aGk/")', 'string hi?'],
    ['fromBase64("aGk")', 'illegal base64 data at input byte 0 (1:1)'],
    ['fromBase64("a*")', 'illegal base64 data at input byte 1 (1:1)'],
  ])('%j', (source, want) => {
    expect(evaluate(source)).toBe(want);
  });
});

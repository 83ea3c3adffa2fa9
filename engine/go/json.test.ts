import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepEqual } from './equal.ts';
import { GoError } from './error.ts';
import { decodeKubernetes, marshal, unmarshal, unmarshalPartial } from './json.ts';
import { fromInstant } from './time/index.ts';
import { durationType, parseType } from './type.ts';
import {
  float64,
  GoComplex,
  GoFunc,
  GoMap,
  GoNil,
  GoNum,
  GoPointer,
  GoSlice,
  GoStruct,
  int,
  newMap,
  sized,
  typeOf,
} from './value.ts';

const func = new GoFunc('func(int) string', () => '');

describe('marshal', () => {
  it.each([
    [null, 'null'],
    [undefined, 'null'],
    [{ b: 1, a: [true, 'x'], '😀': 2, '\uffff': 3 }, '{"a":[true,"x"],"b":1,"\uffff":3,"😀":2}'],
    ['<a href="x">&</a>\u2028', '"\\u003ca href=\\"x\\"\\u003e\\u0026\\u003c/a\\u003e\\u2028"'],
    ['\0\b\f\n\r\t\x1f\x7f/\\', '"\\u0000\\b\\f\\n\\r\\t\\u001f\x7f/\\\\"'],
    ['é\udcff�', '"é\\ufffd�"'],
    [1e20, '100000000000000000000'],
    [1e21, '1e+21'],
    [1e-6, '0.000001'],
    [1e-7, '1e-7'],
    [-0, '-0'],
    [float64(1), '1'],
    [new GoNum(parseType('float32'), Math.fround(1e-7)), '1e-7'],
    [new GoNum(parseType('float32'), Math.fround(0.1)), '0.1'],
    [2n ** 62n, '4611686018427387904'],
    [sized(durationType, 5n), '5'],
    [Uint8Array.of(104, 105), '"aGk="'],
    [new GoSlice('[]string', []), '[]'],
    [new GoNil('[]interface {}'), 'null'],
    [
      new GoMap('map[int]string', [
        [int(9), 'y'],
        [int(10), 'x'],
      ]),
      '{"10":"x","9":"y"}',
    ],
    [new GoStruct('shared.Commit', { Message: 'm', Tags: new GoNil('[]string') }), '{"Message":"m","Tags":null}'],
    [[new GoPointer(new GoStruct('shared.Commit', { A: 1 }))], '[{"A":1}]'],
    [
      new GoPointer(
        new GoStruct(
          'a.B',
          { A: '', B: 'x', C: 0, D: new GoSlice('[]string', []), E: false, F: null, G: newMap(), H: 1 },
          { json: { A: 'a,omitempty', B: 'b', C: ',omitempty', D: 'd,omitempty', E: 'e', F: 'f,omitempty', H: '-' } },
        ),
      ),
      '{"b":"x","e":false,"G":{}}',
    ],
    [fromInstant({ seconds: 0, nanoseconds: 5e8 }), '"1970-01-01T00:00:00.5Z"'],
  ])('%#: %o', (value, want) => {
    expect(marshal(value)).toBe(want);
  });

  it.each([
    [Number.NaN, 'json: unsupported value: NaN'],
    [[Number.NEGATIVE_INFINITY], 'json: unsupported value: -Inf'],
    [{ f: func }, 'json: unsupported type: func(int) string'],
    [new GoMap('map[interface {}]interface {}'), 'json: unsupported type: map[interface {}]interface {}'],
    [new GoComplex(0, 1), 'json: unsupported type: complex128'],
    [
      fromInstant({ seconds: 253_402_300_800, nanoseconds: 0 }),
      'json: error calling MarshalJSON for type time.Time: Time.MarshalJSON: year outside of range [0,9999]',
    ],
  ])('refuses what Go refuses (%#)', (value, message) => {
    expect(() => marshal(value)).toThrow(new GoError(message));
  });

  it('indents', () => {
    expect(marshal({ a: [], b: {}, c: [1, { d: 2 }] }, { indent: '  ' })).toBe(
      '{\n  "a": [],\n  "b": {},\n  "c": [\n    1,\n    {\n      "d": 2\n    }\n  ]\n}',
    );
    expect(marshal([1], { prefix: '>', indent: '\t' })).toBe('[\n>\t1\n>]');
  });

  it('leaves HTML alone when asked to', () => {
    expect(marshal('<&>\u2028', { escapeHtml: false })).toBe('"<&>\\u2028"');
  });

  it('reports a cycle', () => {
    const map: Record<string, unknown> = {};
    map['self'] = map;
    expect(() => marshal(map)).toThrow('json: unsupported value: encountered a cycle via map[string]interface {}');
  });

  it('writes JSON that reads back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(
          deepEqual(
            decodeKubernetes(marshal(decodeKubernetes(JSON.stringify(value)))),
            decodeKubernetes(JSON.stringify(value)),
          ),
        ).toBe(true);
      }),
    );
  });
});

describe('unmarshal', () => {
  it('makes every number a float64', () => {
    const value = unmarshal('[1,1.5,-0,1e2]') as unknown[];
    expect(value.map((item) => typeOf(item)?.name)).toEqual(Array(4).fill('float64'));
    expect(marshal(value)).toBe('[1,1.5,-0,100]');
  });

  it.each([
    ['{"a":1,"a":2}', '{"a":2}'],
    ['"\\ud800x\\ud83d\\ude00\\/"', '"�x😀/"'],
    ['"\udcff"', '"�"'],
    [' [ null , true ] ', '[null,true]'],
    ['{"__proto__":{"x":1},"constructor":2}', '{"__proto__":{"x":1},"constructor":2}'],
  ])('%j', (text, want) => {
    expect(marshal(unmarshal(text))).toBe(want);
  });

  it.each([
    ['', 'unexpected end of JSON input'],
    ['{"a":', 'unexpected end of JSON input'],
    ['"abc', 'unexpected end of JSON input'],
    ['tru', "invalid character ' ' in literal true (expecting 'e')"],
    ['1e', "invalid character ' ' in exponent of numeric literal"],
    ['x', "invalid character 'x' looking for beginning of value"],
    ['é', "invalid character 'Ã' looking for beginning of value"],
    ["'", "invalid character '\\'' looking for beginning of value"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['[1 2]', "invalid character '2' after array element"],
    ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
    ['{"a"1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', "invalid character '\"' after object key:value pair"],
    ['1 2', "invalid character '2' after top-level value"],
    ['01', "invalid character '1' after top-level value"],
    ['-x', "invalid character 'x' in numeric literal"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['"\n"', "invalid character '\\n' in string literal"],
    ['"\\q"', "invalid character 'q' in string escape code"],
    ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
    ['nulx', "invalid character 'x' in literal null (expecting 'l')"],
    ['[1e400,1e999]', 'json: cannot unmarshal number 1e400 into Go value of type float64'],
    ['[1e400', 'unexpected end of JSON input'],
    ['['.repeat(10_001), "invalid character '[' exceeded max depth"],
  ])('refuses %j', (text, message) => {
    expect(() => unmarshal(text)).toThrow(new GoError(message));
  });

  it('throws nothing but GoError', () => {
    const token = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"\\u', '1', '-', '.', 'e', 'true', 'null', ' ');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(token).map((tokens) => tokens.join('')),
        ),
        (text) => {
          try {
            unmarshal(text);
          } catch (error) {
            expect(error).toBeInstanceOf(GoError);
          }
        },
      ),
    );
  });
});

describe('decodeKubernetes', () => {
  it.each([
    ['1', 'int64', '1'],
    ['1.0', 'float64', '1'],
    ['1e3', 'float64', '1000'],
    ['1.5', 'float64', '1.5'],
    ['-0', 'int64', '0'],
    ['-0.0', 'float64', '-0'],
    ['9007199254740993', 'int64', '9007199254740993'],
    ['-9223372036854775808', 'int64', '-9223372036854775808'],
    ['9223372036854775808', 'float64', '9223372036854776000'],
  ])('%s is %s', (text, type, json) => {
    for (const wrapped of [`[${text}]`, `{"a": ${text}}`]) {
      const container = decodeKubernetes(wrapped) as Record<string, unknown>;
      const value = Array.isArray(container) ? container[0] : container['a'];
      expect([typeOf(value)?.name, marshal(value)]).toEqual([type, json]);
    }
  });

  it('keeps what looks like a number in a text', () => {
    const text = '{"image":"sha256:12345678901234567890","v":"1.0","w":[" 1e5"],"x":"\\ud83d\\ude00"}';
    expect(marshal(decodeKubernetes(text))).toBe(text.replace('\\ud83d\\ude00', '😀'));
  });

  it('words errors as unmarshal does', () => {
    expect(() => decodeKubernetes('{"a":}')).toThrow("invalid character '}' looking for beginning of value");
  });
});

describe('what json.Unmarshal leaves beside its error', () => {
  it.each([
    ['{"a":1e999,"b":[2,-1e999]}', '{"a":null,"b":[2,null]}', 'json: cannot unmarshal number 1e999 into'],
    ['{"a":1', 'null', 'unexpected end of JSON input'],
  ])('%s', (text, want, message) => {
    const { value, error } = unmarshalPartial(text);
    expect(marshal(value)).toBe(want);
    expect(error?.message).toContain(message);
    expect(() => unmarshal(text)).toThrow(message);
  });
});

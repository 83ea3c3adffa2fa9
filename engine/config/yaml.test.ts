import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../errors.ts';
import { float64, GoNum } from '../go/value.ts';
import { locate, parseYaml } from './yaml.ts';

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_key, item) => (item instanceof GoNum ? `float ${item.value}` : item)));
}

describe('parseYaml', () => {
  it.each<[string, unknown]>([
    ['', null],
    ['# c', null],
    [
      'a: y\nb: n\nc: Yes\nd: ON\ne: ~\nf: null\ng:',
      { a: true, b: false, c: true, d: true, e: null, f: null, g: null },
    ],
    ['[0777, 0o17, 0x1F, 0b11, -0b11, 1_000, +5]', [511, 15, 31, 3, -3, 1000, 5]],
    ['[1e3, 1.5, .5, 08]', ['float 1000', 1.5, 0.5, 'float 8']],
    ['[1:30, 190:20:30, 2020-01-01, 1e400, _1, 1.2.3]', ['1:30', '190:20:30', '2020-01-01', '1e400', '_1', '1.2.3']],
    ['["y", \'1\', !!str 5, ! 5, !foo 5]', ['y', '1', '5', '5', '5']],
    ['a: !!binary aGk=\nb: !!float 5\nc: !!bool yes', { a: 'hi', b: 'float 5', c: true }],
    ['a: 1\na: 2', { a: 2 }],
    ['1: a\n1.5: b\nyes: c', { '1': 'a', '1.5': 'b', true: 'c' }],
    ['__proto__: a\nconstructor: b', JSON.parse('{"__proto__": "a", "constructor": "b"}')],
    ['a: &x {b: 1}\nc: *x\nd: {<<: *x, e: 2}', { a: { b: 1 }, c: { b: 1 }, d: { b: 1, e: 2 } }],
    ['x: &x {e: 9}\nd:\n  e: 2\n  <<: *x', { x: { e: 9 }, d: { e: 9 } }],
    ['<<: [{a: 1}, {a: 2, b: 3}]', { a: 1, b: 3 }],
    ['"<<": {a: 1}', { '<<': { a: 1 } }],
    ['a: |\n  x\n  y\n', { a: 'x\ny\n' }],
    ['a: |\n  x\n  y', { a: 'x\ny' }],
    ['a: >\n  x\n  y\n\n  z\n', { a: 'x y\nz\n' }],
    ['a: |2-\n    x', { a: '  x' }],
    ['a: 1\n---\nb: [', { a: 1 }],
    ['  a: 1\n b: 2', { a: 1 }],
    ['[s:r, q:]', ['s:r', 'q:']],
    ["a: 'x'#c", { a: 'x' }],
    ['a: [\n1\n]', { a: [1] }],
    ['x: [a,\n\tb]', { x: ['a', 'b'] }],
    ['a:\tb', { a: 'b' }],
    ['a: |\n x\x85 y\n', { a: 'x\ny\n' }],
    ["a: 'x\x85y'", { a: 'x y' }],
    ['a: x\u2028 y', { a: 'x\u2028y' }],
    ['? a', { a: null }],
    ['{a, b: }', { a: null, b: null }],
    ['[? a : b]', [{ a: 'b' }]],
    ['{a:1}', { 'a:1': null }],
    ['{"a":1}', { a: 1 }],
    ['a: "x\\\n  y"', { a: 'xy' }],
    ['a: "\n  x\n\n  y "', { a: ' x\ny ' }],
    ['a: >\n  x\n   y\n  z\n', { a: 'x\n y\nz\n' }],
    ['a: >+\n  x\n\n\nb: 1', { a: 'x\n\n\n', b: 1 }],
    ['%TAG ! tag:x,2000:\n---\n!y z', 'z'],
    ['\ufeffa: 1', { a: 1 }],
    ['a: &x 1\nb: *x\nc: &x 2\nd: *x', { a: 1, b: 1, c: 2, d: 2 }],
    ['a: !!set {b}', { a: { b: null } }],
    ['a:\r\n  b: |\r\n    x\r\n    y\r\n', { a: { b: 'x\ny\n' } }],
    ['a: x # c\nb: x#c', { a: 'x', b: 'x#c' }],
    ['a: 2001-1-1\nb: !!timestamp 2001-1-1', { a: '2001-1-1', b: '2001-1-1' }],
    ['k: {~: 1}\nk: 2', { k: 2 }],
  ])('%j', (text, want) => {
    expect(plain(parseYaml(text))).toEqual(want);
  });

  it.each<[string, unknown]>([
    ['"a" junk', 'a'],
    ['[a] junk\n', ['a']],
    ["'a'\n---\n[", 'a'],
    ['foo\n...\nb: [', 'foo'],
    ['---\n---\na', null],
    ['{}: x', {}],
    [`a: 1\n#${'-'.repeat(600)}\n...\n#${'-'.repeat(600)}\n\x01`, { a: 1 }],
  ])('%j is read to the end of its first document', (text, want) => {
    expect(plain(parseYaml(text))).toEqual(want);
  });

  it('keeps integers and floats apart, of any size', () => {
    expect(parseYaml('[9223372036854775807, 1.0, 9007199254740993]')).toEqual([
      9223372036854775807n,
      float64(1),
      9007199254740993n,
    ]);
  });

  it.each<[string, string, number, number]>([
    ['a: "x', 'yaml: found unexpected end of stream', 1, 6],
    ['a: b: c', 'yaml: mapping values are not allowed in this context', 1, 5],
    ['x: 1\na:\n\tb: 1', 'yaml: line 3: found character that cannot start any token', 3, 1],
    ['a: @x', 'yaml: found character that cannot start any token', 1, 4],
    ['a: *x', "yaml: unknown anchor 'x' referenced", 1, 4],
    ['b: 1\na: &x [*x]', "yaml: anchor 'x' value contains itself", 2, 8],
    ['a: !!int abc', 'yaml: cannot decode !!str `abc` as a !!int', 1, 4],
    ['~: a', 'unsupported map key of type: %!s(<nil>), key: <nil>, value: "a"', 1, 4],
    ['<<: 5', 'yaml: map merge requires map or sequence of maps as the value', 1, 5],
    ['a: b\n]', 'yaml: line 1: did not find expected key', 2, 1],
    ['-\ta', 'yaml: found character that cannot start any token', 1, 2],
    [': x', 'yaml: did not find expected key', 1, 1],
    ["a: 'x' y: 1", 'yaml: did not find expected key', 1, 8],
    ['a: - b', 'yaml: block sequence entries are not allowed in this context', 1, 4],
    ['a:\n  - b\n - c', 'yaml: line 2: did not find expected key', 3, 2],
    ['a: b\n c: d', 'yaml: line 2: mapping values are not allowed in this context', 2, 3],
    ['a: 1\n\tb: 2', 'yaml: line 2: found a tab character that violates indentation', 2, 1],
    ['a: |\n\tx', 'yaml: line 2: found a tab character where an indentation space is expected', 2, 1],
    ['%YAML 1.2\n---\na', 'yaml: found incompatible YAML document', 1, 1],
    ['"\\ud83d"', 'yaml: found invalid Unicode character escape code', 1, 4],
    ['a: !!timestamp 2001-13-1', 'yaml: cannot decode !!str `2001-13-1` as a !!timestamp', 1, 4],
    ['a: {{.x}}', 'yaml: invalid map key: map[interface {}]interface {}{".x":interface {}(nil)}', 1, 5],
    ['18446744073709551615: x', 'unsupported map key of type: uint64, key: 0xffffffffffffffff, value: "x"', 1, 23],
    ['a: "\u0007"', 'yaml: control characters are not allowed', 1, 5],
    ['a: "\0"', 'yaml: control characters are not allowed', 1, 5],
    ['a: \u0007', 'yaml: control characters are not allowed', 1, 4],
  ])('%j is an error with a place', (text, message, line, column) => {
    const failure = failureOf(text);
    expect(failure.message).toBe(message);
    expect(failure.place).toEqual({ line, column });
  });

  it('refuses a document that aliases blow up', () => {
    const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`);
    expect(failureOf(['l0: &l0 x', ...levels].join('\n')).message).toBe('yaml: document contains excessive aliasing');
  });

  it('throws nothing but its own error', () => {
    const pieces = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '\n',
      '  ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '"',
      "'",
      '&x ',
      '*x',
      '|',
      '>',
      '!!int ',
      '<<',
      '#',
      '%',
      '?',
      '\t',
      '1',
      '~',
      '---',
      '...',
    );
    const texts = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary-ascii' }).map((text) => `a: "${text}`),
      fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          parseYaml(text);
        } catch (error) {
          expect(error).toBeInstanceOf(EngineError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('locate', () => {
  const text = 'email:\n  subject: "a {{b}}"\nmessage: |\n  one\n  two {{\nlist:\n- x: 1\n';

  it.each<[string, (string | number)[], { line: number; column: number } | undefined, object]>([
    ['a value', ['email', 'subject'], undefined, { line: 2, column: 12 }],
    ['a key in another case', ['Email', 'SUBJECT'], undefined, { line: 2, column: 12 }],
    ['an item', ['list', 0, 'x'], undefined, { line: 7, column: 6 }],
    ['what is missing: its parent', ['email', 'nope'], undefined, { line: 2, column: 3 }],
    ['inside quotes', ['email', 'subject'], { line: 1, column: 3 }, { line: 2, column: 15 }],
    ['inside a block', ['message'], { line: 2, column: 5 }, { line: 5, column: 7 }],
  ])('%s', (_what, path, position, want) => {
    expect(locate(text, path, position)).toEqual(want);
  });
});

function failureOf(text: string): EngineError {
  try {
    parseYaml(text);
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error(`${text} is no error`);
}

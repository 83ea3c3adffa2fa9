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
  ])('%j', (text, want) => {
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
    ['a: b: c', 'yaml: mapping values are not allowed in this context', 1, 4],
    ['x: 1\na:\n\tb: 1', 'yaml: line 3: found character that cannot start any token', 3, 1],
    ['a: @x', 'yaml: found character that cannot start any token', 1, 4],
    ['a: *x', "yaml: unknown anchor 'x' referenced", 1, 4],
    ['b: 1\na: &x [*x]', "yaml: anchor 'x' value contains itself", 2, 8],
    ['a: !!int abc', 'yaml: cannot decode !!str `abc` as a !!int', 1, 10],
    ['~: a', 'unsupported map key of type: %!s(<nil>), key: <nil>, value: "a"', 1, 4],
    ['<<: 5', 'yaml: map merge requires map or sequence of maps as the value', 1, 5],
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

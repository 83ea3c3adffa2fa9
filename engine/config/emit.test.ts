import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys, emitYaml } from './emit.ts';
import { parseYaml } from './yaml.ts';

const words = 'word '.repeat(30);

describe('emitYaml', () => {
  it.each<[unknown, string]>([
    [{ k: '' }, 'k: ""\n'],
    [{ k: 'true' }, 'k: "true"\n'],
    [{ k: 'yes' }, 'k: "yes"\n'],
    [{ k: '12' }, 'k: "12"\n'],
    [{ k: '1:30' }, 'k: "1:30"\n'],
    [{ k: '2020-01-01' }, 'k: "2020-01-01"\n'],
    [{ k: '<<' }, 'k: <<\n'],
    [{ k: 'a: b' }, "k: 'a: b'\n"],
    [{ k: '- a' }, "k: '- a'\n"],
    [{ k: "it's #1" }, "k: 'it''s #1'\n"],
    [{ k: 'a\nb' }, 'k: |-\n  a\n  b\n'],
    [{ k: 'a\nb\n' }, 'k: |\n  a\n  b\n'],
    [{ k: 'a\n\n' }, 'k: |+\n  a\n\n'],
    [{ k: ' a\nb' }, 'k: |2-\n   a\n  b\n'],
    [{ k: 'a\tb' }, 'k: "a\\tb"\n'],
    [{ k: '😀' }, 'k: "\\U0001F600"\n'],
    [{ k: 'é' }, 'k: é\n'],
    [{ b: [1, 'x', { c: null, d: [] }], a: {} }, 'a: {}\nb:\n- 1\n- x\n- c: null\n  d: []\n'],
    [[[1], []], '- - 1\n- []\n'],
    [{ k: words.trim() }, `k: ${'word '.repeat(16).trim()}\n  ${'word '.repeat(14).trim()}\n`],
    [{ k: `${words}` }, `k: '${'word '.repeat(16).trim()}\n  ${'word '.repeat(14)}'\n`],
    [{ 'a\nb': 1 }, '? |-\n  a\n  b\n: 1\n'],
    [{ k: 'a\u2028b' }, "k: 'a\u2028  b'\n"],
    [{ k: 'a: \u2028b' }, 'k: "a: \\Lb"\n'],
    [{ k: 'a\nb\u2028' }, 'k: |\n  a\n  b\u2028'],
    [{ k: '\ufeff[ a' }, 'k: "\\uFEFF\\x5B\\x20\\x61"\n'],
    ['x', 'x\n'],
  ])('%j', (value, want) => {
    expect(emitYaml(value)).toBe(want);
  });

  it('writes what it would read as the same strings', () => {
    const key = fc.string({ maxLength: 8 }).filter((text) => !/[\0-\x1f\x7f-\x9f]|^<<$/.test(text));
    const value = fc.string({ unit: 'grapheme', maxLength: 200 });
    fc.assert(
      fc.property(fc.dictionary(key, fc.oneof(value, fc.array(value))), (data) => {
        expect({ ...(parseYaml(emitYaml(data)) as object) }).toEqual({ ...data });
      }),
      { numRuns: 500 },
    );
  });
});

describe('compareKeys', () => {
  it('sorts numbers by value and symbols before letters', () => {
    expect(['b', 'a10', 'a9', 'B', '_', 'a', '10', '9'].sort(compareKeys)).toEqual([
      '_',
      '9',
      '10',
      'B',
      'a',
      'a9',
      'a10',
      'b',
    ]);
  });
});

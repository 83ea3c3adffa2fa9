import { describe, expect, it } from 'vitest';
import { SourceFile } from './file.ts';
import { MappedText } from './mapped.ts';
import { YamlText } from './yaml-text.ts';

/** The content of the value of `a`, and where each of its characters is said to be. */
function valueIn(text: string) {
  const yaml = new YamlText(MappedText.of(new SourceFile({ path: 'x', text })));
  return yaml.scalar(['a'])!;
}

describe('the place of each character of a value', () => {
  it.each([
    ['plain', 'a: one two\n'],
    ['plain over lines', 'a: one\n  two\n\n  three\n'],
    ['plain with an anchor and a tag', 'a: &b !!str one\n'],
    ['in single quotes', "a: 'it''s one\n  two'\n"],
    ['in double quotes', 'a: "one\\ttwo \\"x\\" \\u00e9 \\\n  three\n\n  four"\n'],
    ['literal', 'a: |\n\n  one\n    two\n\n  three\n'],
    ['literal, indented by a number', 'a: |2-\n    one\n  two\n'],
    ['literal with Windows line ends', 'a: |\r\n  one\r\n  two\r\n'],
    ['folded', 'a: >-\n  one two\n  three\n\n    more\n  four\n'],
    ['behind a comment', 'a: | # why\n  one\n'],
    ['in a flow map', '{b: c, a: one two}\n'],
    ['with a byte order mark', '\ufeffa: one\n'],
    ['beyond the basic plane', 'a: |\n  😀 one\n'],
  ])('%s', (_, text) => {
    const value = valueIn(text);
    for (const [i, unit] of [...value.text.split('')].entries()) {
      if (/\s/.test(unit)) continue;
      const written = text.slice(value.at(i).offset);
      expect(written.startsWith(unit) || written.startsWith('\\'), `${unit} at ${i} of ${value.text}`).toBe(true);
    }
  });

  it('is found within values that stand in values', () => {
    const text = 'data:\n  a: |\n    - when: >-\n        one\n        two\n';
    const outer = new YamlText(MappedText.of(new SourceFile({ path: 'x', text })));
    const inner = new YamlText(outer.scalar(['data', 'a'])!).scalar([0, 'when'])!;
    const { file, offset } = inner.at(inner.text.indexOf('two'));
    expect(file.place(offset)).toEqual({ file: 'x', line: 5, column: 9 });
  });

  it('counts lines by characters or bytes as it is told', () => {
    const value = valueIn('a: |\n  é😀x\n');
    const offset = (column: number, unit: 'characters' | 'bytes') => value.atLine(1, column, unit).offset;
    expect(offset(3, 'characters')).toBe(offset(7, 'bytes'));
    expect(value.file.text.charAt(offset(3, 'characters'))).toBe('x');
  });
});

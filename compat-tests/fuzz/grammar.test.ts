import { describe, expect, it } from 'vitest';
import { exprGrammar } from './expr.ts';
import { derive, type Grammar, smaller, textOf } from './grammar.ts';
import { Random } from './random.ts';
import { templateGrammar } from './template.ts';

const grammars: readonly (readonly [name: string, grammar: Grammar, start: string])[] = [
  ['expr', exprGrammar, 'any'],
  ['template', templateGrammar, 'Program'],
];

describe.each(grammars)('the grammar of %s', (_name, grammar, start) => {
  it('names only sorts that it has', () => {
    const forms = Object.values(grammar).flatMap(({ leaves, rules = [] }) => [...leaves, ...rules]);
    const named = forms.flatMap((form) => Array.from(form.matchAll(/<([a-zA-Z]+)>/g), ([, sort = '']) => sort));
    expect(named.filter((sort) => !Object.hasOwn(grammar, sort))).toEqual([]);
  });

  it('derives the same program from the same seed', () => {
    const programs = [1, 2, 3, 1].map((seed) => textOf(derive(grammar, new Random(seed), start, 5)));
    expect(programs[3]).toBe(programs[0]);
    expect(new Set(programs).size).toBeGreaterThan(1);
  });

  it('shrinks to programs of the same sort or a part of it', () => {
    const tree = derive(grammar, new Random(7), start, 5);
    const texts = smaller(grammar, tree).map(textOf);
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.some((text) => text.length < textOf(tree).length)).toBe(true);
  });
});

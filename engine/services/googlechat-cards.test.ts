import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { encodeCard, encodeCardWithId, readCards, readCardsV2 } from './googlechat-cards.ts';
import { cardTypes } from './googlechat-types.ts';

type FieldTable = Readonly<Record<string, string>>;

/** Of every field of a type a value that is not empty; types that cards lead back to are cut off after `depth`. */
function filled(type: string, depth: number): unknown {
  if (type.startsWith('[]')) return [filled(type.slice(2), depth)];
  if (type === 'string') return 'text';
  if (type === 'bool') return true;
  if (type === 'int64') return 7;
  if (type === 'int64,string') return '7';
  if (type === 'float64') return 0.5;
  const fields = Object.entries(cardTypes[type.slice(1)] as FieldTable);
  const kept = fields.filter(([, of]) => depth > 0 || !of.includes('*'));
  return Object.fromEntries(kept.map(([name, of]) => [name, filled(of, depth - 1)]));
}

describe('cards', () => {
  it.each(Object.keys(cardTypes))('are made of types that exist: %s', (name) => {
    const referred = Object.values(cardTypes[name] as FieldTable).map((type) => type.replace(/^(\[\])?\*?/, ''));
    const known = [...Object.keys(cardTypes), 'string', 'bool', 'int64', 'int64,string', 'float64'];
    expect(referred.filter((type) => !known.includes(type))).toEqual([]);
  });

  it('keep every field, in the order of the types', () => {
    const card = filled('*GoogleAppsCardV1Card', 6) as Record<string, unknown>;
    const [read] = readCardsV2(JSON.stringify([card])) ?? [];
    expect(encodeCardWithId(read ?? {}, 'id')).toBe(`{"card":${JSON.stringify(card)},"cardId":"id"}`);
    const old = filled('*Card', 9) as Record<string, unknown>;
    expect(encodeCard(readCards(JSON.stringify([old]))?.[0] ?? {})).toBe(JSON.stringify(old));
  });

  it.each([
    ['long', JSON.stringify([{ name: 'x'.repeat(200_000) }])],
    ['long once aliases are followed', `- &a {name: ${'x'.repeat(50_000)}}\n${'- *a\n'.repeat(10_000)}`],
    ['many once aliases are followed', `- &a {sections: [${'{},'.repeat(50)}]}\n${'- *a\n'.repeat(5000)}`],
  ])('are refused when they are too %s', (_, text) => {
    expect(() => readCardsV2(text)).toThrow('cards are longer than 131072 characters');
  });

  it('fail only with errors of the engine, whatever the text', () => {
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
    const key = fc.constantFrom(...Object.values(cardTypes).flatMap(Object.keys), '__proto__', 'constructor');
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 6 }, scalar, fc.array(tie('tree')), fc.dictionary(key, tie('tree'))),
    }));
    const text = fc.oneof(
      fc.string(),
      fc.array(tree).map((cards) => JSON.stringify(cards)),
    );
    fc.assert(
      fc.property(text, (cards) => {
        try {
          for (const card of readCardsV2(cards) ?? []) JSON.parse(encodeCardWithId(card, 'id'));
        } catch (error) {
          if (!(error instanceof EngineError || error instanceof GoError)) throw error;
        }
      }),
    );
  });
});

import type { Random } from './random.ts';

/** How a sort of phrase is written: text with `<sort>` for a phrase of another sort. Leaves have no phrases below them. */
export interface Rules {
  readonly leaves: readonly string[];
  readonly rules?: readonly string[];
}

export type Grammar = Readonly<Record<string, Rules>>;

/** A derived phrase. */
export interface Tree {
  readonly sort: string;
  readonly parts: readonly (string | Tree)[];
}

/** How likely a phrase is one of another sort: a wrong type, mostly. */
const astray = 0.04;

/** A random phrase of a sort, nested at most `depth` deep. */
export function derive(grammar: Grammar, random: Random, sort: string, depth: number): Tree {
  const { leaves, rules = [] } = grammar[sort] ?? { leaves: [sort] };
  const form = depth <= 0 || rules.length === 0 || random.chance(0.15) ? random.pick(leaves) : random.pick(rules);
  const parts = form.split(/<([a-zA-Z]+)>/).map((part, i) => {
    if (i % 2 === 0) return part;
    const wanted = random.chance(astray) ? random.pick(strays(grammar, part)) : part;
    return derive(grammar, random, wanted, depth - 1);
  });
  return { sort, parts };
}

/** The sorts that may stand in for one: those of its own kind, which the first letter's case tells. */
function strays(grammar: Grammar, sort: string): readonly string[] {
  return isValue(sort) ? Object.keys(grammar).filter(isValue) : [sort];
}

/** Sorts in lower case are values and may stand in for each other; the others are syntax. */
function isValue(sort: string): boolean {
  return /^[a-z]+$/.test(sort);
}

/** The source text of a phrase. */
export function textOf(tree: Tree): string {
  return tree.parts.map((part) => (typeof part === 'string' ? part : textOf(part))).join('');
}

/** Smaller phrases of a tree, the smallest first: one phrase replaced by one within it of the same kind, or by a leaf. */
export function smaller(grammar: Grammar, tree: Tree): Tree[] {
  const found: Tree[] = [];
  const within = descendants(tree).filter((inner) => isValue(inner.sort) === isValue(tree.sort));
  found.push(...within.filter((inner) => isValue(tree.sort) || inner.sort === tree.sort));
  for (const leaf of grammar[tree.sort]?.leaves.slice(0, 2) ?? []) {
    if (!leaf.includes('<') && leaf.length < textOf(tree).length) found.push({ sort: tree.sort, parts: [leaf] });
  }
  for (const [i, part] of tree.parts.entries()) {
    if (typeof part === 'string') continue;
    for (const less of smaller(grammar, part)) found.push({ sort: tree.sort, parts: tree.parts.with(i, less) });
  }
  return found;
}

function descendants(tree: Tree): Tree[] {
  return tree.parts.flatMap((part) => (typeof part === 'string' ? [] : [part, ...descendants(part)]));
}

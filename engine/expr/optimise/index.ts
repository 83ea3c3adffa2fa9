import type { Node } from '../ast.ts';
import { countRule, thresholdRule } from './count.ts';
import { filterFirst, filterLast, filterLength, filterMap } from './filter.ts';
import { fold } from './fold.ts';
import { arrayMembership, rangeMembership } from './membership.ts';
import { combinePredicates } from './predicates.ts';
import { sumArray, sumMap, sumRange } from './sum.ts';
import { walk } from './walk.ts';

const afterFolding = [
  rangeMembership,
  filterMap,
  filterLength,
  filterLast,
  filterFirst,
  combinePredicates,
  sumRange,
  sumArray,
  sumMap,
  countRule,
  thresholdRule,
];

/**
 * The tree that expr-lang's optimiser makes of it, rule by rule in its order, since what it makes differs from the source in
 * what is evaluated and where errors point. Answers to optimizer.Optimize. @throws {ExprError} for a constant division by zero
 */
export function optimise(tree: Node, source: string): Node {
  const folded = fold(walk(tree, arrayMembership), source);
  return afterFolding.reduce((node, rule) => walk(node, rule), folded);
}

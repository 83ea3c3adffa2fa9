import type { Node } from '../ast.ts';
import type { Tree } from '../parse.ts';
import { countRule, thresholdRule } from './count.ts';
import { filterFirst, filterLast, filterLength, filterMap } from './filter.ts';
import { fold } from './fold.ts';
import { arrayMembership, rangeMembership } from './membership.ts';
import { combinePredicates } from './predicates.ts';
import { sumArray, sumMap, sumRange } from './sum.ts';
import { walk } from './walk.ts';

const loopRules = [
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
export function optimise({ root, hasLoop, hasMembership }: Tree, source: string): Node {
  let node = fold(hasMembership ? walk(root, arrayMembership) : root, source);
  if (hasMembership) node = walk(node, rangeMembership);
  return hasLoop ? loopRules.reduce(walk, node) : node;
}

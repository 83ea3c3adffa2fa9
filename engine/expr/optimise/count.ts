import type { BuiltinNode, Node } from '../ast.ts';
import { call, isLoop } from './walk.ts';

interface Comparison {
  readonly operator: string;
  readonly count: BuiltinNode;
  readonly bound: number | bigint;
}

function comparisonOf(node: Node): Comparison | undefined {
  if (node.kind !== 'binary' || !isLoop(node.left, 'count') || node.right.kind !== 'integer') return undefined;
  return { operator: node.operator, count: node.left, bound: node.right.value };
}

/** `count(xs, p) > 0` is `any(xs, p)`. */
export function countRule(node: Node): Node | undefined {
  const found = comparisonOf(node);
  if (!found) return undefined;
  const { operator, bound, count } = found;
  const isAny = (operator === '>' && bound === 0) || (operator === '>=' && bound === 1);
  return isAny ? call(node, 'any', count.args) : undefined;
}

/** `count(xs, p) > 5` stops counting at 6. */
export function thresholdRule(node: Node): undefined {
  const found = comparisonOf(node);
  if (!found || found.bound < 0) return;
  const { operator, bound, count } = found;
  const next = typeof bound === 'bigint' ? bound + 1n : bound + 1;
  const threshold = operator === '>' || operator === '<=' ? next : operator === '>=' || operator === '<' ? bound : 0;
  if (threshold > 1) count.threshold = threshold;
}

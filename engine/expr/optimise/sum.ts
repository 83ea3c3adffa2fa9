import { int } from '../../go/value.ts';
import type { BuiltinNode, IntegerNode, Node } from '../ast.ts';
import { intNature } from '../types.ts';
import { bodyOf, call, isLoop } from './walk.ts';

interface Range {
  readonly count: bigint;
  readonly sum: bigint;
}

function integer(from: number, value: bigint): IntegerNode {
  return { kind: 'integer', value: int(value).value, from, nature: intNature };
}

function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

/** Length and sum of a range of literals that is not empty. */
function rangeOf(node: Node | undefined): Range | undefined {
  if (node?.kind !== 'binary' || node.operator !== '..') return undefined;
  if (node.left.kind !== 'integer' || node.right.kind !== 'integer') return undefined;
  const [first, last] = [BigInt(node.left.value), BigInt(node.right.value)];
  if (last < first) return undefined;
  const count = wrap(last - first + 1n);
  return { count, sum: wrap(count * wrap(first + last)) / 2n };
}

/** `sum` and the summing `reduce` over a range of literals are computed. */
export function sumRange(node: Node): Node | undefined {
  if (node.kind !== 'builtin') return undefined;
  const range = rangeOf(node.args[0]);
  if (!range) return undefined;
  const sum = node.name === 'sum' ? sumOf(node, range) : node.name === 'reduce' ? reduceOf(node, range) : undefined;
  return sum === undefined ? undefined : integer(node.from, wrap(sum));
}

function sumOf(node: BuiltinNode, range: Range): bigint | undefined {
  if (node.args.length === 1) return range.sum;
  const body = bodyOf(node.args[1]);
  if (isPointer(body, '')) return range.sum;
  if (body.kind !== 'binary') return undefined;
  const { left, right } = body;
  if (isPointer(left, '') && right.kind === 'integer') return shifted(body.operator, range, BigInt(right.value), true);
  if (left.kind === 'integer' && isPointer(right, '')) return shifted(body.operator, range, BigInt(left.value), false);
  return undefined;
}

function shifted(operator: string, { count, sum }: Range, constant: bigint, pointerFirst: boolean): bigint | undefined {
  switch (operator) {
    case '*':
      return constant * sum;
    case '+':
      return sum + count * constant;
    case '-':
      return pointerFirst ? sum - count * constant : count * constant - sum;
    default:
      return undefined;
  }
}

function reduceOf(node: BuiltinNode, { sum }: Range): bigint | undefined {
  const body = bodyOf(node.args[1]);
  if (body.kind !== 'binary' || body.operator !== '+') return undefined;
  const { left, right } = body;
  const adds = (isPointer(left, '') && isPointer(right, 'acc')) || (isPointer(left, 'acc') && isPointer(right, ''));
  if (!adds) return undefined;
  const initial = node.args[2];
  if (!initial) return sum;
  return initial.kind === 'integer' ? BigInt(initial.value) + sum : undefined;
}

function isPointer(node: Node, name: string): boolean {
  return node.kind === 'pointer' && node.name === name;
}

/** `sum([a, b, c])` is `a + (b + c)`, so it also joins strings. */
export function sumArray(node: Node): Node | undefined {
  if (node.kind !== 'builtin' || node.name !== 'sum' || node.args.length !== 1) return undefined;
  const [array] = node.args as [Node];
  if (array.kind !== 'array' || array.nodes.length < 2) return undefined;
  return { kind: 'total', nodes: array.nodes, from: node.from, nature: node.nature };
}

/** `sum(map(xs, f))` is `sum(xs, f)`. */
export function sumMap(node: Node): Node | undefined {
  if (node.kind !== 'builtin' || node.name !== 'sum' || node.args.length !== 1) return undefined;
  const [map] = node.args as [Node];
  return isLoop(map, 'map') ? call(node, 'sum', [...map.args]) : undefined;
}

import type { Node } from '../ast.ts';
import { operation } from './walk.ts';

/** `x in [literals]` asks a set: of strings for any x, of ints for an x that is known to be an int. */
export function arrayMembership(node: Node): Node | undefined {
  if (node.kind !== 'binary' || node.operator !== 'in' || node.right.kind !== 'array') return undefined;
  const { nodes } = node.right;
  if (nodes.length === 0) return undefined;
  const isInt = node.left.nature.kind === 'int' && nodes.every(({ kind }) => kind === 'integer');
  if (!isInt && !nodes.every(({ kind }) => kind === 'string')) return undefined;
  const value = new Set(
    nodes.map((item) => (item.kind === 'integer' || item.kind === 'string' ? item.value : undefined)),
  );
  const { nature } = node.right;
  const right: Node = { kind: 'set', of: isInt ? 'int' : 'string', value, from: 0, nature };
  return { ...node, right };
}

/** `x in a..b` for an int x compares with the bounds. */
export function rangeMembership(node: Node): Node | undefined {
  if (node.kind !== 'binary' || node.operator !== 'in' || node.left.nature.kind !== 'int') return undefined;
  const { left, right } = node;
  if (right.kind !== 'binary' || right.operator !== '..') return undefined;
  if (right.left.kind !== 'integer' || right.right.kind !== 'integer') return undefined;
  return {
    ...node,
    operator: 'and',
    left: operation('>=', left, right.left),
    right: operation('<=', left, right.right),
  };
}

import type { Node } from '../ast.ts';
import { print } from '../print.ts';
import { unknownNature } from '../types.ts';
import { bodyOf, call, operation } from './walk.ts';

/** `all(xs, p) and all(xs, q)` runs once over the list; so do `any … or any …` and `none … and none …`. */
export function combinePredicates(node: Node): Node | undefined {
  if (node.kind !== 'binary') return undefined;
  const { left, right } = node;
  if (left.kind !== 'builtin' || right.kind !== 'builtin' || left.name !== right.name) return undefined;
  const operator = combined(left.name, node.operator);
  const [list] = left.args;
  const [other] = right.args;
  if (!operator || !list || !other || !sameList(list, other)) return undefined;
  const both = operation(operator, bodyOf(left.args[1]), bodyOf(right.args[1]));
  const predicate: Node = { kind: 'predicate', node: combinePredicates(both) ?? both, from: 0, nature: unknownNature };
  return call(node, left.name, [list, predicate]);
}

function combined(name: string, operator: string): string | undefined {
  const isAnd = operator === 'and' || operator === '&&';
  const isOr = operator === 'or' || operator === '||';
  if ((name === 'all' && isAnd) || (name === 'any' && isOr)) return operator;
  if (name === 'none' && isAnd) return operator === 'and' ? 'or' : '||';
  return undefined;
}

function typeName(node: Node): string {
  return node.nature.type?.name ?? 'interface {}';
}

function sameList(a: Node, b: Node): boolean {
  return typeName(a) === typeName(b) && print(a) === print(b);
}

import type { BuiltinNode, Node } from '../ast.ts';
import { unknownNature } from '../types.ts';

/** What a rule puts in place of a node; undefined keeps it. */
export type Rule = (node: Node) => Node | undefined;

/** The tree after a rule has seen every node, children first. Answers to ast.Walk, which does not enter a fused `map`. */
export function walk(node: Node, rule: Rule): Node {
  walkChildren(node, rule);
  return rule(node) ?? node;
}

function walkAll(nodes: Node[], rule: Rule): void {
  for (let i = 0; i < nodes.length; i++) nodes[i] = walk(nodes[i] as Node, rule);
}

function walkChildren(node: Node, rule: Rule): void {
  switch (node.kind) {
    case 'unary':
    case 'chain':
    case 'predicate':
      node.node = walk(node.node, rule);
      break;
    case 'binary':
      node.left = walk(node.left, rule);
      node.right = walk(node.right, rule);
      break;
    case 'member':
      node.node = walk(node.node, rule);
      node.property = walk(node.property, rule);
      break;
    case 'slice':
      node.node = walk(node.node, rule);
      if (node.low) node.low = walk(node.low, rule);
      if (node.high) node.high = walk(node.high, rule);
      break;
    case 'call':
      node.callee = walk(node.callee, rule);
      walkAll(node.args, rule);
      break;
    case 'builtin':
      walkAll(node.args, rule);
      break;
    default:
      walkCompound(node, rule);
  }
}

function walkCompound(node: Node, rule: Rule): void {
  switch (node.kind) {
    case 'variable':
      node.value = walk(node.value, rule);
      node.body = walk(node.body, rule);
      break;
    case 'conditional':
      node.condition = walk(node.condition, rule);
      node.whenTrue = walk(node.whenTrue, rule);
      node.whenFalse = walk(node.whenFalse, rule);
      break;
    case 'sequence':
    case 'array':
    case 'total':
      walkAll(node.nodes, rule);
      break;
    case 'map':
      for (const pair of node.pairs) {
        pair.key = walk(pair.key, rule);
        pair.value = walk(pair.value, rule);
      }
      break;
    default:
  }
}

/** A call that takes the place of another node, with its position and nature. */
export function call(old: Node, name: string, args: Node[], extra: Partial<BuiltinNode> = {}): BuiltinNode {
  const { from, nature } = old;
  return { kind: 'builtin', name, args, throws: false, map: undefined, threshold: undefined, ...extra, from, nature };
}

/** An operation that the optimiser made of two nodes: it has neither position nor nature. */
export function operation(operator: string, left: Node, right: Node): Node {
  return { kind: 'binary', operator, left, right, from: 0, nature: unknownNature };
}

/** The body of a predicate. */
export function bodyOf(predicate: Node | undefined): Node {
  if (predicate?.kind !== 'predicate') throw new TypeError('a predicate was expected');
  return predicate.node;
}

export function isLoop(node: Node, name: string): node is BuiltinNode {
  return node.kind === 'builtin' && node.name === name && node.args.length === 2;
}

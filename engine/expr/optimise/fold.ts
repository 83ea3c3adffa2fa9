import { float64, GoNum, int } from '../../go/value.ts';
import type { BinaryNode, Node, UnaryNode } from '../ast.ts';
import { errorAt } from '../errors.ts';
import { add, divide, exponent, modulo, multiply, negate, subtract } from '../runtime/arithmetic.ts';
import { arrayNature, boolNature, floatNature, intNature, stringNature } from '../types.ts';
import { bodyOf, call, operation, walk } from './walk.ts';

const maxRounds = 1_000;

/** The tree with what needs no environment computed. @throws {ExprError} for a division by zero */
export function fold(tree: Node, source: string): Node {
  let node = tree;
  for (let round = 0; round <= maxRounds; round++) {
    let changed = false;
    node = walk(node, (part) => {
      const folded = foldNode(part, source);
      changed ||= folded !== undefined;
      return folded;
    });
    if (!changed) break;
  }
  return node;
}

function foldNode(node: Node, source: string): Node | undefined {
  switch (node.kind) {
    case 'unary':
      return foldUnary(node);
    case 'binary':
      return foldBinary(node, source);
    case 'array': {
      if (node.nodes.length === 0 || !node.nodes.every(isLiteral)) return undefined;
      return { kind: 'constant', value: node.nodes.map(valueIn), from: node.from, nature: arrayNature };
    }
    case 'builtin':
      return nestedFilter(node);
    default:
      return undefined;
  }
}

function isLiteral(node: Node): boolean {
  return node.kind === 'integer' || node.kind === 'float' || node.kind === 'string' || node.kind === 'bool';
}

function valueIn(node: Node): unknown {
  if (node.kind === 'integer') return int(node.value);
  if (node.kind === 'float') return float64(node.value);
  return node.kind === 'string' || node.kind === 'bool' ? node.value : undefined;
}

/** The literal of a value, in place of a node. */
function literal(old: Node, value: unknown): Node {
  const { from } = old;
  if (typeof value === 'string') return { kind: 'string', value, from, nature: stringNature };
  if (typeof value === 'boolean') return { kind: 'bool', value, from, nature: boolNature };
  if (value instanceof GoNum && value.type.name === 'int')
    return { kind: 'integer', value: value.value, from, nature: intNature };
  return { kind: 'float', value: Number(value instanceof GoNum ? value.value : value), from, nature: floatNature };
}

function isNumber(node: Node): boolean {
  return node.kind === 'integer' || node.kind === 'float';
}

function foldUnary(node: UnaryNode): Node | undefined {
  const { operator, node: operand } = node;
  if (operand.kind === 'bool' && (operator === '!' || operator === 'not')) return literal(node, !operand.value);
  if (!isNumber(operand)) return undefined;
  if (operator === '-') return literal(node, negate(valueIn(operand)));
  return operator === '+' ? literal(node, valueIn(operand)) : undefined;
}

type Arithmetic = (a: unknown, b: unknown) => unknown;

const arithmetic: ReadonlyMap<string, Arithmetic> = new Map([
  ['+', add],
  ['-', subtract],
  ['*', multiply],
  ['/', divide],
  ['**', exponent],
  ['^', exponent],
]);

function foldBinary(node: BinaryNode, source: string): Node | undefined {
  const { operator, left, right } = node;
  switch (operator) {
    case 'and':
    case '&&':
      return foldLogic(node, true);
    case 'or':
    case '||':
      return foldLogic(node, false);
    case '==':
      return foldEqual(node);
    case '%':
      if (left.kind !== 'integer' || right.kind !== 'integer') return undefined;
      if (right.value === 0) throw errorAt('check', source, node.from, 'integer divide by zero');
      return literal(node, modulo(valueIn(left), valueIn(right)));
    default: {
      const isText = operator === '+' && left.kind === 'string' && right.kind === 'string';
      if (!isText && !(isNumber(left) && isNumber(right))) return undefined;
      const operate = arithmetic.get(operator);
      return operate && literal(node, operate(valueIn(left), valueIn(right)));
    }
  }
}

/** `true and x`, `x and true` are x; with a false it is false, whatever x would do. The same for `or` the other way round. */
function foldLogic(node: BinaryNode, neutral: boolean): Node | undefined {
  const { left, right } = node;
  const isNeutral = (side: Node) => side.kind === 'bool' && side.value === neutral;
  if (isNeutral(left)) return placed(node, right);
  if (isNeutral(right)) return placed(node, left);
  return left.kind === 'bool' || right.kind === 'bool' ? literal(node, !neutral) : undefined;
}

/** A part of a node in its place: it takes over position and nature. */
function placed(old: Node, part: Node): Node {
  part.from = old.from;
  part.nature = old.nature;
  return part;
}

function foldEqual(node: BinaryNode): Node | undefined {
  const { left, right } = node;
  if (left.kind !== right.kind || (left.kind !== 'integer' && left.kind !== 'string' && left.kind !== 'bool')) {
    return undefined;
  }
  return literal(node, valueIn(left) === valueIn(right) || (left.kind === 'integer' && sameInteger(left, right)));
}

function sameInteger(left: Node, right: Node): boolean {
  return left.kind === 'integer' && right.kind === 'integer' && left.value === right.value;
}

/** `filter(filter(xs, p), q)` is one loop with `p && q`. */
function nestedFilter(node: Node): Node | undefined {
  if (node.kind !== 'builtin' || node.name !== 'filter' || node.args.length !== 2) return undefined;
  const [inner, outer] = node.args as [Node, Node];
  if (inner.kind !== 'builtin' || inner.name !== 'filter') return undefined;
  const both = operation('&&', bodyOf(inner.args[1]), bodyOf(outer));
  const predicate: Node = { kind: 'predicate', node: both, from: 0, nature: node.nature };
  return call(node, 'filter', [inner.args[0] as Node, predicate]);
}

import { format } from '../go/fmt.ts';
import { marshal } from '../go/json.ts';
import { quote } from '../go/strconv.ts';
import { float64 } from '../go/value.ts';
import type { BinaryNode, ConditionalNode, Node, PairNode, SliceNode, UnaryNode } from './ast.ts';
import { isIdentifier } from './lex.ts';
import { binaryOperators, isBoolean, unaryOperators } from './operators.ts';

/** A node as source text. Answers to ast.Node.String; the optimiser compares nodes by it. */
export function print(node: Node): string {
  switch (node.kind) {
    case 'nil':
      return 'nil';
    case 'identifier':
      return node.value;
    case 'integer':
    case 'bool':
      return String(node.value);
    case 'float':
      return format(float64(node.value));
    case 'string':
      return quote(node.value);
    case 'bytes':
      return `b${quote(Buffer.from(node.value).toString('latin1'))}`;
    case 'constant':
      return marshal(node.value);
    case 'set':
      return `{${[...node.value].map(String).sort().join(',')}}`;
    case 'unary':
      return printUnary(node);
    case 'binary':
      return printBinary(node);
    default:
      return printCompound(node);
  }
}

function printCompound(node: Node): string {
  switch (node.kind) {
    case 'chain':
    case 'predicate':
      return print(node.node);
    case 'member':
      return printMember(node);
    case 'slice':
      return printSlice(node);
    case 'call':
      return `${print(node.callee)}(${printAll(node.args)})`;
    case 'builtin':
      return `${node.name}(${printAll(node.args)})`;
    case 'pointer':
      return `#${node.name}`;
    case 'variable':
      return `let ${node.name} = ${print(node.value)}; ${print(node.body)}`;
    case 'sequence':
      return printAll(node.nodes, '; ');
    case 'conditional':
      return node.ternary ? printTernary(node) : printIf(node);
    case 'array':
      return `[${printAll(node.nodes)}]`;
    case 'map':
      return `{${printAll(node.pairs)}}`;
    case 'pair':
      return printPair(node);
    case 'total':
      return printAll(node.nodes, ' + ');
    default:
      return '';
  }
}

function printAll(nodes: readonly Node[], separator = ', '): string {
  return nodes.map(print).join(separator);
}

function wrapped(node: Node, wrap: boolean): string {
  return wrap ? `(${print(node)})` : print(node);
}

function precedence(operator: string): number {
  return binaryOperators.get(operator)?.precedence ?? 0;
}

function printUnary({ operator, node }: UnaryNode): string {
  const isLooser = node.kind === 'binary' && precedence(node.operator) < (unaryOperators.get(operator) ?? 0);
  return `${operator === 'not' ? 'not ' : operator}${wrapped(node, isLooser || node.kind === 'conditional')}`;
}

function printBinary(node: BinaryNode): string {
  const { operator, left, right } = node;
  if (operator === '..') return `${print(left)}..${print(right)}`;
  return `${wrapped(left, wrapsLeft(left, operator))} ${operator} ${wrapped(right, wrapsRight(right, operator))}`;
}

function wrapsLeft(left: Node, operator: string): boolean {
  if (left.kind === 'conditional') return true;
  if (left.kind === 'unary') return (unaryOperators.get(left.operator) ?? 0) < precedence(operator);
  if (left.kind !== 'binary') return false;
  const isRight = binaryOperators.get(operator)?.right ?? false;
  return (
    precedence(left.operator) < precedence(operator) ||
    (isRight && precedence(left.operator) === precedence(operator)) ||
    left.operator === '??' ||
    (isBoolean(left.operator) && operator !== left.operator)
  );
}

function wrapsRight(right: Node, operator: string): boolean {
  if (right.kind === 'conditional') return true;
  if (right.kind !== 'binary') return false;
  const isLeft = !binaryOperators.get(operator)?.right;
  return (
    precedence(right.operator) < precedence(operator) ||
    (isLeft && precedence(right.operator) === precedence(operator)) ||
    (isBoolean(right.operator) && operator !== right.operator)
  );
}

function printMember(node: Extract<Node, { kind: 'member' }>): string {
  const base = wrapped(node.node, node.node.kind === 'binary');
  const { property } = node;
  if (property.kind === 'string' && isIdentifier(property.value)) {
    return `${base}${node.optional ? '?' : ''}.${property.value}`;
  }
  return `${base}${node.optional ? '?.' : ''}[${print(property)}]`;
}

function printSlice({ node, low, high }: SliceNode): string {
  return `${print(node)}[${low ? print(low) : ''}:${high ? print(high) : ''}]`;
}

function printIf({ condition, whenTrue, whenFalse }: ConditionalNode): string {
  const last = whenFalse.kind === 'conditional' && !whenFalse.ternary ? print(whenFalse) : `{ ${print(whenFalse)} }`;
  return `if ${print(condition)} { ${print(whenTrue)} } else ${last}`;
}

function printTernary(node: ConditionalNode): string {
  const [condition, whenTrue, whenFalse] = [node.condition, node.whenTrue, node.whenFalse].map((part) =>
    wrapped(part, part.kind === 'conditional'),
  );
  return `${condition} ? ${whenTrue} : ${whenFalse}`;
}

function printPair({ key, value }: PairNode): string {
  if (key.kind !== 'string') return `(${print(key)}): ${print(value)}`;
  return `${isIdentifier(key.value) ? key.value : print(key)}: ${print(value)}`;
}

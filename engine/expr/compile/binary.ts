import { panic } from '../../go/error.ts';
import { compileRegexp } from '../../go/regexp.ts';
import { GoNum, int } from '../../go/value.ts';
import type { BinaryNode, Node, SetNode, UnaryNode } from '../ast.ts';
import type { Code, Machine } from '../machine.ts';
import { add, divide, exponent, modulo, multiply, negate, subtract } from '../runtime/arithmetic.ts';
import { less, lessOrEqual, more, moreOrEqual } from '../runtime/compare.ts';
import { asBool, conversionPanic, deref, ints, isNil, toInt } from '../runtime/convert.ts';
import { equal } from '../runtime/equal.ts';
import { contains, inSet } from '../runtime/membership.ts';
import { endsWith, includes, matches, matchesRegexp, startsWith } from '../runtime/text.ts';
import { compileOpenChain } from './access.ts';
import type { Compiler } from './index.ts';
import { literalOf } from './literal.ts';

type Operation = (a: unknown, b: unknown) => unknown;

const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['<', less],
  ['>', more],
  ['<=', lessOrEqual],
  ['>=', moreOrEqual],
  ['+', add],
  ['-', subtract],
  ['*', multiply],
  ['/', divide],
  ['%', modulo],
  ['**', exponent],
  ['^', exponent],
  ['in', contains],
  ['matches', matches],
  ['contains', includes],
  ['startsWith', startsWith],
  ['endsWith', endsWith],
]);

export function compileUnary(compiler: Compiler, node: UnaryNode): Code {
  const operand = compiler.compile(node.node);
  const { from } = node;
  if (node.operator === '+') return (m) => deref(operand(m));
  if (node.operator === '-') {
    return (m) => {
      const value = deref(operand(m));
      m.at = from;
      return negate(value);
    };
  }
  return (m) => !boolean(m, operand(m), from);
}

/** A value that must be a bool. */
function boolean(m: Machine, value: unknown, from: number): boolean {
  if (typeof value === 'boolean') return value;
  m.at = from;
  return asBool(deref(value));
}

export function compileBinary(compiler: Compiler, node: BinaryNode): Code {
  const { from } = node;
  switch (node.operator) {
    case '==':
      return compileEqual(compiler, node);
    case '!=': {
      const same = compileEqual(compiler, node);
      return (m) => !same(m);
    }
    case 'or':
    case '||':
      return compileLogic(compiler, node, true);
    case 'and':
    case '&&':
      return compileLogic(compiler, node, false);
    case '??':
      return compileCoalesce(compiler, node);
    case '..':
      return compileRange(compiler, node);
    case 'in':
      if (node.right.kind === 'set') return compileInSet(compiler, node, node.right);
      break;
    case 'matches':
      if (node.right.kind === 'string') return compileMatches(compiler, node, node.right.value);
      break;
    default:
  }
  return operated(compiler.compile(node.left), compiler.compile(node.right), from, operations.get(node.operator) ?? add);
}

function operated(left: Code, right: Code, from: number, operation: Operation): Code {
  return (m) => {
    const a = deref(left(m));
    const b = deref(right(m));
    m.at = from;
    return operation(a, b);
  };
}

/** `and` for `end` false, `or` for true: the left side when it is `end`, else the right side as it is. */
function compileLogic(compiler: Compiler, node: BinaryNode, end: boolean): Code {
  const left = compiler.compile(node.left);
  const right = compiler.compile(node.right);
  const { from } = node;
  return (m) => {
    if (boolean(m, left(m), from) === end) return end;
    const value = right(m);
    return typeof value === 'boolean' ? value : deref(value);
  };
}

function compileCoalesce(compiler: Compiler, node: BinaryNode): Code {
  const [left, right] = [node.left, node.right].map((side) =>
    side.kind === 'chain' ? compileOpenChain(compiler, side) : compiler.compile(side),
  ) as [Code, Code];
  return (m) => {
    const value = deref(left(m));
    return isNil(value) ? deref(right(m)) : value;
  };
}

function compileRange(compiler: Compiler, node: BinaryNode): Code {
  const left = compiler.compile(node.left);
  const right = compiler.compile(node.right);
  const { from } = node;
  return (m) => {
    const a = deref(left(m));
    const b = deref(right(m));
    m.at = from;
    const first = BigInt(toInt(a));
    const size = Number(BigInt.asIntN(64, BigInt(toInt(b)) - first + 1n));
    m.grow(Math.max(size, 0));
    const items: unknown[] = [];
    for (let i = 0; i < size; i++) items.push(int(first + BigInt(i)));
    return ints(items);
  };
}

function compileInSet(compiler: Compiler, node: BinaryNode, { value: set, of }: SetNode): Code {
  const needle = compiler.compile(node.left);
  const { from } = node;
  return (m) => {
    const value = needle(m);
    if (typeof value === 'string' && of === 'string') return set.has(value);
    m.at = from;
    return inSet(deref(value), set, of);
  };
}

function compileMatches(compiler: Compiler, node: BinaryNode, pattern: string): Code {
  const operand = compiler.compile(node.left);
  const { from } = node;
  const regexp = regexpOrError(pattern);
  return (m) => {
    const value = deref(operand(m));
    m.at = from;
    if (regexp instanceof Error) throw panic(regexp.message);
    return matchesRegexp(value, regexp);
  };
}

/** The pattern, or what is wrong with it where the checker did not look. */
function regexpOrError(pattern: string): ReturnType<typeof compileRegexp> | Error {
  try {
    return compileRegexp(pattern);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function compileEqual(compiler: Compiler, node: BinaryNode): (m: Machine) => boolean {
  const left = compiler.compile(node.left);
  const right = compiler.compile(node.right);
  const known = node.left.nature.type?.name;
  if (known === node.right.nature.type?.name) {
    if (known === 'int') return equalInts(left, right, node.from);
    if (known === 'string') return equalStrings(left, right, node.from);
  }
  return equalToLiteral(left, node.right) ?? equalToLiteral(right, node.left) ?? equalValues(left, right);
}

function equalValues(left: Code, right: Code): (m: Machine) => boolean {
  return (m) => {
    const a = left(m);
    const b = right(m);
    return typeof a === 'string' ? a === b : equal(deref(a), deref(b));
  };
}

/** A comparison with a literal that only needs the other side. */
function equalToLiteral(other: Code, node: Node): ((m: Machine) => boolean) | undefined {
  const literal = literalOf(node);
  if (typeof literal === 'string' || typeof literal === 'boolean') return (m) => other(m) === literal;
  if (literal === null) return (m) => isNil(other(m));
  if (!(literal instanceof GoNum) || typeof literal.value !== 'number') return undefined;
  const number = literal.value;
  return (m) => {
    const value = other(m);
    return typeof value === 'number' ? value === number : equal(deref(value), literal);
  };
}

/** Where both sides are known to be ints, Go asserts that they are. */
function equalInts(left: Code, right: Code, from: number): (m: Machine) => boolean {
  return (m) => {
    const a = deref(left(m));
    const b = deref(right(m));
    m.at = from;
    return asserted(a) === asserted(b);
  };
}

function asserted(value: unknown): number | bigint {
  if (value instanceof GoNum && value.type.name === 'int') return value.value;
  throw conversionPanic(value, 'int');
}

function equalStrings(left: Code, right: Code, from: number): (m: Machine) => boolean {
  return (m) => {
    const a = deref(left(m));
    const b = deref(right(m));
    if (typeof a === 'string' && typeof b === 'string') return a === b;
    m.at = from;
    throw conversionPanic(typeof a === 'string' ? b : a, 'string');
  };
}

import { panic } from '../../go/error.ts';
import { compileRegexp } from '../../go/regexp.ts';
import type { Run } from '../../go/run.ts';
import { GoNum, int } from '../../go/value.ts';
import type { BinaryNode, Node, SetNode, UnaryNode } from '../ast.ts';
import type { Code, Machine } from '../machine.ts';
import { add, divide, exponent, modulo, multiply, negate, subtract } from '../runtime/arithmetic.ts';
import { less, lessOrEqual, more, moreOrEqual } from '../runtime/compare.ts';
import { asBool, asString, conversionPanic, deref, ints, isNil, toInt } from '../runtime/convert.ts';
import { charge } from '../runtime/cost.ts';
import { equal } from '../runtime/equal.ts';
import { contains, inSet } from '../runtime/membership.ts';
import { endsWith, includes, matches, matchesRegexp, startsWith } from '../runtime/text.ts';
import { compileOpenChain } from './access.ts';
import type { Compiler } from './index.ts';
import { literalOf } from './literal.ts';
import { popped } from './operands.ts';

type Operation = (a: unknown, b: unknown, run: Run) => unknown;

/** A test that reads texts whole. */
function textual(test: (a: unknown, b: unknown) => boolean): Operation {
  return (a, b, run) => {
    charge(run, a);
    charge(run, b);
    return test(a, b);
  };
}

const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['<', textual(less)],
  ['>', textual(more)],
  ['<=', textual(lessOrEqual)],
  ['>=', textual(moreOrEqual)],
  ['+', add],
  ['-', subtract],
  ['*', multiply],
  ['/', divide],
  ['%', modulo],
  ['**', exponent],
  ['^', exponent],
  ['in', contains],
  ['matches', textual(matches)],
  ['contains', textual(includes)],
  ['startsWith', textual(startsWith)],
  ['endsWith', textual(endsWith)],
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
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      if (node.right.kind === 'string') return compilePart(compiler, node, node.right.value);
      break;
    default:
  }
  return operated(compiler, node, operations.get(node.operator) ?? add);
}

interface Sides {
  readonly left: Code;
  readonly right: Code;
  /** Whether the right side may leave values on the stack, so that the left one has to wait there. */
  readonly leaky: boolean;
}

function sidesOf(compiler: Compiler, node: BinaryNode): Sides {
  const left = compiler.compile(node.left);
  const mark = compiler.leaks;
  const right = compiler.compile(node.right);
  return { left, right, leaky: compiler.leaks !== mark };
}

/** An operation over both sides as Go's stack would hold them. */
function onStack({ left, right }: Sides, from: number, operation: Operation): Code {
  return (m) => {
    m.stack.push(deref(left(m)));
    const b = deref(right(m));
    m.at = from;
    const [a] = popped(m, 1);
    return operation(a, b, m.run);
  };
}

function operated(compiler: Compiler, node: BinaryNode, operation: Operation): Code {
  const sides = sidesOf(compiler, node);
  const { left, right } = sides;
  const { from } = node;
  if (sides.leaky) return onStack(sides, from, operation);
  return (m) => {
    const a = deref(left(m));
    const b = deref(right(m));
    m.at = from;
    return operation(a, b, m.run);
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
  const operands = compiler.operands([node.left, node.right], node.from);
  const { from } = node;
  return (m) => {
    const [a, b] = operands(m).map(deref);
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

/** A test for a part of a text that is known beforehand. */
function compilePart(compiler: Compiler, node: BinaryNode, part: string): Code {
  const operation = operations.get(node.operator) as Operation;
  const test = part.isWellFormed() ? partTests.get(node.operator) : undefined;
  if (!test) return operated(compiler, node, operation);
  const operand = compiler.compile(node.left);
  const { from } = node;
  return (m) => {
    const value = operand(m);
    if (typeof value === 'string' && value.length < 64) return test(value, part);
    m.at = from;
    return operation(deref(value), part, m.run);
  };
}

const partTests: ReadonlyMap<string, (text: string, part: string) => boolean> = new Map([
  ['contains', (text: string, part: string) => text.includes(part)],
  ['startsWith', (text: string, part: string) => text.startsWith(part)],
  ['endsWith', (text: string, part: string) => text.endsWith(part)],
]);

function compileMatches(compiler: Compiler, node: BinaryNode, pattern: string): Code {
  const operand = compiler.compile(node.left);
  const { from } = node;
  const regexp = regexpOrError(pattern);
  return (m) => {
    const value = deref(operand(m));
    m.at = from;
    if (regexp instanceof Error) throw panic(regexp.message);
    charge(m.run, value);
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
  const sides = sidesOf(compiler, node);
  const { left, right } = sides;
  const known = node.left.nature.type?.name;
  const asserts = known === node.right.nature.type?.name && (known === 'int' || known === 'string');
  const assertedEqual = known === 'int' ? equalInts : equalStrings;
  if (sides.leaky) return onStack(sides, node.from, asserts ? assertedEqual : equal) as (m: Machine) => boolean;
  if (asserts) return equalAsserted(sides, node.from, assertedEqual);
  return equalToLiteral(left, node.right) ?? equalToLiteral(right, node.left) ?? equalValues(left, right);
}

function equalValues(left: Code, right: Code): (m: Machine) => boolean {
  return (m) => {
    const a = left(m);
    const b = right(m);
    return typeof a === 'string' && a.length < 64 ? a === b : equal(deref(a), deref(b), m.run);
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
    if (typeof value === 'number') return value === number;
    if (value instanceof GoNum && value.type === literal.type) return value.value === number;
    return equal(deref(value), literal, m.run);
  };
}

/** Where both sides are known to be of one type, Go asserts that they are. */
function equalAsserted(
  { left, right }: Sides,
  from: number,
  compare: (a: unknown, b: unknown) => boolean,
): (m: Machine) => boolean {
  return (m) => {
    const a = deref(left(m));
    const b = deref(right(m));
    m.at = from;
    return compare(a, b);
  };
}

function equalInts(a: unknown, b: unknown): boolean {
  return asInt(a) === asInt(b);
}

function asInt(value: unknown): number | bigint {
  if (value instanceof GoNum && value.type.name === 'int') return value.value;
  throw conversionPanic(value, 'int');
}

function equalStrings(a: unknown, b: unknown): boolean {
  return asString(a) === asString(b);
}

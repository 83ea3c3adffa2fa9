import { panic } from '../../go/error.ts';
import { methodOf } from '../../go/methods.ts';
import { parseType } from '../../go/type.ts';
import { GoNil, int, itemsOf } from '../../go/value.ts';
import type { CallNode, ChainNode, MemberNode, Node, SliceNode } from '../ast.ts';
import type { Code, Machine } from '../machine.ts';
import { call, callTyped } from '../runtime/call.ts';
import { conversionPanic, deref, isNil, typeText } from '../runtime/convert.ts';
import { fetch } from '../runtime/fetch.ts';
import { endOf, slice } from '../runtime/slice.ts';
import { methodType } from '../static-method.ts';
import type { Compiler } from './index.ts';
import { itemOf, type Step, stepOf, take } from './names.ts';
import { popped } from './operands.ts';
import { isTypedCall } from './typed-calls.ts';

/** What a member gives after a `?.` met nil: the rest of the chain is skipped. */
const skipped: unique symbol = Symbol('skipped');

export function compileChain(compiler: Compiler, node: ChainNode): Code {
  const link = compiler.compile(node.node);
  return (m) => {
    const value = link(m);
    return value === skipped || isNil(value) ? null : value;
  };
}

/** A chain beside `??`, which keeps a nil of a type. */
export function compileOpenChain(compiler: Compiler, node: ChainNode): Code {
  const link = compiler.compile(node.node);
  return (m) => {
    const value = link(m);
    return value === skipped ? m.skippedAt : value;
  };
}

/** Whether the code of a node may give `skipped`. */
function maySkip(node: Node): boolean {
  if (node.kind === 'call') return maySkip(node.callee);
  return node.kind === 'member' && (node.optional || maySkip(node.node));
}

export function compileMember(compiler: Compiler, node: MemberNode): Code {
  const { property, from } = node;
  if (property.kind === 'string' && methodType(node.node.nature, property.value)) {
    return methodCode(compiler.compile(node.node), property.value, from);
  }
  const path = node.optional ? undefined : compilePath(compiler, node);
  if (path) return path;
  if (node.optional || maySkip(node.node)) return skipping(compiler, node);
  if (property.kind === 'string') return named(compiler.compile(node.node), stepOf(property.value, from));
  return indexed(compiler, node);
}

function methodCode(base: Code, name: string, from: number): Code {
  return (m) => {
    const value = base(m);
    const method = methodOf(value, name);
    if (method) return method;
    m.at = from;
    if (isNil(value)) throw panic(`cannot fetch ${name} from ${typeText(value)}`);
    throw panic('reflect: Method index out of range');
  };
}

/** `a.b`, `a.b.c`, `a.b.c.d` from a variable of the environment, and `.b` from the element of a loop. */
function compilePath(compiler: Compiler, node: MemberNode): Code | undefined {
  const steps: Step[] = [];
  let base: Node = node;
  while (base.kind === 'member' && !base.optional && base.property.kind === 'string' && base.node.nature.isUnknown) {
    steps.unshift(stepOf(base.property.value, base.from));
    base = base.node;
  }
  if (steps.length === 0 || steps.length > 3) return undefined;
  if (base.kind === 'pointer' && base.name === '' && steps.length === 1) {
    return fromElement(compiler.level, base.from, steps[0] as Step);
  }
  if (base.kind !== 'identifier' || base.value === '$env' || compiler.slotOf(base.value) !== undefined)
    return undefined;
  return fromEnvironment(stepOf(base.value, base.from), steps);
}

function fromElement(level: number, from: number, step: Step): Code {
  return (m) => take(m, itemOf(m, level, from), step);
}

function fromEnvironment(root: Step, [first, second, third]: readonly Step[]): Code | undefined {
  if (!first) return undefined;
  if (!second) return (m) => take(m, take(m, m.env, root), first);
  if (!third) return (m) => take(m, take(m, take(m, m.env, root), first), second);
  return (m) => take(m, take(m, take(m, take(m, m.env, root), first), second), third);
}

function named(base: Code, step: Step): Code {
  return (m) => take(m, base(m), step);
}

function indexed(compiler: Compiler, node: MemberNode): Code {
  const operands = compiler.operands([node.node, node.property], node.from);
  const { from } = node;
  return (m) => {
    const [value, key] = operands(m);
    m.at = from;
    if (typeof value === 'string') m.run.scan(value.length);
    return fetch(value, deref(key));
  };
}

/** A member inside a `?.` chain. */
function skipping(compiler: Compiler, node: MemberNode): Code {
  if (node.property.kind === 'string') return skippingNamed(compiler, node);
  const base = compiler.compile(node.node);
  const mark = compiler.leaks;
  const property = compiler.compile(node.property);
  const leaky = compiler.leaks !== mark;
  const { optional, from } = node;
  return (m) => {
    let value = base(m);
    if (value === skipped) return skipped;
    if (optional && isNil(value)) return skip(m, value);
    if (leaky) m.stack.push(value);
    const key = deref(property(m));
    if (leaky) value = m.stack.pop();
    m.at = from;
    return fetch(value, key);
  };
}

/** A step of a `?.` chain. */
interface OptionalStep extends Step {
  readonly optional: boolean;
}

/** Named members inside a `?.` chain, as many of them as follow each other. */
function skippingNamed(compiler: Compiler, node: MemberNode): Code {
  const steps: OptionalStep[] = [];
  let base: Node = node;
  while (
    base.kind === 'member' &&
    base.property.kind === 'string' &&
    !methodType(base.node.nature, base.property.value)
  ) {
    steps.unshift({ ...stepOf(base.property.value, base.from), optional: base.optional });
    base = base.node;
  }
  const start = compiler.compile(base);
  return (m) => {
    let value = start(m);
    if (value === skipped) return skipped;
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i] as OptionalStep;
      if (step.optional && isNil(value)) return skip(m, value);
      value = take(m, value, step);
    }
    return value;
  };
}

function skip(m: Machine, nil: unknown): typeof skipped {
  m.skippedAt = nil;
  return skipped;
}

export function compileSlice(compiler: Compiler, node: SliceNode): Code {
  const { from } = node;
  if (!node.high) return openSlice(compiler, node);
  const operands = compiler.operands(node.low ? [node.node, node.high, node.low] : [node.node, node.high], node.from);
  return (m) => {
    const [list, high, low = zero] = operands(m);
    m.at = from;
    return counted(m, slice(list, deref(low), deref(high)));
  };
}

/** A slice that is accounted for: ours copies what Go's only points to. */
function counted(m: Machine, part: unknown): unknown {
  if (typeof part === 'string') m.run.scan(part.length);
  else m.run.allocate(itemsOf(part)?.length ?? 0);
  return part;
}

const zero = int(0);

/** A slice to the end, which Go finds before it evaluates the start. */
function openSlice(compiler: Compiler, node: SliceNode): Code {
  const base = compiler.compile(node.node);
  const mark = compiler.leaks;
  const start = node.low ? compiler.compile(node.low) : () => zero;
  const leaky = compiler.leaks !== mark;
  const { from } = node;
  return (m) => {
    const list = base(m);
    m.at = from;
    const end = endOf(list);
    if (leaky) m.stack.push(list, end);
    const low = deref(start(m));
    const [value, high] = leaky ? popped(m, 2) : [list, end];
    m.at = from;
    return counted(m, slice(value, low, high));
  };
}

/** A call; as in Go's VM the arguments are evaluated before the function. */
export function compileCall(compiler: Compiler, node: CallNode): Code {
  const operands = compiler.operands([...node.args, node.callee], node.from);
  const invoke = invocation(node);
  const { from } = node;
  if (maySkip(node) && node.args.length > 0) compiler.leaks++;
  return (m) => {
    const values = operands(m);
    const target = values.pop();
    if (target === skipped) {
      for (const value of values) m.stack.push(value);
      return skipped;
    }
    m.at = from;
    return invoke(target, values, m);
  };
}

/** How a call is made: a function whose type is known beforehand is asserted to be of it. */
function invocation({ callee }: CallNode): typeof call {
  const { nature } = callee;
  if (nature.kind !== 'func' || !nature.type) return call;
  const type = signatureOf(callee);
  if (isTypedCall(type.name)) return (target, args, m) => callTyped(target, args, type, m);
  if (type.name !== 'func(...interface {}) interface {}') return call;
  return (target, args, m) => {
    if (target instanceof GoNil || target === null) throw conversionPanic(target, type.name);
    return call(target, args, m);
  };
}

function signatureOf(callee: Node): ReturnType<typeof parseType> {
  const method =
    callee.kind === 'member' && callee.property.kind === 'string'
      ? methodType(callee.node.nature, callee.property.value)
      : undefined;
  return method ?? callee.nature.type ?? parseType('func()');
}

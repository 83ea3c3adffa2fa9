import { panic } from '../../go/error.ts';
import type { Code, Machine } from '../machine.ts';

/** The values of an operation's operands, in order. */
export type Operands = (machine: Machine) => unknown[];

/** The values of codes; `leaky` when one but the first may leave values on the stack. */
export function operandsOf(codes: readonly Code[], leaky: boolean, from: number): Operands {
  if (leaky) return (m) => stacked(m, codes, from);
  const [first, second, third] = codes;
  if (!first) return () => [];
  if (!second) return (m) => [first(m)];
  if (!third) return (m) => [first(m), second(m)];
  return (m) => codes.map((code) => code(m));
}

function stacked(m: Machine, codes: readonly Code[], from: number): unknown[] {
  for (const code of codes) m.stack.push(code(m));
  m.at = from;
  return popped(m, codes.length);
}

/** The topmost values of the stack. @throws {GoError} when it does not hold as many */
export function popped(m: Machine, count: number): unknown[] {
  if (m.stack.length < count) throw panic('stack underflow');
  return m.stack.splice(m.stack.length - count, count);
}

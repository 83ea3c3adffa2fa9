import { panic } from '../../go/error.ts';
import { inheritedNames, int } from '../../go/value.ts';
import type { IdentifierNode, PointerNode } from '../ast.ts';
import type { Code, Machine } from '../machine.ts';
import { fetch } from '../runtime/fetch.ts';
import type { Compiler } from './index.ts';

/** A named step from a value to one of its members; `from` is where a failure points. */
export interface Step {
  readonly name: string;
  readonly from: number;
  /** Whether no object has the name by inheritance, so that reading it is reading an own property. */
  readonly isPlain: boolean;
}

export function stepOf(name: string, from: number): Step {
  return { name, from, isPlain: !inheritedNames.has(name) };
}

/** The member of a value that a step names. @throws {GoError} */
export function take(m: Machine, base: unknown, step: Step): unknown {
  if (typeof base === 'object' && base !== null && base.constructor === Object && step.isPlain) {
    const value = (base as Record<string, unknown>)[step.name];
    return value === undefined ? null : value;
  }
  m.at = step.from;
  return fetch(base, step.name);
}

export function compileIdentifier(compiler: Compiler, node: IdentifierNode): Code {
  const slot = compiler.slotOf(node.value);
  if (slot !== undefined) return (m) => m.variables[slot];
  if (node.value === '$env') return (m) => m.env;
  const step = stepOf(node.value, node.from);
  return (m) => take(m, m.env, step);
}

export function compilePointer(level: number, node: PointerNode): Code {
  const { from } = node;
  switch (node.name) {
    case 'index':
      return (m) => int(m.cursor(level).index);
    case 'acc':
      return (m) => m.cursor(level).accumulator;
    case '':
      return (m) => itemOf(m, level, from);
    default:
      return (m) => {
        m.at = from;
        throw panic(`unknown pointer ${node.name}`);
      };
  }
}

/** The element that a loop is at. @throws {GoError} in a loop over a map, and where there is none */
export function itemOf(m: Machine, level: number, from: number): unknown {
  const { item } = m.cursor(level);
  if (typeof item !== 'symbol') return item;
  m.at = from;
  throw panic(item.description ?? '');
}

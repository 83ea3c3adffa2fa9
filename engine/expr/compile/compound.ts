import { newMap } from '../../go/value.ts';
import type { ArrayNode, ConditionalNode, MapNode, SequenceNode, TotalNode } from '../ast.ts';
import type { Code } from '../machine.ts';
import { add } from '../runtime/arithmetic.ts';
import { asBool, asString, deref } from '../runtime/convert.ts';
import type { Compiler } from './index.ts';

export function compileSequence(compiler: Compiler, node: SequenceNode): Code {
  const codes = compiler.compileAll(node.nodes);
  return (m) => {
    let last: unknown = null;
    for (const code of codes) last = code(m);
    return last;
  };
}

export function compileConditional(compiler: Compiler, node: ConditionalNode): Code {
  const condition = compiler.compile(node.condition);
  const whenTrue = compiler.compile(node.whenTrue);
  const whenFalse = compiler.compile(node.whenFalse);
  const { from } = node;
  return (m) => {
    const value = condition(m);
    if (value === true) return whenTrue(m);
    if (value === false) return whenFalse(m);
    m.at = from;
    return asBool(deref(value));
  };
}

export function compileArray(compiler: Compiler, node: ArrayNode): Code {
  const operands = compiler.operands(node.nodes, node.from);
  const { from } = node;
  return (m) => {
    const items = operands(m);
    m.at = from;
    m.grow(items.length);
    return items;
  };
}

/** A map literal. Of equal keys the first counts, as Go fills the map from the end. */
export function compileMap(compiler: Compiler, node: MapNode): Code {
  const operands = compiler.operands(
    node.pairs.flatMap(({ key, value }) => [key, value]),
    node.from,
  );
  const { from } = node;
  return (m) => {
    const values = operands(m);
    m.at = from;
    m.grow(values.length / 2);
    const map = newMap();
    for (let i = values.length - 2; i >= 0; i -= 2) map[asString(values[i])] = values[i + 1];
    return map;
  };
}

/** `sum` of an array literal: all elements, then added from the end. */
export function compileTotal(compiler: Compiler, node: TotalNode): Code {
  const operands = compiler.operands(node.nodes, node.from);
  const { from } = node;
  return (m) => {
    const values = operands(m).map(deref);
    let sum = values.pop();
    for (let value = values.pop(); value !== undefined; value = values.pop()) {
      m.at = values.length === 0 ? from : 0;
      sum = add(value, sum, m.run);
    }
    return sum;
  };
}

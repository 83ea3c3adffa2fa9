import { float64, int } from '../../go/value.ts';
import type { Node } from '../ast.ts';
import type { Code } from '../machine.ts';

/** The value of a literal; undefined when the node is none. */
export function literalOf(node: Node): unknown {
  switch (node.kind) {
    case 'nil':
      return null;
    case 'integer':
      return int(node.value);
    case 'float':
      return float64(node.value);
    case 'bool':
    case 'string':
    case 'bytes':
    case 'constant':
      return node.value;
    default:
      return undefined;
  }
}

export function compileLiteral(node: Node): Code {
  const value = literalOf(node);
  return () => value;
}

import { format } from '../go/fmt.ts';
import { methodOf } from '../go/methods.ts';
import { GoFunc, GoNil, GoPointer, typeOf } from '../go/value.ts';
import type { Exec } from './exec.ts';
import { type ActionNode, nodeString } from './node.ts';

/** What an invalid value prints as. */
export const noValue = '<no value>';

/** The value that stands for another in print: pointers are followed unless they are Stringers themselves. */
export function printable(value: unknown): unknown {
  if (value === undefined || value === null) return noValue;
  if (!(value instanceof GoPointer)) return value;
  return methodOf(value, 'String') || methodOf(value, 'Error') ? value : value.elem;
}

/** Prints the value of an action. */
export function printValue(exec: Exec, node: ActionNode, value: unknown): void {
  if (typeof value === 'string') exec.write(value);
  else exec.write(textOf(exec, node, value));
}

function textOf(exec: Exec, node: ActionNode, value: unknown): string {
  exec.node = node;
  if (value instanceof GoFunc || (value instanceof GoNil && value.type.kind === 'func')) {
    exec.fail(`can't print ${nodeString(node)} of type ${typeOf(value)?.name}`);
  }
  return format(printable(value), exec.run);
}

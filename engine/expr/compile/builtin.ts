import { panic } from '../../go/error.ts';
import type { BuiltinNode } from '../ast.ts';
import type { Builtin } from '../builtin.ts';
import { builtinOf } from '../builtins/index.ts';
import type { Code } from '../machine.ts';
import { deref } from '../runtime/convert.ts';
import { charge } from '../runtime/cost.ts';
import type { Compiler } from './index.ts';
import { compileLoop } from './loop.ts';

export function compileBuiltin(compiler: Compiler, node: BuiltinNode): Code {
  const builtin = builtinOf(node.name);
  if (!builtin || builtin.predicate) return compileLoop(compiler, node);
  return builtin.fast ? compileFast(compiler, node, builtin.fast) : compilePlain(compiler, node, builtin);
}

/** A function that takes one value from Go's stack. A call that the checker did not see may have more arguments, or none. */
function compileFast(compiler: Compiler, node: BuiltinNode, fast: NonNullable<Builtin['fast']>): Code {
  const codes = compiler.compileAll(node.args);
  const { from } = node;
  const [only] = codes;
  if (only && codes.length === 1) {
    return (m) => {
      const value = deref(only(m));
      m.at = from;
      charge(m.run, value);
      return fast(value, m);
    };
  }
  compiler.leaks++;
  return (m) => {
    for (const code of codes) m.stack.push(deref(code(m)));
    m.at = from;
    if (m.stack.length === 0) throw panic('stack underflow');
    return fast(m.stack.pop(), m);
  };
}

function compilePlain(compiler: Compiler, node: BuiltinNode, { call, keepsLocation }: Builtin): Code {
  const operands = compiler.operands(node.args, node.from);
  const isKept = node.args.map(({ nature }) => keepsLocation === true && nature.is('*time.Location'));
  const { from } = node;
  return (m) => {
    const values = operands(m).map((value, i) => (isKept[i] ? value : deref(value)));
    m.at = from;
    m.run.step();
    for (const value of values) charge(m.run, value);
    return call?.(values, m) ?? null;
  };
}

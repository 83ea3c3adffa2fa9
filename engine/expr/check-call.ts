import { anyType, type GoType } from '../go/type.ts';
import type { Node } from './ast.ts';
import type { Builtin } from './builtin.ts';
import { builtinType } from './builtins/index.ts';
import type { Checker } from './check.ts';
import { assignable, deref, fromType, type Nature } from './types.ts';

/** Why arguments do not fit a function, and the node to blame. */
export class Mismatch {
  readonly node: Node;
  readonly text: string;

  constructor(node: Node, text: string) {
    this.node = node;
    this.text = text;
  }
}

export interface Call {
  readonly name: string;
  readonly nature: Nature;
  readonly node: Node;
  readonly args: readonly Node[];
}

/** The result of a builtin: by its own rule, or by the first of its overloads that fits. @throws {ExprError} */
export function checkFunction(checker: Checker, builtin: Builtin, node: Node, args: readonly Node[]): Nature {
  if (builtin.validate) {
    const types = args.map((arg) => argumentType(checker.visit(arg)));
    const result = builtin.validate(types);
    if (typeof result === 'string') throw checker.fail(node, result);
    return fromType(result);
  }
  let mismatch: Mismatch | undefined;
  for (const type of builtin.types ?? [builtinType(builtin)]) {
    const result = checkArguments(checker, { name: builtin.name, nature: fromType(type), node, args });
    if (!(result instanceof Mismatch)) {
      if (node.kind === 'call') node.callee.nature = fromType(type);
      return result;
    }
    mismatch = result;
  }
  throw checker.fail(mismatch?.node ?? node, mismatch?.text ?? `no matching overload for ${builtin.name}`);
}

function argumentType(nature: Nature): GoType | undefined {
  return nature.isUnknown ? anyType : nature.type;
}

/** The first result of a function, or why the arguments do not fit. */
export function checkArguments(checker: Checker, call: Call): Nature | Mismatch {
  const { nature, node, args, name } = call;
  const type = nature.type;
  const results = type?.results ?? [];
  if (results.length === 0) return new Mismatch(node, `func ${name} doesn't return value`);
  if (results.length > 2) return new Mismatch(node, `func ${name} returns more then two values`);
  const params = (type?.params ?? []).slice(nature.isMethod ? 1 : 0);
  const variadic = type?.variadic ?? false;
  const miscount = countMismatch(call, params.length, variadic);
  if (miscount) {
    for (const arg of args) checker.visit(arg);
    return miscount;
  }
  for (const [i, arg] of args.entries()) {
    const isRest = variadic && i >= params.length - 1;
    const wanted = fromType(isRest ? params.at(-1)?.elem : params[i]);
    const mismatch = argumentMismatch(name, arg, checker.visit(arg), wanted);
    if (mismatch) return mismatch;
  }
  return fromType(results[0]);
}

function countMismatch({ name, node, args }: Call, wanted: number, variadic: boolean): Mismatch | undefined {
  if (!variadic && args.length > wanted) return new Mismatch(node, `too many arguments to call ${name}`);
  if (args.length < (variadic ? wanted - 1 : wanted)) return new Mismatch(node, `not enough arguments to call ${name}`);
  return undefined;
}

function argumentMismatch(name: string, arg: Node, given: Nature, wanted: Nature): Mismatch | undefined {
  if (given.isInteger && (wanted.isFloat || (wanted.isInteger && given.kind !== wanted.kind))) return undefined;
  if (given.isNil) {
    if (wanted.kind === 'ptr' || wanted.kind === 'interface') return undefined;
    return new Mismatch(arg, `cannot use nil as argument (type ${wanted}) to call ${name}`);
  }
  if (given.isUnknown || assignable(given, wanted) || assignable(deref(given), wanted)) return undefined;
  return new Mismatch(arg, `cannot use ${given} as argument (type ${wanted}) to call ${name} `);
}

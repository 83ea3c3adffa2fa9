import { GoError } from '../go/error.ts';
import type { Run } from '../go/run.ts';
import { truth } from '../go/truth.ts';
import { errorType, type GoType } from '../go/type.ts';
import { GoFunc, typeOf } from '../go/value.ts';
import type { Argument } from './argument.ts';
import type { Builtin } from './builtins.ts';
import { convert, converterTo, prepareArg, valueType } from './convert.ts';
import type { Eval, Exec } from './exec.ts';
import { type Node, nodeString } from './node.ts';

/** Evaluates a command; `final` is the value that was piped into it, ignored by commands that are not piped into. */
export type EvalCommand = (exec: Exec, dot: unknown, final: unknown) => unknown;

/** A call as it stands in the source. */
export interface CallSite {
  readonly name: string;
  /** The node to blame when the callee fails. */
  readonly node: Node;
  readonly args: readonly Argument[];
  /** Whether the value of the preceding command is the last argument. */
  readonly piped: boolean;
}

/** Why a function of the type cannot be called so; undefined when it can. */
function problemOf(type: GoType, { name, args, piped }: CallSite): string | undefined {
  const params = type.params ?? [];
  const count = args.length + (piped ? 1 : 0);
  if (type.variadic && count < params.length - 1) {
    return `wrong number of args for ${name}: want at least ${params.length - 1} got ${args.length}`;
  }
  if (!type.variadic && count !== params.length) {
    return `wrong number of args for ${name}: want ${params.length} got ${count}`;
  }
  return badResults(name, type);
}

/** Why a function's results do not suit a template; undefined when they do. */
function badResults(name: string, type: GoType): string | undefined {
  const results = type.results ?? [];
  if (results.length === 1 || (results.length === 2 && results[1] === errorType)) return undefined;
  if (results.length !== 2) return `function ${name} has ${results.length} return values; should be 1 or 2`;
  return `invalid function signature for ${name}: second return value should be error; is ${results[1]?.name}`;
}

/** Type of the parameter that takes argument `i`. */
function paramType(type: GoType, i: number): GoType {
  const params = type.params ?? [];
  const isVariadic = type.variadic && i >= params.length - 1;
  return (isVariadic ? params.at(-1)?.elem : params[i]) as GoType;
}

/** Calls a method that was found at run time. */
export function callMethod(exec: Exec, dot: unknown, fn: GoFunc, site: CallSite, final: unknown): unknown {
  const problem = problemOf(fn.type, site);
  if (problem !== undefined) exec.fail(problem);
  const args = site.args.map((arg, i) => arg.evaluate(exec, dot, paramType(fn.type, i)));
  if (site.piped) args.push(convert(exec, final, paramType(fn.type, args.length)));
  return invoke(exec, fn, args, site);
}

function invoke(exec: Exec, fn: GoFunc, args: readonly unknown[], site: CallSite): unknown {
  exec.run.step();
  try {
    return fn.call(args, exec.run);
  } catch (error) {
    return exec.failCall(site.name, site.node, error);
  }
}

/** The command that calls a function known at compile time. `node` is the function's name in the source. */
export function compileCall(fn: GoFunc, site: CallSite, node: Node): EvalCommand {
  const problem = problemOf(fn.type, site);
  if (problem !== undefined) {
    return (exec) => {
      exec.node = node;
      return exec.fail(problem);
    };
  }
  const args = site.args.map((arg, i) => arg.compile(paramType(fn.type, i)));
  if (site.piped) return compilePiped(fn, site, node, args);
  const [first, second, third] = args;
  if (first === undefined) {
    return (exec) => {
      exec.node = node;
      return invoke(exec, fn, [], site);
    };
  }
  if (second === undefined) return (exec, dot) => invoke(exec, fn, [first(exec, dot)], site);
  if (third === undefined) return (exec, dot) => invoke(exec, fn, [first(exec, dot), second(exec, dot)], site);
  return (exec, dot) => invoke(exec, fn, evaluateAll(exec, dot, args), site);
}

function compilePiped(fn: GoFunc, site: CallSite, node: Node, args: readonly Eval[]): EvalCommand {
  const toFinal = converterTo(paramType(fn.type, args.length));
  const [first, second] = args;
  if (first === undefined) {
    return (exec, _dot, final) => {
      exec.node = node;
      return invoke(exec, fn, [toFinal(exec, final)], site);
    };
  }
  if (second === undefined) {
    return (exec, dot, final) => invoke(exec, fn, [first(exec, dot), toFinal(exec, final)], site);
  }
  return (exec, dot, final) => {
    const values = evaluateAll(exec, dot, args);
    values.push(toFinal(exec, final));
    return invoke(exec, fn, values, site);
  };
}

function evaluateAll(exec: Exec, dot: unknown, args: readonly Eval[]): unknown[] {
  const values: unknown[] = [];
  for (const arg of args) values.push(arg(exec, dot));
  return values;
}

/** As `compileCall` for one of text/template's own functions. `callee` is the first argument in the source. */
export function compileBuiltin(builtin: Builtin, site: CallSite, node: Node, callee?: Node): EvalCommand {
  if (problemOf(builtin.type, site) !== undefined) return compileCall(builtin, site, node);
  if (site.name === 'and' || site.name === 'or') return compileShortCircuit(site, node);
  if (site.name === 'call') return compileCall(calling(builtin, callee), site, node);
  const { unary, binary } = builtin;
  const [first, second, third] = site.args.map((arg, i) => arg.compile(paramType(builtin.type, i)));
  if (unary && first && !second && !site.piped) {
    return (exec, dot) => {
      const value = first(exec, dot);
      exec.run.step();
      if (typeof value === 'string') exec.run.scan(value.length);
      try {
        return unary(value, exec.run);
      } catch (error) {
        return exec.failCall(site.name, site.node, error);
      }
    };
  }
  if (binary && first && second && !third && !site.piped) {
    return (exec, dot) => {
      const a = first(exec, dot);
      const b = second(exec, dot);
      exec.run.step();
      if (typeof a === 'string') exec.run.scan(a.length);
      try {
        return binary(a, b);
      } catch (error) {
        return exec.failCall(site.name, site.node, error);
      }
    };
  }
  return compileCall(builtin, site, node);
}

/** `and` and `or`: the first operand that decides, else the last; those behind it are not evaluated. */
function compileShortCircuit({ name, args, piped }: CallSite, node: Node): EvalCommand {
  const isOr = name === 'or';
  const operands = args.map((arg) => arg.compile(valueType));
  return (exec, dot, final) => {
    exec.node = node;
    exec.run.step();
    let value: unknown;
    for (const operand of operands) {
      value = operand(exec, dot);
      if (truth(value) === isOr) return value;
    }
    return piped ? final : value;
  };
}

/** The builtin `call`, whose messages name the callee as the source does. */
function calling(builtin: Builtin, callee: Node | undefined): GoFunc {
  return new GoFunc(builtin.type, ([fn, ...args], run) => {
    const name = callee ? nodeString(callee) : valueName(fn);
    return callValue(name, fn, args, run);
  });
}

/** Go's `reflect.Value.String`. */
function valueName(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '<invalid Value>' : `<${typeOf(value)?.name} Value>`;
}

function callValue(name: string, fn: unknown, args: readonly unknown[], run: Run): unknown {
  if (fn === undefined || fn === null) throw new GoError('call of nil');
  const type = typeOf(fn) as GoType;
  if (type.kind !== 'func') throw new GoError(`non-function ${name} of type ${type.name}`);
  const problem = badResults(name, type) ?? wrongCount(name, type, args.length);
  if (problem !== undefined) throw new GoError(problem);
  const values = args.map((arg, i) => {
    try {
      return prepareArg(arg, paramType(type, i));
    } catch (error) {
      throw error instanceof GoError ? new GoError(`arg ${i}: ${error.message}`) : error;
    }
  });
  if (!(fn instanceof GoFunc)) throw new GoError('reflect: call of nil function', { panic: true });
  return fn.call(values, run);
}

function wrongCount(name: string, type: GoType, count: number): string | undefined {
  const wanted = type.params?.length ?? 0;
  const wrong = `wrong number of args for ${name}: got ${count} want`;
  if (type.variadic) return count < wanted - 1 ? `${wrong} at least ${wanted - 1}` : undefined;
  return count === wanted ? undefined : `${wrong} ${wanted}`;
}

import { quote } from '../go/strconv.ts';
import type { GoType } from '../go/type.ts';
import type { GoFunc } from '../go/value.ts';
import { type Argument, constantArgument, idealConstant, nilArgument, valueArgument } from './argument.ts';
import { builtins } from './builtins.ts';
import { type CallSite, compileBuiltin, compileCall, type EvalCommand } from './call.ts';
import type { Eval } from './exec.ts';
import { compileFields, fieldChain, plainSite, staticOf } from './field.ts';
import { Interface } from './indexing.ts';
import {
  type ChainNode,
  type CommandNode,
  type Constant,
  type DotNode,
  type FieldNode,
  type IdentifierNode,
  nodeString,
  type Operand,
  type PipeNode,
  type VariableNode,
} from './node.ts';
import { type Scope, type Setter, skip } from './scope.ts';

/** Compiles the pipelines of one definition. */
export class PipelineCompiler {
  private readonly functions: ReadonlyMap<string, GoFunc>;
  private readonly scope: Scope;

  constructor(functions: ReadonlyMap<string, GoFunc>, scope: Scope) {
    this.functions = functions;
    this.scope = scope;
  }

  /** The pipeline's value; a nil interface comes out invalid, as in Go. Its variables are declared or assigned. */
  pipeline(pipe: PipeNode): Eval {
    const value = this.commands(pipe);
    const [first, ...rest] = this.setters(pipe);
    if (!first) return value;
    return (exec, dot) => {
      const result = value(exec, dot);
      first(exec, result, undefined);
      for (const set of rest) set(exec, result, undefined);
      return result;
    };
  }

  /** The pipeline's value without its declarations. */
  commands(pipe: PipeNode): Eval {
    const [first, ...rest] = pipe.commands.map((command, i) => this.command(command, i > 0));
    const start = startsWithBadPipe(pipe) ? blaming(pipe, first as EvalCommand) : (first as EvalCommand);
    const [second, third] = rest;
    if (second === undefined) {
      return (exec, dot) => {
        const value = start(exec, dot, undefined);
        return value === null ? undefined : value;
      };
    }
    if (third === undefined) {
      return (exec, dot) => {
        const value = start(exec, dot, undefined);
        const result = second(exec, dot, value === null ? undefined : value);
        return result === null ? undefined : result;
      };
    }
    return (exec, dot) => {
      let value = start(exec, dot, undefined);
      for (const command of rest) value = command(exec, dot, value === null ? undefined : value);
      return value === null ? undefined : value;
    };
  }

  /** The setters of the variables that the pipeline declares or assigns; what it declares is visible from now on. */
  setters(pipe: PipeNode): Setter[] {
    return pipe.decl.map(({ names: [name] }) =>
      pipe.isAssign ? this.scope.assign(name as string) : this.scope.declare(name as string),
    );
  }

  private command(command: CommandNode, piped: boolean): EvalCommand {
    const [first, ...rest] = command.args as [Operand, ...Operand[]];
    const hasArgs = rest.length > 0 || piped;
    switch (first.kind) {
      case 'identifier':
        return this.functionCommand(first, rest, piped, command);
      case 'field':
      case 'chain':
        return hasArgs ? this.fieldCommand(first, rest, piped) : this.value(first);
      case 'variable':
        if (!hasArgs) return this.value(first);
        return first.names.length > 1 ? this.fieldCommand(first, rest, piped) : notAFunction(first, this.value(first));
      case 'pipe':
        return hasArgs ? notAFunction(first) : this.pipeline(first);
      case 'nil':
        return (exec) => {
          exec.node = first;
          return exec.fail(hasArgs ? notAFunctionText(first) : 'nil is not a command');
        };
      case 'dot':
        return hasArgs ? notAFunction(first, this.value(first)) : this.value(first);
      default:
        return hasArgs ? notAFunction(first, this.value(first)) : constant(first);
    }
  }

  private functionCommand(
    node: IdentifierNode,
    operands: readonly Operand[],
    piped: boolean,
    command: CommandNode | IdentifierNode,
  ): EvalCommand {
    const { name } = node;
    const own = this.functions.get(name);
    const builtin = builtins.get(name);
    if (!own && builtin && (name === 'and' || name === 'or')) {
      const { result: args, slots } = this.conditionalArguments(operands);
      return skipping(slots, compileBuiltin(builtin, { name, node: command, args, piped }, node));
    }
    const isSlice = !own && name === 'slice';
    const args = operands.map((operand, i) => (isSlice && i > 0 ? this.index(operand) : this.argument(operand)));
    const site: CallSite = { name, node: command, args, piped };
    if (own) return compileCall(own, site, node);
    if (builtin) return compileBuiltin(builtin, site, node, operands[0]);
    return (exec) => exec.fail(`${quote(name)} is not a defined function`);
  }

  private conditionalArguments(operands: readonly Operand[]): { result: Argument[]; slots: readonly number[] } {
    return this.scope.conditionally(() => operands.map((operand) => this.argument(operand)));
  }

  /** An index of `slice`, which Go refuses when its static type is an interface. */
  private index(node: Operand): Argument {
    if (node.kind !== 'field' && node.kind !== 'variable' && node.kind !== 'dot' && node.kind !== 'chain') {
      return this.argument(node);
    }
    const receiver = this.receiver(node);
    const names = node.kind === 'dot' ? [] : node.kind === 'variable' ? node.names.slice(1) : node.names;
    return valueArgument((exec, dot) => {
      exec.node = node;
      let value = receiver(exec, dot);
      if (names.length > 0) value = fieldChain(exec, value, exec.static, names, plainSite(node));
      return exec.static ? new Interface(value) : value;
    });
  }

  /** A chain of fields whose last name has arguments. They are not evaluated where the chain ends early. */
  private fieldCommand(
    node: ChainNode | FieldNode | VariableNode,
    operands: readonly Operand[],
    piped: boolean,
  ): EvalCommand {
    const receiver = this.receiver(node);
    const names = node.kind === 'variable' ? node.names.slice(1) : node.names;
    const { result: args, slots } = this.conditionalArguments(operands);
    return skipping(slots, (exec, dot, final) => {
      exec.node = node;
      const value = receiver(exec, dot);
      return fieldChain(exec, value, exec.static, names, { node, args, piped, dot, final });
    });
  }

  /** What a chain of fields begins with; leaves its static type in `exec.static`. */
  private receiver(node: ChainNode | DotNode | FieldNode | VariableNode): Eval {
    if (node.kind === 'field' || node.kind === 'dot') {
      return (exec, dot) => {
        exec.static = exec.dotType;
        return dot;
      };
    }
    if (node.kind === 'chain') {
      const operand = this.value(node.operand);
      const type = this.staticType(node.operand);
      return (exec, dot) => {
        const value = operand(exec, dot);
        exec.static = type;
        return value;
      };
    }
    const slot = this.scope.find(node.names[0] as string);
    return (exec) => {
      const at = typeof slot === 'number' ? slot : slot(exec);
      exec.static = exec.types[at];
      return exec.vars[at];
    };
  }

  /** Static type of an operand that a chain begins with, where that is an interface. */
  private staticType(operand: Operand): GoType | undefined {
    if (operand.kind !== 'identifier') return undefined;
    return staticOf((this.functions.get(operand.name) ?? builtins.get(operand.name))?.type.results?.[0]);
  }

  /** An operand without arguments of its own. */
  private value(node: Operand): Eval {
    switch (node.kind) {
      case 'field': {
        const access = compileFields(node, node.names);
        return (exec, dot) => {
          exec.node = node;
          return access(exec, dot, exec.dotType);
        };
      }
      case 'variable':
        return this.variable(node);
      case 'chain': {
        const operand = this.value(node.operand);
        const type = this.staticType(node.operand);
        const access = compileFields(node, node.names);
        return (exec, dot) => {
          exec.node = node;
          return access(exec, operand(exec, dot), type);
        };
      }
      case 'identifier': {
        const call = this.functionCommand(node, [], false, node);
        return (exec, dot) => call(exec, dot, undefined);
      }
      case 'pipe':
        return this.pipeline(node);
      case 'dot':
        return (exec, dot) => {
          exec.node = node;
          return dot;
        };
      case 'nil':
        return () => undefined;
      default:
        return constant(node);
    }
  }

  private variable(node: VariableNode): Eval {
    const [name, ...names] = node.names as [string, ...string[]];
    const found = this.scope.find(name);
    if (typeof found !== 'number') return this.uncertainVariable(node, names);
    if (names.length === 0) {
      return (exec) => {
        exec.node = node;
        return exec.vars[found];
      };
    }
    const access = compileFields(node, names);
    return (exec) => {
      exec.node = node;
      return access(exec, exec.vars[found], exec.types[found]);
    };
  }

  private uncertainVariable(node: VariableNode, names: readonly string[]): Eval {
    const receiver = this.receiver(node);
    const access = names.length === 0 ? undefined : compileFields(node, names);
    return (exec, dot) => {
      exec.node = node;
      const value = receiver(exec, dot);
      return access ? access(exec, value, exec.static) : value;
    };
  }

  private argument(node: Operand): Argument {
    switch (node.kind) {
      case 'nil':
        return nilArgument(node);
      case 'bool':
      case 'number':
      case 'string':
        return constantArgument(node);
      default:
        return valueArgument(this.value(node));
    }
  }
}

function notAFunctionText(node: Operand): string {
  return `can't give argument to non-function ${nodeString(node)}`;
}

/** A command that cannot take its arguments. Go evaluates a variable before it says so. */
function notAFunction(node: Operand, value?: Eval): EvalCommand {
  return (exec, dot) => {
    if (node.kind === 'variable') value?.(exec, dot);
    if (node.kind !== 'pipe') exec.node = node;
    return exec.fail(notAFunctionText(node));
  };
}

/** Whether the first command is a parenthesised pipeline with arguments, which is blamed on the whole pipeline. */
function startsWithBadPipe({ commands: [first] }: PipeNode): boolean {
  return first?.args[0]?.kind === 'pipe' && first.args.length > 1;
}

function blaming(node: PipeNode, command: EvalCommand): EvalCommand {
  return (exec, dot, final) => {
    exec.node = node;
    return command(exec, dot, final);
  };
}

function skipping(slots: readonly number[], command: EvalCommand): EvalCommand {
  if (slots.length === 0) return command;
  return (exec, dot, final) => {
    skip(exec, slots);
    return command(exec, dot, final);
  };
}

function constant(node: Constant): Eval {
  const made = idealConstant(node);
  return (exec) => {
    exec.node = node;
    return 'problem' in made ? exec.fail(made.problem) : made.value;
  };
}

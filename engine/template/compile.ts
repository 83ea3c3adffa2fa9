import { quote } from '../go/strconv.ts';
import { truth } from '../go/truth.ts';
import type { GoFunc } from '../go/value.ts';
import { broke, continued, type Definition, type Eval, type Walk } from './exec.ts';
import type { ActionNode, BranchNode, ListNode, Statement, TemplateNode } from './node.ts';
import type { Trees } from './parse.ts';
import { PipelineCompiler } from './pipeline.ts';
import { printValue } from './print.ts';
import { compileRange } from './range.ts';
import { Scope } from './scope.ts';

/** Steps that entering a definition counts as. */
const callCost = 10;

type Definitions = ReadonlyMap<string, Definition>;

/** The definitions of parse trees as closures. `functions` go before the builtins. */
export function compileTrees(trees: Trees, functions: ReadonlyMap<string, GoFunc>): Definitions {
  const definitions = new Map<string, Definition>();
  for (const name of trees.keys()) definitions.set(name, { name, walk: () => 0, slots: 1, nesting: 0 });
  for (const [name, root] of trees) {
    new DefinitionCompiler(definitions, functions).compile(definitions.get(name) as Definition, root);
  }
  return definitions;
}

interface Branch {
  readonly test: Eval;
  readonly body: Walk;
}

/** Compiles the statements of one definition. */
class DefinitionCompiler {
  private readonly definitions: Definitions;
  private readonly scope = new Scope();
  private readonly pipelines: PipelineCompiler;
  private depth = 0;
  private nesting = 0;

  constructor(definitions: Definitions, functions: ReadonlyMap<string, GoFunc>) {
    this.definitions = definitions;
    this.pipelines = new PipelineCompiler(functions, this.scope);
  }

  compile(definition: Definition, root: ListNode): void {
    definition.walk = this.list(root);
    definition.slots = this.scope.size;
    definition.nesting = 1 + this.nesting;
  }

  private list({ nodes }: ListNode): Walk {
    const walks = nodes.flatMap((node) => (node.kind === 'comment' ? [] : [this.statement(node)]));
    const [first, second] = walks;
    if (first === undefined) return () => 0;
    if (second === undefined) return first;
    return (exec, dot) => {
      for (let i = 0; i < walks.length; i++) {
        const outcome = (walks[i] as Walk)(exec, dot);
        if (outcome !== 0) return outcome;
      }
      return 0;
    };
  }

  private statement(node: Exclude<Statement, { kind: 'comment' }>): Walk {
    switch (node.kind) {
      case 'text': {
        const { text } = node;
        return (exec) => {
          exec.write(text);
          return 0;
        };
      }
      case 'action':
        return this.action(node);
      case 'if':
      case 'with':
        return this.nested(1, () => this.conditional(node));
      case 'range':
        return this.nested(2, () => this.range(node));
      case 'template':
        return this.template(node);
      case 'break':
        return () => broke;
      case 'continue':
        return () => continued;
    }
  }

  /** Compiles a control structure: what it declares ends with it. */
  private nested(cost: number, compile: () => Walk): Walk {
    const mark = this.scope.mark();
    this.depth += cost;
    this.nesting = Math.max(this.nesting, this.depth);
    const walk = compile();
    this.depth -= cost;
    this.scope.release(mark);
    return walk;
  }

  private action(node: ActionNode): Walk {
    const value = this.pipelines.pipeline(node.pipe);
    if (node.pipe.decl.length > 0) {
      return (exec, dot) => {
        value(exec, dot);
        return 0;
      };
    }
    return (exec, dot) => {
      printValue(exec, node, value(exec, dot));
      return 0;
    };
  }

  /** An if or with and the chain of those that are alone in its else. */
  private conditional(node: BranchNode): Walk {
    const branches: Branch[] = [];
    let otherwise: ListNode | undefined;
    for (let current: BranchNode | undefined = node; current; ) {
      const test = this.pipelines.pipeline(current.pipe);
      const mark = this.scope.mark();
      branches.push({ test, body: this.list(current.list) });
      this.scope.release(mark);
      otherwise = current.elseList;
      const [only, ...more]: Statement[] = otherwise?.nodes ?? [];
      current = only?.kind === node.kind && more.length === 0 ? (only as BranchNode) : undefined;
    }
    const last = otherwise && this.list(otherwise);
    return node.kind === 'if' ? walkIf(branches, last) : walkWith(branches, last);
  }

  private range(node: BranchNode): Walk {
    const value = this.pipelines.commands(node.pipe);
    const setters = this.pipelines.setters(node.pipe);
    const [first, second] = setters;
    const mark = this.scope.mark();
    const body = this.list(node.list);
    this.scope.release(mark);
    return compileRange({
      value: (exec, dot) => {
        const result = value(exec, dot);
        for (const set of setters) set(exec, result, undefined);
        return result;
      },
      setKey: second ? first : undefined,
      setElement: second ?? first,
      body,
      otherwise: node.elseList && this.list(node.elseList),
    });
  }

  private template(node: TemplateNode): Walk {
    const { name } = node;
    const data = node.pipe && this.pipelines.pipeline(node.pipe);
    const definition = this.definitions.get(name);
    return (exec, dot) => {
      exec.node = node;
      if (!definition) return exec.fail(`template ${quote(name)} not defined`);
      exec.checkDepth(definition);
      exec.run.step(callCost);
      exec.call(definition, data?.(exec, dot));
      return 0;
    };
  }
}

function walkIf(branches: readonly Branch[], otherwise: Walk | undefined): Walk {
  const [{ test, body }, ...more] = branches as [Branch, ...Branch[]];
  if (more.length === 0) {
    return (exec, dot) => {
      if (truth(test(exec, dot))) return body(exec, dot);
      return otherwise ? otherwise(exec, dot) : 0;
    };
  }
  return (exec, dot) => {
    for (const branch of branches) if (truth(branch.test(exec, dot))) return branch.body(exec, dot);
    return otherwise ? otherwise(exec, dot) : 0;
  };
}

function walkWith(branches: readonly Branch[], otherwise: Walk | undefined): Walk {
  return (exec, dot) => {
    for (const { test, body } of branches) {
      const value = test(exec, dot);
      if (!truth(value)) continue;
      const { dotType } = exec;
      exec.dotType = undefined;
      const outcome = body(exec, value);
      exec.dotType = dotType;
      return outcome;
    }
    return otherwise ? otherwise(exec, dot) : 0;
  };
}

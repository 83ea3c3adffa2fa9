import type { Run } from '../go/run.ts';
import type { GoMap } from '../go/value.ts';
import type { BinaryNode, Node } from './ast.ts';
import { ExprError } from './errors.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { compile } from './program.ts';

/** An expression, what it gives, and the parts it follows from. */
export interface Explained {
  /** As expr-lang prints it. */
  readonly source: string;
  /** What it gave: a value, an error, or nothing since what stands before it had decided. */
  readonly outcome: Outcome | 'not evaluated';
  readonly parts: readonly Explained[];
}

type Outcome = { readonly value: unknown } | { readonly error: ExprError };
type Environment = Record<string, unknown> | GoMap;

/**
 * What an expression gives, and why: its operands down to values of the environment; loops by what they run over. A part
 * that is never reached is not evaluated.
 * @throws {ExprError} when the expression cannot be compiled, {Need} when something has to be looked up first
 */
export function explain(source: string, env: Environment, run: Run): Explained {
  const explainer = new Explainer(env, run);
  const outcome = explainer.outcomeOf(source);
  return { ...explainer.explain(parse(source).root), outcome };
}

class Explainer {
  private readonly env: Environment;
  private readonly run: Run;

  constructor(env: Environment, run: Run) {
    this.env = env;
    this.run = run;
  }

  explain(node: Node): Explained {
    return { source: print(node), outcome: this.outcome(node), parts: this.parts(node) };
  }

  /** @throws {ExprError} when it cannot be compiled */
  outcomeOf(source: string): Outcome {
    const program = compile(source);
    try {
      return { value: program.run(this.env, this.run) };
    } catch (error) {
      if (error instanceof ExprError) return { error };
      throw error;
    }
  }

  private outcome(node: Node): Outcome {
    return this.outcomeOf(print(node));
  }

  private parts(node: Node): Explained[] {
    switch (node.kind) {
      case 'binary':
        return this.ofBinary(node);
      case 'conditional':
        return this.ofConditional(node);
      case 'unary':
      case 'chain':
        return node.kind === 'unary' ? this.all([node.node]) : this.parts(node.node);
      case 'builtin':
      case 'call':
        return this.all(node.args.filter(({ kind }) => kind !== 'predicate'));
      case 'member':
        return this.ofMember(node);
      default:
        return [];
    }
  }

  private all(nodes: readonly Node[]): Explained[] {
    return nodes.filter((node) => !isLiteral(node)).map((node) => this.explain(node));
  }

  private ofBinary({ operator, left, right }: BinaryNode): Explained[] {
    const first = this.outcome(left);
    if (!decides(operator, first)) return this.all([left, right]);
    const skipped: Explained = { source: print(right), outcome: 'not evaluated', parts: [] };
    return [...this.all([left]), ...(isLiteral(right) ? [] : [skipped])];
  }

  private ofConditional({ condition, whenTrue, whenFalse }: Extract<Node, { kind: 'conditional' }>): Explained[] {
    const chosen = this.outcome(condition);
    const isTrue = 'value' in chosen && chosen.value === true;
    return this.all([condition, ...('value' in chosen ? [isTrue ? whenTrue : whenFalse] : [])]);
  }

  /** The first step of a path at which there is nothing any more. */
  private ofMember(node: Extract<Node, { kind: 'member' }>): Explained[] {
    const before = node.node.kind === 'chain' ? node.node.node : node.node;
    const base = this.outcome(before);
    if ('error' in base || isNothing(base.value)) {
      const deeper = before.kind === 'member' ? this.ofMember(before) : [];
      return deeper.length > 0 ? deeper : [{ source: print(before), outcome: base, parts: [] }];
    }
    return this.all(node.property.kind === 'string' ? [] : [node.property]);
  }
}

/** Whether the left side of an operator leaves nothing to evaluate on the right. */
function decides(operator: string, left: Outcome): boolean {
  if ('error' in left) return true;
  if (operator === 'and' || operator === '&&') return left.value === false;
  if (operator === 'or' || operator === '||') return left.value === true;
  return operator === '??' && !isNothing(left.value);
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

function isLiteral(node: Node): boolean {
  if (node.kind === 'array') return node.nodes.every(isLiteral);
  return ['nil', 'integer', 'float', 'bool', 'string', 'bytes', 'constant', 'set'].includes(node.kind);
}

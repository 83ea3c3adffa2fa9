import type { Run } from '../go/run.ts';
import { GoMap } from '../go/value.ts';
import type { BinaryNode, BuiltinNode, Node } from './ast.ts';
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
  /** `and`, `not`, `==`, …, the name of a built-in function, `item` of a loop; undefined for anything else. */
  readonly operator: string | undefined;
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

/** Built-in functions that test the items of a list, and of how long a list each item is explained. */
const tests: ReadonlySet<string> = new Set(['any', 'all', 'none', 'one', 'filter', 'count', 'find', 'findIndex']);
const maxItems = 20;
/** The variable that stands for the item of a loop. */
const itemName = '$item';

/** An expression as people write it, with `.name` of an item. */
function shown(source: string): string {
  return source.replaceAll(`${itemName}.`, '.').replaceAll(itemName, '#');
}

function withVariable(env: Environment, item: unknown): Environment {
  if (env instanceof GoMap) return env;
  return Object.defineProperty(Object.defineProperties({}, Object.getOwnPropertyDescriptors(env)), itemName, {
    value: item,
    enumerable: true,
  });
}

/** The body of a predicate with its item as a variable; that of inner loops stays theirs. */
function withItem(node: Node): Node {
  if (node.kind === 'pointer' && node.name === '') {
    return { kind: 'identifier', value: itemName, from: node.from, nature: node.nature };
  }
  if (node.kind === 'predicate') return node;
  const copy: Record<string, unknown> = { ...node };
  for (const [key, value] of Object.entries(node)) {
    if (isNode(value)) copy[key] = withItem(value);
    else if (Array.isArray(value)) copy[key] = value.map((each: unknown) => (isNode(each) ? withItem(each) : each));
  }
  return copy as unknown as Node;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'kind' in value && 'nature' in value;
}

class Explainer {
  private readonly env: Environment;
  private readonly run: Run;

  constructor(env: Environment, run: Run) {
    this.env = env;
    this.run = run;
  }

  explain(node: Node): Explained {
    return {
      source: shown(print(node)),
      outcome: this.outcome(node),
      operator: operatorOf(node),
      parts: this.parts(node),
    };
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
        return [...this.all(node.args.filter(({ kind }) => kind !== 'predicate')), ...this.ofLoop(node)];
      case 'call':
        return this.all(node.args);
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
    const skipped: Explained = {
      source: print(right),
      outcome: 'not evaluated',
      operator: operatorOf(right),
      parts: [],
    };
    return [...this.all([left]), ...(isLiteral(right) ? [] : [skipped])];
  }

  /** What the predicate gives for each item of what a loop runs over. */
  private ofLoop({ name, args }: BuiltinNode): Explained[] {
    const [list, predicate] = args;
    if (!tests.has(name) || predicate?.kind !== 'predicate' || !list) return [];
    const over = this.outcome(list);
    if (!('value' in over) || !Array.isArray(over.value) || over.value.length > maxItems) return [];
    const body = withItem(predicate.node);
    return over.value.map((item, i) => {
      const { outcome, parts, operator } = new Explainer(withVariable(this.env, item), this.run).explain(body);
      const whole =
        operator === 'and' || operator === '&&' ? parts : [{ source: shown(print(body)), outcome, operator, parts }];
      return { source: `${nameOf(list)}[${i}]`, outcome, operator: 'item', parts: whole };
    });
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
      return deeper.length > 0
        ? deeper
        : [{ source: shown(print(before)), outcome: base, operator: undefined, parts: [] }];
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

/** How a list is called whose items are told apart: without what stands in when there is none. */
function nameOf(list: Node): string {
  if (list.kind !== 'binary') return shown(print(list));
  return list.operator === '??' ? nameOf(list.left) : `(${shown(print(list))})`;
}

function operatorOf(node: Node): string | undefined {
  if (node.kind === 'builtin') return node.name;
  return node.kind === 'binary' || node.kind === 'unary' ? node.operator : undefined;
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

function isLiteral(node: Node): boolean {
  if (node.kind === 'array') return node.nodes.every(isLiteral);
  return ['nil', 'integer', 'float', 'bool', 'string', 'bytes', 'constant', 'set'].includes(node.kind);
}

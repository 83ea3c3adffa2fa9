import * as strconv from '../go/strconv.ts';
import { narrow } from '../go/value.ts';
import type { BuiltinNode, MemberNode, Node, PairNode } from './ast.ts';
import { isBuiltin } from './builtins/index.ts';
import { type ExprError, type ExprErrorCode, errorAt } from './errors.ts';
import { isIdentifier, Lexer, showToken, type Token, type TokenKind } from './lex.ts';
import { binaryOperators, isComparison, isNegatable, unaryOperators } from './operators.ts';
import { unknownNature } from './types.ts';

const maxNodes = 10_000;
/** Nesting of parentheses, operators and calls; deeper ones would exhaust the stack of JavaScript. */
const maxDepth = 400;

type Argument = 'value' | 'optional value' | 'predicate' | 'optional predicate';

const loop: readonly Argument[] = ['value', 'predicate'];
const predicates: ReadonlyMap<string, readonly Argument[]> = new Map<string, readonly Argument[]>([
  ['all', loop],
  ['none', loop],
  ['any', loop],
  ['one', loop],
  ['filter', loop],
  ['map', loop],
  ['count', ['value', 'optional predicate']],
  ['sum', ['value', 'optional predicate']],
  ['find', loop],
  ['findIndex', loop],
  ['findLast', loop],
  ['findLastIndex', loop],
  ['groupBy', loop],
  ['sortBy', ['value', 'predicate', 'optional value']],
  ['reduce', ['value', 'predicate', 'optional value']],
]);

/** A syntax tree, and whether it has what most rules of the optimiser are about. */
export interface Tree {
  readonly root: Node;
  readonly hasLoop: boolean;
  readonly hasMembership: boolean;
}

/** The syntax tree of an expression. Answers to parser.Parse. @throws {ExprError} */
export function parse(source: string): Tree {
  return new Parser(source).parse();
}

class Parser {
  private readonly source: string;
  private readonly lexer: Lexer;
  private current: Token;
  private stash: Token | undefined;
  private predicateDepth = 0;
  private depth = 0;
  private nodes = 0;
  private hasLoop = false;
  private hasMembership = false;

  constructor(source: string) {
    this.source = source;
    this.lexer = new Lexer(source);
    this.current = this.lexer.next() as Token;
  }

  parse(): Tree {
    const root = this.sequence();
    if (this.current.kind !== 'EOF') throw this.unexpected();
    return { root, hasLoop: this.hasLoop, hasMembership: this.hasMembership };
  }

  private fail(text: string, at: Token = this.current, code: ExprErrorCode = 'parse'): ExprError {
    return errorAt(code, this.source, at.from, text);
  }

  private unexpected(token: Token = this.current): ExprError {
    return this.fail(`unexpected token ${showToken(token)}`);
  }

  private next(): void {
    if (this.stash) {
      this.current = this.stash;
      this.stash = undefined;
      return;
    }
    const token = this.lexer.next();
    if (!token) throw this.fail('unexpected end of expression');
    this.current = token;
  }

  private is(kind: TokenKind, value: string): boolean {
    return this.current.kind === kind && this.current.value === value;
  }

  private expect(kind: TokenKind, value?: string): void {
    if (this.current.kind !== kind || (value !== undefined && this.current.value !== value)) throw this.unexpected();
    this.next();
  }

  private skipIf(kind: TokenKind, value: string): boolean {
    if (!this.is(kind, value)) return false;
    this.next();
    return true;
  }

  /** Counts a node. */
  private made<T extends Node>(node: T): T {
    if (++this.nodes > maxNodes) throw this.fail('compilation failed: expression exceeds maximum allowed nodes');
    return node;
  }

  private sequence(): Node {
    const first = this.expression(0);
    if (!this.is('Operator', ';')) return first;
    const nodes = [first];
    while (this.skipIf('Operator', ';')) {
      if (this.current.kind === 'EOF') break;
      nodes.push(this.expression(0));
    }
    if (nodes.length === 1) return first;
    return this.made({ kind: 'sequence', nodes, from: first.from, nature: unknownNature });
  }

  private expression(precedence: number): Node {
    if (++this.depth > maxDepth) throw this.fail('expression is nested too deeply', this.current, 'limit');
    const node = this.operators(precedence);
    this.depth--;
    return node;
  }

  private operators(precedence: number): Node {
    if (precedence === 0 && this.current.kind === 'Operator') {
      if (this.current.value === 'let') return this.declaration();
      if (this.current.value === 'if') return this.ifElse();
    }
    let left = this.primary();
    let previous = '';
    while (this.current.kind === 'Operator') {
      const negated = this.current.value === 'not' ? this.negatedOperator(precedence) : undefined;
      if (this.current.value === 'not') break;
      const operator = this.current;
      const rank = binaryOperators.get(operator.value);
      if (!rank || rank.precedence < precedence) break;
      this.next();
      left = this.operation(left, operator, previous);
      if (negated)
        left = this.made({ kind: 'unary', operator: 'not', node: left, from: negated.from, nature: unknownNature });
      previous = operator.value;
    }
    return precedence === 0 ? this.ternary(left) : left;
  }

  /** After `not`: the operator it negates, now current; undefined and `not` still current when that binds too loosely. */
  private negatedOperator(precedence: number): Token | undefined {
    const not = this.current;
    this.next();
    const operator = this.current;
    if (!isNegatable(operator.value)) throw this.unexpected();
    if ((binaryOperators.get(operator.value)?.precedence ?? 0) >= precedence) return operator;
    this.stash = operator;
    this.current = not;
    return undefined;
  }

  private operation(left: Node, operator: Token, previous: string): Node {
    const { value, from } = operator;
    if (value === '|') {
      const name = this.current;
      this.expect('Identifier');
      return this.call(name, [left]);
    }
    if (previous === '??' && value !== '??') {
      const text = `Operator (${value}) and coalesce expressions (??) cannot be mixed. Wrap either by parentheses.`;
      throw this.fail(text, operator);
    }
    if (value === 'in') this.hasMembership = true;
    const rank = binaryOperators.get(value);
    const precedence = rank?.precedence ?? 0;
    if (isComparison(value)) return this.comparison(left, operator, precedence);
    const right = this.expression(rank?.right ? precedence : precedence + 1);
    return this.made({ kind: 'binary', operator: value, left, right, from, nature: unknownNature });
  }

  /** `a < b <= c` is `a < b && b <= c`, with the one node for `b`. */
  private comparison(first: Node, firstOperator: Token, precedence: number): Node {
    let left = first;
    let operator = firstOperator;
    let root: Node | undefined;
    for (;;) {
      const { value, from } = operator;
      const right = this.expression(precedence + 1);
      const pair = this.made({ kind: 'binary', operator: value, left, right, from, nature: unknownNature } as const);
      root = root
        ? this.made({ kind: 'binary', operator: '&&', left: root, right: pair, from, nature: unknownNature })
        : pair;
      left = right;
      operator = this.current;
      if (operator.kind !== 'Operator' || !isComparison(operator.value)) return root;
      this.next();
    }
  }

  private declaration(): Node {
    this.next();
    const name = this.current;
    this.expect('Identifier');
    this.expect('Operator', '=');
    const value = this.expression(0);
    this.expect('Operator', ';');
    const body = this.sequence();
    return this.made({ kind: 'variable', name: name.value, value, body, from: name.from, nature: unknownNature });
  }

  private ifElse(): Node {
    this.next();
    const condition = this.expression(0);
    const whenTrue = this.block();
    this.expect('Operator', 'else');
    const whenFalse = this.is('Operator', 'if') ? this.elseIf() : this.block();
    return { kind: 'conditional', ternary: false, condition, whenTrue, whenFalse, from: 0, nature: unknownNature };
  }

  private elseIf(): Node {
    if (++this.depth > maxDepth) throw this.fail('expression is nested too deeply', this.current, 'limit');
    const node = this.ifElse();
    this.depth--;
    return node;
  }

  private block(): Node {
    this.expect('Bracket', '{');
    const node = this.sequence();
    this.expect('Bracket', '}');
    return node;
  }

  private ternary(first: Node): Node {
    let node = first;
    while (this.skipIf('Operator', '?')) {
      let whenTrue = node;
      if (!this.skipIf('Operator', ':')) {
        whenTrue = this.expression(0);
        this.expect('Operator', ':');
      }
      const whenFalse = this.expression(0);
      const { from } = this.current;
      node = this.made({
        kind: 'conditional',
        ternary: true,
        condition: node,
        whenTrue,
        whenFalse,
        from,
        nature: unknownNature,
      });
    }
    return node;
  }

  private primary(): Node {
    const token = this.current;
    if (token.kind === 'Operator') {
      const node = this.prefixed(token);
      if (node) return this.postfix(node);
    }
    if (this.skipIf('Bracket', '(')) {
      const node = this.sequence();
      this.expect('Bracket', ')');
      return this.postfix(node);
    }
    return this.secondary(token);
  }

  private prefixed(token: Token): Node | undefined {
    const { value, from } = token;
    const precedence = unaryOperators.get(value);
    if (precedence !== undefined) {
      this.next();
      const node = this.expression(precedence);
      return this.made({ kind: 'unary', operator: value, node, from, nature: unknownNature });
    }
    if (this.predicateDepth > 0 && (value === '#' || value === '.')) return this.pointer(token);
    if (value !== '::') return undefined;
    this.next();
    const name = this.current;
    this.expect('Identifier');
    return this.call(name, []);
  }

  private pointer({ value, from }: Token): Node {
    let name = '';
    if (value === '#') {
      this.next();
      if (this.current.kind === 'Identifier') {
        name = this.current.value;
        this.next();
      }
    }
    return this.made({ kind: 'pointer', name, from, nature: unknownNature });
  }

  private secondary(token: Token): Node {
    const { from, value } = token;
    switch (token.kind) {
      case 'Identifier':
        this.next();
        return this.name(token);
      case 'Number':
        this.next();
        return this.number(token);
      case 'String':
        this.next();
        return this.postfix(this.made({ kind: 'string', value, from, nature: unknownNature }));
      case 'Bytes':
        this.next();
        return this.postfix(
          this.made({ kind: 'bytes', value: token.bytes ?? new Uint8Array(), from, nature: unknownNature }),
        );
      default:
        if (this.is('Bracket', '[')) return this.postfix(this.array(token));
        if (this.is('Bracket', '{')) return this.postfix(this.map(token));
        throw this.unexpected(token);
    }
  }

  private name(token: Token): Node {
    const { from, value } = token;
    if (value === 'true' || value === 'false') {
      return this.made({ kind: 'bool', value: value === 'true', from, nature: unknownNature });
    }
    if (value === 'nil') return this.made({ kind: 'nil', from, nature: unknownNature });
    if (this.is('Bracket', '(')) return this.postfix(this.call(token, []));
    return this.postfix(this.made({ kind: 'identifier', value, from, nature: unknownNature }));
  }

  private number(token: Token): Node {
    const { from } = token;
    const text = token.value.replaceAll('_', '');
    const lower = text.toLowerCase();
    if (lower.startsWith('0x'))
      return this.integer(
        from,
        this.convert('hex', () => strconv.parseInt(text, 0, 64)),
      );
    if (/[.e]/.test(lower)) {
      const value = this.convert('float', () => strconv.parseFloat(text));
      return this.made({ kind: 'float', value, from, nature: unknownNature });
    }
    if (lower.startsWith('0b'))
      return this.integer(
        from,
        this.convert('binary', () => strconv.parseInt(text, 0, 64)),
      );
    if (lower.startsWith('0o'))
      return this.integer(
        from,
        this.convert('octal', () => strconv.parseInt(text, 0, 64)),
      );
    if (text.length < 16 && text !== '') return this.integer(from, Number(text));
    return this.integer(
      from,
      this.convert('integer', () => strconv.parseInt(text, 10, 64)),
    );
  }

  private integer(from: number, value: number | bigint): Node {
    const number = typeof value === 'bigint' ? narrow(value) : value;
    return this.made({ kind: 'integer', value: number, from, nature: unknownNature });
  }

  private convert<T>(what: string, parseText: () => T): T {
    try {
      return parseText();
    } catch (error) {
      throw this.fail(`invalid ${what} literal: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** A call of a builtin or of a function of the environment; `args` are what a pipe brought. */
  private call(name: Token, args: Node[]): Node {
    const { from, value } = name;
    const shape = predicates.get(value);
    if (shape) {
      this.hasLoop = true;
      this.predicateArguments(shape.slice(args.length), args);
      return this.builtin(name, args);
    }
    if (isBuiltin(value)) {
      this.arguments(args);
      return this.builtin(name, args);
    }
    const callee = this.made({ kind: 'identifier', value, from, nature: unknownNature } as const);
    this.arguments(args);
    return this.made({ kind: 'call', callee, args, from, nature: unknownNature });
  }

  private builtin({ value, from }: Token, args: Node[]): BuiltinNode {
    return this.made({
      kind: 'builtin',
      name: value,
      args,
      throws: false,
      map: undefined,
      threshold: undefined,
      from,
      nature: unknownNature,
    });
  }

  private predicateArguments(shape: readonly Argument[], args: Node[]): void {
    this.expect('Bracket', '(');
    for (const [i, argument] of shape.entries()) {
      if (this.is('Bracket', ')')) {
        if (argument.startsWith('optional')) break;
        throw this.fail(`expected at least ${shape.length} arguments`);
      }
      if (i > 0) this.expect('Operator', ',');
      args.push(argument.endsWith('value') ? this.expression(0) : this.predicate());
    }
    this.skipIf('Operator', ',');
    this.expect('Bracket', ')');
  }

  private arguments(args: Node[]): void {
    const piped = args.length;
    this.expect('Bracket', '(');
    while (!this.is('Bracket', ')')) {
      if (args.length > piped) {
        this.expect('Operator', ',');
        if (this.is('Bracket', ')')) break;
      }
      args.push(this.expression(0));
    }
    this.next();
  }

  private predicate(): Node {
    const { from } = this.current;
    const braces = this.skipIf('Bracket', '{');
    this.predicateDepth++;
    const node = braces ? this.sequence() : this.expression(0);
    if (!braces && this.is('Operator', ';')) throw this.fail('wrap predicate with brackets { and }');
    this.predicateDepth--;
    if (braces) this.expect('Bracket', '}');
    return this.made({ kind: 'predicate', node, from, nature: unknownNature });
  }

  private array({ from }: Token): Node {
    this.next();
    const nodes: Node[] = [];
    while (!this.is('Bracket', ']')) {
      if (nodes.length > 0) {
        this.expect('Operator', ',');
        if (this.is('Bracket', ']')) break;
      }
      nodes.push(this.expression(0));
    }
    this.next();
    return this.made({ kind: 'array', nodes, from, nature: unknownNature });
  }

  private map({ from }: Token): Node {
    this.next();
    const pairs: PairNode[] = [];
    while (!this.is('Bracket', '}')) {
      if (pairs.length > 0) {
        this.expect('Operator', ',');
        if (this.is('Bracket', '}')) break;
        if (this.is('Operator', ',')) throw this.unexpected();
      }
      const key = this.mapKey();
      this.expect('Operator', ':');
      const value = this.expression(0);
      pairs.push(this.made({ kind: 'pair', key, value, from, nature: unknownNature }));
    }
    this.next();
    return this.made({ kind: 'map', pairs, from, nature: unknownNature });
  }

  private mapKey(): Node {
    const { kind, value, from } = this.current;
    if (kind === 'Number' || kind === 'String' || kind === 'Identifier') {
      const key = this.made({ kind: 'string', value, from, nature: unknownNature } as const);
      this.next();
      return key;
    }
    if (this.is('Bracket', '(')) return this.expression(0);
    throw this.fail(
      `a map key must be a quoted string, a number, a identifier, or an expression enclosed in parentheses (unexpected token ${showToken(this.current)})`,
    );
  }

  private postfix(first: Node): Node {
    let node = first;
    for (let links = 0; ; links++) {
      const token = this.current;
      if (links > maxDepth) throw this.fail('expression is nested too deeply', token, 'limit');
      if (token.kind === 'Operator' && (token.value === '.' || token.value === '?.')) {
        this.next();
        const optional = token.value === '?.';
        node = optional && this.is('Bracket', '[') ? this.index(node, true) : this.member(node, optional);
      } else if (this.is('Bracket', '[')) {
        node = this.index(node, false);
      } else {
        return node;
      }
    }
  }

  private member(base: Node, optional: boolean): Node {
    const name = this.current;
    const { from, value } = name;
    this.next();
    if (name.kind !== 'Identifier' && !(name.kind === 'Operator' && isIdentifier(value)))
      throw this.fail('expected name');
    const property = this.made({ kind: 'string', value, from, nature: unknownNature } as const);
    const inChain = base.kind === 'chain';
    const node = inChain ? base.node : base;
    const member: MemberNode = this.made({
      kind: 'member',
      node,
      property,
      optional,
      method: this.is('Bracket', '('),
      from,
      nature: unknownNature,
    });
    const link = member.method ? this.methodCall(member) : member;
    return inChain || optional ? this.made({ kind: 'chain', node: link, from, nature: unknownNature }) : link;
  }

  private methodCall(callee: MemberNode): Node {
    const args: Node[] = [];
    this.arguments(args);
    return this.made({ kind: 'call', callee, args, from: callee.from, nature: unknownNature });
  }

  private index(node: Node, optional: boolean): Node {
    const { from } = this.current;
    this.next();
    if (this.skipIf('Operator', ':')) return this.slice(node, undefined, from);
    const property = this.expression(0);
    if (this.skipIf('Operator', ':')) return this.slice(node, property, from);
    const member = this.made({
      kind: 'member',
      node,
      property,
      optional,
      method: false,
      from,
      nature: unknownNature,
    } as const);
    const link = optional ? this.made({ kind: 'chain', node: member, from, nature: unknownNature } as const) : member;
    this.expect('Bracket', ']');
    return link;
  }

  private slice(node: Node, low: Node | undefined, from: number): Node {
    const high = this.is('Bracket', ']') ? undefined : this.expression(0);
    const slice = this.made({ kind: 'slice', node, low, high, from, nature: unknownNature } as const);
    this.expect('Bracket', ']');
    return slice;
  }
}

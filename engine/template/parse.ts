import { GoError } from '../go/error.ts';
import { quote, unquote } from '../go/strconv.ts';
import { TemplateError, type TemplateErrorCode } from './errors.ts';
import { type Item, type ItemType, itemString, Lexer } from './lex.ts';
import {
  type BranchNode,
  type CommandNode,
  isEmptyTree,
  type ListNode,
  type NumberNode,
  nodeString,
  type Operand,
  type PipeNode,
  type Statement,
  type TemplateNode,
} from './node.ts';
import { type NumberValue, parseNumber } from './number.ts';

/** The definitions of one source by name, the source itself under its own. */
export type Trees = Map<string, ListNode>;

export interface ParseOptions {
  readonly left?: string;
  readonly right?: string;
  readonly comments?: boolean;
  /** How deep parentheses and control structures may nest. */
  readonly maxDepth?: number;
}

/** Far above what people write, and what a JavaScript stack carries; Go stops at 10,000 parentheses. */
const defaultMaxDepth = 300;

/** What the parsers of one source's definitions share. */
interface Source {
  readonly name: string;
  readonly text: string;
  readonly lexer: Lexer;
  readonly hasFunction: (name: string) => boolean;
  readonly trees: Trees;
  readonly maxDepth: number;
}

/** A node that ends a list: `{{end}}` or `{{else}}`. */
type ListEnd = { readonly kind: 'end'; readonly pos: number } | { readonly kind: 'else'; readonly pos: number };

type Control = 'if' | 'range' | 'with';

/**
 * The parse trees of a source and its definitions, as Go's `parse.Parse`.
 * @throws {TemplateError} with Go's text
 */
export function parseTrees(
  name: string,
  text: string,
  hasFunction: (name: string) => boolean,
  options: ParseOptions = {},
): Trees {
  const { left, right, comments } = options;
  const lexer = new Lexer(text, {
    ...(left && { left }),
    ...(right && { right }),
    ...(comments && { comments }),
    breakIsFunction: hasFunction('break'),
    continueIsFunction: hasFunction('continue'),
  });
  const maxDepth = options.maxDepth ?? defaultMaxDepth;
  const source: Source = { name, text, lexer, hasFunction, trees: new Map(), maxDepth };
  new TreeParser(source, 0).parseSource();
  return source.trees;
}

const operandStart: ReadonlySet<ItemType> = new Set([
  'bool',
  'charconst',
  'complex',
  '.',
  'field',
  'identifier',
  'number',
  'nil',
  'raw string',
  'string',
  'variable',
  '(',
]);

const notExecutable: ReadonlySet<Operand['kind']> = new Set(['bool', 'dot', 'nil', 'number', 'string']);

/** Parses one definition; nested definitions get parsers of their own on the same lexer. */
class TreeParser {
  private readonly source: Source;
  private readonly token: [Item, Item, Item];
  private peekCount = 0;
  /** Names of the variables defined so far, and how often each of them is. */
  private readonly vars: string[] = ['$'];
  private readonly defined = new Map([['$', 1]]);
  /** Line of the delimiter that began the action, 0 outside. */
  private actionLine = 0;
  private rangeDepth = 0;
  private parenDepth = 0;
  private controlDepth: number;

  constructor(source: Source, controlDepth: number) {
    const none: Item = { type: 'EOF', pos: 0, text: '', line: 0 };
    this.source = source;
    this.token = [none, none, none];
    this.controlDepth = controlDepth;
  }

  /** Parses the whole source and adds it to the trees. */
  parseSource(): void {
    const root: ListNode = { kind: 'list', pos: this.peek().pos, nodes: [] };
    while (this.peek().type !== 'EOF') {
      if (this.peek().type === 'left delim') {
        const delim = this.next();
        if (this.nextNonSpace().type === 'define') {
          new TreeParser(this.source, this.controlDepth).parseDefinition();
          continue;
        }
        this.backup2(delim);
      }
      const node = this.textOrAction();
      if (node.kind === 'end' || node.kind === 'else') this.fail(`unexpected {{${node.kind}}}`);
      root.nodes.push(node);
    }
    this.add(this.source.name, root);
  }

  private parseDefinition(): void {
    const context = 'define clause';
    const token = this.nextNonSpace();
    if (token.type !== 'string' && token.type !== 'raw string') this.unexpected(token, context);
    const name = this.attempt(() => unquote(token.text));
    this.expect('right delim', context);
    this.add(name, this.body(context));
  }

  /** The list up to an `{{end}}`. */
  private body(context: string): ListNode {
    const [list, end] = this.itemList();
    if (end.kind !== 'end') this.fail(`unexpected {{${end.kind}}} in ${context}`);
    return list;
  }

  private add(name: string, root: ListNode): void {
    const { trees } = this.source;
    const known = trees.get(name);
    if (known === undefined || isEmptyTree(known)) trees.set(name, root);
    else if (!isEmptyTree(root)) this.fail(`template: multiple definition of template ${quote(name)}`);
  }

  private next(): Item {
    if (this.peekCount > 0) this.peekCount--;
    else this.token[0] = this.source.lexer.nextItem();
    return this.token[this.peekCount as 0 | 1 | 2];
  }

  private backup(): void {
    this.peekCount++;
  }

  private backup2(first: Item): void {
    this.token[1] = first;
    this.peekCount = 2;
  }

  private backup3(first: Item, second: Item): void {
    this.token[1] = second;
    this.token[2] = first;
    this.peekCount = 3;
  }

  private peek(): Item {
    if (this.peekCount > 0) return this.token[(this.peekCount - 1) as 0 | 1 | 2];
    this.peekCount = 1;
    this.token[0] = this.source.lexer.nextItem();
    return this.token[0];
  }

  private nextNonSpace(): Item {
    let token = this.next();
    while (token.type === 'space') token = this.next();
    return token;
  }

  private peekNonSpace(): Item {
    const token = this.nextNonSpace();
    this.backup();
    return token;
  }

  /** Fails on the line of the last token read, as Go says, at `token` where that is on the same line. */
  private fail(message: string, token = this.token[0], code: TemplateErrorCode = 'parse'): never {
    const { name, text } = this.source;
    const { line, pos } = this.token[0];
    const place = { source: text, pos: token.line === line ? token.pos : pos };
    throw new TemplateError(code, `template: ${name}:${line}: ${message}`, { template: name, place, line });
  }

  /** The result of `parse`; its GoError fails here. */
  private attempt<T>(parse: () => T): T {
    try {
      return parse();
    } catch (error) {
      if (error instanceof GoError) this.fail(error.message);
      throw error;
    }
  }

  private expect(type: ItemType, context: string): Item {
    const token = this.nextNonSpace();
    if (token.type !== type) this.unexpected(token, context);
    return token;
  }

  private unexpected(token: Item, context: string): never {
    if (token.type !== 'error') this.fail(`unexpected ${itemString(token)} in ${context}`, token);
    if (this.actionLine === 0 || this.actionLine === token.line) this.fail(token.text);
    const inAction = token.text.endsWith(' action') ? '' : ' in action';
    this.fail(`${token.text}${inAction} started at ${this.source.name}:${this.actionLine}`);
  }

  private itemList(): [ListNode, ListEnd] {
    const list: ListNode = { kind: 'list', pos: this.peekNonSpace().pos, nodes: [] };
    while (this.peekNonSpace().type !== 'EOF') {
      const node = this.textOrAction();
      if (node.kind === 'end' || node.kind === 'else') return [list, node];
      list.nodes.push(node);
    }
    return this.fail('unexpected EOF');
  }

  private textOrAction(): Statement | ListEnd {
    const token = this.nextNonSpace();
    switch (token.type) {
      case 'text':
      case 'comment':
        return { kind: token.type, pos: token.pos, text: token.text };
      case 'left delim': {
        this.actionLine = token.line;
        const node = this.action();
        this.actionLine = 0;
        return node;
      }
      default:
        return this.unexpected(token, 'input');
    }
  }

  private action(): Statement | ListEnd {
    const token = this.nextNonSpace();
    switch (token.type) {
      case 'break':
      case 'continue':
        return this.jump(token, token.type);
      case 'else':
        return this.elseControl();
      case 'end':
        return { kind: 'end', pos: this.expect('right delim', 'end').pos };
      case 'block':
      case 'if':
      case 'range':
      case 'with': {
        if (this.controlDepth >= this.source.maxDepth) this.fail('max nesting depth exceeded', token, 'limit');
        this.controlDepth++;
        const node = token.type === 'block' ? this.blockControl() : this.control(token.type);
        this.controlDepth--;
        return node;
      }
      case 'template':
        return this.templateControl();
      default:
        this.backup();
        return { kind: 'action', pos: this.peek().pos, pipe: this.pipeline('command', 'right delim') };
    }
  }

  private jump(token: Item, kind: 'break' | 'continue'): Statement {
    const end = this.nextNonSpace();
    if (end.type !== 'right delim') this.unexpected(end, `{{${kind}}}`);
    if (this.rangeDepth === 0) this.fail(`{{${kind}}} outside {{range}}`);
    return { kind, pos: token.pos };
  }

  /** An `{{else}}`; the `if` or `with` of an `{{else if}}` is left pending. */
  private elseControl(): ListEnd {
    const token = this.peekNonSpace();
    if (token.type === 'if' || token.type === 'with') return { kind: 'else', pos: token.pos };
    return { kind: 'else', pos: this.expect('right delim', 'else').pos };
  }

  /** An if, with or range; a chain of `{{else if}}`s is read in a loop and then nested. */
  private control(kind: Control): BranchNode {
    const mark = this.vars.length;
    const branches: { pipe: PipeNode; list: ListNode; elsePos: number }[] = [];
    let elseList: ListNode | undefined;
    for (;;) {
      const pipe = this.pipeline(kind, 'right delim');
      if (kind === 'range') this.rangeDepth++;
      const [list, end] = this.itemList();
      if (kind === 'range') this.rangeDepth--;
      branches.push({ pipe, list, elsePos: end.pos });
      if (end.kind === 'end') break;
      if (kind !== 'range' && this.peek().type === kind) {
        this.next();
        continue;
      }
      const [last, lastEnd] = this.itemList();
      if (lastEnd.kind !== 'end') this.fail(`expected end; found {{${lastEnd.kind}}}`);
      elseList = last;
      break;
    }
    this.release(mark);
    const { pipe, list } = branches[0] as (typeof branches)[0];
    for (let i = branches.length - 1; i > 0; i--) {
      const { pipe, list } = branches[i] as (typeof branches)[0];
      const node: BranchNode = { kind, pos: pipe.pos, pipe, list, elseList };
      elseList = { kind: 'list', pos: (branches[i - 1] as (typeof branches)[0]).elsePos, nodes: [node] };
    }
    return { kind, pos: pipe.pos, pipe, list, elseList };
  }

  private blockControl(): TemplateNode {
    const context = 'block clause';
    const token = this.nextNonSpace();
    const name = this.templateName(token, context);
    const pipe = this.pipeline(context, 'right delim');
    const block = new TreeParser(this.source, this.controlDepth);
    const [list, end] = block.itemList();
    if (end.kind !== 'end') this.fail(`unexpected {{${end.kind}}} in ${context}`);
    block.add(name, list);
    return { kind: 'template', pos: token.pos, name, pipe };
  }

  private templateControl(): TemplateNode {
    const context = 'template clause';
    const token = this.nextNonSpace();
    const name = this.templateName(token, context);
    if (this.nextNonSpace().type === 'right delim') return { kind: 'template', pos: token.pos, name, pipe: undefined };
    this.backup();
    return { kind: 'template', pos: token.pos, name, pipe: this.pipeline(context, 'right delim') };
  }

  private templateName(token: Item, context: string): string {
    if (token.type !== 'string' && token.type !== 'raw string') this.unexpected(token, context);
    return this.attempt(() => unquote(token.text));
  }

  private pipeline(context: string, end: ItemType): PipeNode {
    const pipe: PipeNode = { kind: 'pipe', pos: this.peekNonSpace().pos, isAssign: false, decl: [], commands: [] };
    this.declarations(pipe, context);
    for (;;) {
      const token = this.nextNonSpace();
      if (token.type === end) {
        this.checkPipeline(pipe, context);
        return pipe;
      }
      if (!operandStart.has(token.type)) this.unexpected(token, context);
      this.backup();
      pipe.commands.push(this.command());
    }
  }

  /** The `$x :=`, `$x =` or `$i, $x :=` that may begin a pipeline. */
  private declarations(pipe: PipeNode, context: string): void {
    for (;;) {
      const variable = this.peekNonSpace();
      if (variable.type !== 'variable') return;
      this.next();
      const adjacent = this.peek();
      const next = this.peekNonSpace();
      const isComma = next.type === 'char' && next.text === ',';
      if (next.type !== '=' && next.type !== ':=' && !isComma) {
        if (adjacent.type === 'space') this.backup3(variable, adjacent);
        else this.backup2(variable);
        return;
      }
      this.nextNonSpace();
      pipe.decl.push({ kind: 'variable', pos: variable.pos, names: [variable.text] });
      this.define(variable.text);
      if (!isComma) {
        pipe.isAssign = next.type === '=';
        return;
      }
      if (context !== 'range' || pipe.decl.length >= 2) this.fail(`too many declarations in ${context}`);
      const { type } = this.peekNonSpace();
      if (type !== 'variable' && type !== 'right delim' && type !== ')') {
        this.fail('range can only initialize variables');
      }
    }
  }

  private define(name: string): void {
    this.vars.push(name);
    this.defined.set(name, (this.defined.get(name) ?? 0) + 1);
  }

  /** Forgets the variables that were defined since there were `mark` of them. */
  private release(mark: number): void {
    for (const name of this.vars.splice(mark)) this.defined.set(name, (this.defined.get(name) ?? 0) - 1);
  }

  private checkPipeline(pipe: PipeNode, context: string): void {
    if (pipe.commands.length === 0) this.fail(`missing value for ${context}`);
    for (const [i, { args }] of pipe.commands.entries()) {
      if (i > 0 && notExecutable.has((args[0] as Operand).kind)) {
        this.fail(`non executable command in pipeline stage ${i + 1}`);
      }
    }
  }

  private command(): CommandNode {
    const command: CommandNode = { kind: 'command', pos: this.peekNonSpace().pos, args: [] };
    for (;;) {
      this.peekNonSpace();
      const operand = this.operand();
      if (operand) command.args.push(operand);
      const token = this.next();
      if (token.type === 'space') continue;
      if (token.type === 'right delim' || token.type === ')') this.backup();
      else if (token.type !== 'pipe') this.unexpected(token, 'operand');
      break;
    }
    if (command.args.length === 0) this.fail('empty command');
    return command;
  }

  /** A term and the fields behind it; undefined when the next token begins none. */
  private operand(): Operand | undefined {
    const operand = this.term();
    const { type, pos } = this.peek();
    if (operand === undefined || type !== 'field') return operand;
    const names: string[] = [];
    while (this.peek().type === 'field') names.push(this.next().text.slice(1));
    switch (operand.kind) {
      case 'field':
      case 'variable':
        return { kind: operand.kind, pos, names: [...operand.names, ...names] };
      case 'bool':
      case 'string':
      case 'number':
      case 'nil':
      case 'dot':
        return this.fail(`unexpected . after term ${quote(nodeString(operand))}`);
      default:
        return { kind: 'chain', pos, operand, names };
    }
  }

  private term(): Operand | undefined {
    const token = this.nextNonSpace();
    const { type, pos, text } = token;
    switch (type) {
      case 'identifier':
        if (!this.source.hasFunction(text)) this.fail(`function ${quote(text)} not defined`, token);
        return { kind: 'identifier', pos, name: text };
      case '.':
        return { kind: 'dot', pos };
      case 'nil':
        return { kind: 'nil', pos };
      case 'variable':
        if (!this.defined.get(text)) this.fail(`undefined variable ${quote(text)}`, token);
        return { kind: 'variable', pos, names: [text] };
      case 'field':
        return { kind: 'field', pos, names: [text.slice(1)] };
      case 'bool':
        return { kind: 'bool', pos, value: text === 'true' };
      case 'charconst':
      case 'complex':
      case 'number':
        return this.number(token, type);
      case '(': {
        if (this.parenDepth >= this.source.maxDepth) this.fail('max expression depth exceeded', token, 'limit');
        this.parenDepth++;
        const pipe = this.pipeline('parenthesized pipeline', ')');
        this.parenDepth--;
        return pipe;
      }
      case 'string':
      case 'raw string':
        return { kind: 'string', pos, quoted: text, text: this.attempt(() => unquote(text)) };
      default:
        this.backup();
        return undefined;
    }
  }

  private number({ pos, text }: Item, type: 'charconst' | 'complex' | 'number'): NumberNode {
    const value: NumberValue = this.attempt(() => parseNumber(text, type));
    return { kind: 'number', pos, text, value };
  }
}

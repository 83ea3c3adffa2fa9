import { quote } from '../go/strconv.ts';
import type { NumberValue } from './number.ts';

/*
 * The parse tree. `pos` is the offset that messages give for the node, in UTF-16 units of the source. As in Go, the
 * position of a field chain is that of its second field.
 */

export interface ListNode {
  readonly kind: 'list';
  readonly pos: number;
  readonly nodes: Statement[];
}

export interface TextNode {
  readonly kind: 'text';
  readonly pos: number;
  readonly text: string;
}

export interface CommentNode {
  readonly kind: 'comment';
  readonly pos: number;
  readonly text: string;
}

export interface ActionNode {
  readonly kind: 'action';
  readonly pos: number;
  readonly pipe: PipeNode;
}

export interface BranchNode {
  readonly kind: 'if' | 'range' | 'with';
  readonly pos: number;
  readonly pipe: PipeNode;
  readonly list: ListNode;
  readonly elseList: ListNode | undefined;
}

export interface TemplateNode {
  readonly kind: 'template';
  readonly pos: number;
  readonly name: string;
  readonly pipe: PipeNode | undefined;
}

export interface JumpNode {
  readonly kind: 'break' | 'continue';
  readonly pos: number;
}

export interface PipeNode {
  readonly kind: 'pipe';
  readonly pos: number;
  isAssign: boolean;
  readonly decl: VariableNode[];
  readonly commands: CommandNode[];
}

export interface CommandNode {
  readonly kind: 'command';
  readonly pos: number;
  readonly args: Operand[];
}

export interface IdentifierNode {
  readonly kind: 'identifier';
  readonly pos: number;
  readonly name: string;
}

/** `$x.a.b`: the variable's name with its dollar, then fields. */
export interface VariableNode {
  readonly kind: 'variable';
  readonly pos: number;
  readonly names: readonly string[];
}

/** `.a.b` */
export interface FieldNode {
  readonly kind: 'field';
  readonly pos: number;
  readonly names: readonly string[];
}

/** `(pipeline).a.b` or `function.a` */
export interface ChainNode {
  readonly kind: 'chain';
  readonly pos: number;
  readonly operand: Operand;
  readonly names: readonly string[];
}

export interface DotNode {
  readonly kind: 'dot';
  readonly pos: number;
}

export interface NilNode {
  readonly kind: 'nil';
  readonly pos: number;
}

export interface BoolNode {
  readonly kind: 'bool';
  readonly pos: number;
  readonly value: boolean;
}

export interface NumberNode {
  readonly kind: 'number';
  readonly pos: number;
  readonly text: string;
  readonly value: NumberValue;
}

export interface StringNode {
  readonly kind: 'string';
  readonly pos: number;
  /** The literal as it stands in the source. */
  readonly quoted: string;
  readonly text: string;
}

export type Constant = BoolNode | NumberNode | StringNode;
export type Operand = Constant | ChainNode | DotNode | FieldNode | IdentifierNode | NilNode | PipeNode | VariableNode;
export type Statement = ActionNode | BranchNode | CommentNode | JumpNode | TemplateNode | TextNode;
export type Node = Statement | Operand | CommandNode | ListNode;

/** How texts appear in `nodeString`: as they are unless told otherwise. */
export type TextFormat = (text: string) => string;

const plain: TextFormat = (text) => text;

/** The node in template syntax, as Go's `Node.String`: what messages quote. */
export function nodeString(node: Node, formatText: TextFormat = plain): string {
  switch (node.kind) {
    case 'list':
      return node.nodes.map((child) => nodeString(child, formatText)).join('');
    case 'text':
      return formatText(node.text);
    case 'comment':
      return `{{${node.text}}}`;
    case 'action':
      return `{{${pipeString(node.pipe)}}}`;
    case 'if':
    case 'range':
    case 'with':
      return branchString(node, formatText);
    case 'template':
      return `{{template ${quote(node.name)}${node.pipe ? ` ${pipeString(node.pipe)}` : ''}}}`;
    case 'break':
    case 'continue':
      return `{{${node.kind}}}`;
    case 'command':
      return node.args.map(argumentString).join(' ');
    default:
      return operandString(node);
  }
}

function branchString(node: BranchNode, formatText: TextFormat): string {
  const otherwise = node.elseList ? `{{else}}${nodeString(node.elseList, formatText)}` : '';
  return `{{${node.kind} ${pipeString(node.pipe)}}}${nodeString(node.list, formatText)}${otherwise}{{end}}`;
}

function pipeString(pipe: PipeNode): string {
  const commands = pipe.commands.map((command) => nodeString(command)).join(' | ');
  if (pipe.decl.length === 0) return commands;
  return `${pipe.decl.map(operandString).join(', ')} ${pipe.isAssign ? '=' : ':='} ${commands}`;
}

function argumentString(node: Operand): string {
  return node.kind === 'pipe' ? `(${pipeString(node)})` : operandString(node);
}

function operandString(node: Operand): string {
  switch (node.kind) {
    case 'pipe':
      return pipeString(node);
    case 'identifier':
      return node.name;
    case 'variable':
      return node.names.join('.');
    case 'field':
      return `.${node.names.join('.')}`;
    case 'chain':
      return `${argumentString(node.operand)}.${node.names.join('.')}`;
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'bool':
      return String(node.value);
    case 'number':
      return node.text;
    case 'string':
      return node.quoted;
  }
}

/** Whether the node holds nothing but blanks and comments; such a definition does not replace another. */
export function isEmptyTree(node: ListNode | Statement): boolean {
  if (node.kind === 'list') return node.nodes.every(isEmptyTree);
  return node.kind === 'comment' || (node.kind === 'text' && /^\p{White_Space}*$/u.test(node.text));
}

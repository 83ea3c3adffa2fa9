import type { Template } from '../../../engine/template/index.ts';
import type { CommandNode, ListNode, Operand, PipeNode, Statement } from '../../../engine/template/node.ts';
import type { NameChain } from './expression.ts';

/** The chains of names that a template looks up in its variables: `.app.status` where the dot is the root, `$.app` anywhere. */
export function chainsOfTemplate(template: Template, source: string): NameChain[] {
  const root = template.trees.get(template.name);
  const walker = new Walker(source);
  if (root) walker.list(root, true);
  for (const [name, tree] of template.trees) if (name !== template.name) walker.list(tree, false);
  return walker.chains;
}

class Walker {
  readonly chains: NameChain[] = [];
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  list({ nodes }: ListNode, rootDot: boolean): void {
    for (const node of nodes) this.statement(node, rootDot);
  }

  private statement(node: Statement, rootDot: boolean): void {
    switch (node.kind) {
      case 'action':
        this.pipe(node.pipe, rootDot);
        break;
      case 'if':
      case 'range':
      case 'with':
        this.pipe(node.pipe, rootDot);
        this.list(node.list, rootDot && node.kind === 'if');
        if (node.elseList) this.list(node.elseList, rootDot);
        break;
      case 'template':
        if (node.pipe) this.pipe(node.pipe, rootDot);
        break;
      default:
    }
  }

  private pipe({ commands }: PipeNode, rootDot: boolean): void {
    for (const command of commands) this.command(command, rootDot);
  }

  private command({ args }: CommandNode, rootDot: boolean): void {
    for (const arg of args) this.operand(arg, rootDot);
  }

  private operand(node: Operand, rootDot: boolean): void {
    if (node.kind === 'pipe') this.pipe(node, rootDot);
    if (node.kind === 'chain') this.operand(node.operand, rootDot);
    if (node.kind === 'field' && rootDot) this.add(node.names, node.pos);
    if (node.kind === 'variable' && node.names[0] === '$' && node.names.length > 1) {
      this.add(node.names.slice(1), node.pos);
    }
  }

  /** The position of a chain is that of one of its first names. */
  private add(names: readonly string[], pos: number): void {
    const dot = `.${names[0]}`;
    const before = this.source.lastIndexOf(dot, pos);
    const from = before < 0 ? this.source.indexOf(dot) : before;
    this.chains.push({ names, from: from + 1 });
  }
}

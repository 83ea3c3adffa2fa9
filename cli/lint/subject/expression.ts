import type { Node } from '../../../engine/expr/ast.ts';
import { compile, ExprError, type Program } from '../../../engine/expr/index.ts';
import { walk } from '../../../engine/expr/optimise/walk.ts';
import { parse } from '../../../engine/expr/parse.ts';
import type { MappedText, Spot } from '../text/mapped.ts';

/** A chain of names such as `app.status.phase`, and the offset of its first name. */
export interface NameChain {
  readonly names: readonly string[];
  readonly from: number;
}

/** An expression of a condition: `when` or `oncePer`. */
export class Expression {
  readonly source: string;
  /** Undefined when the text is not written as it is read, e.g. a number. */
  readonly mapped: MappedText | undefined;
  private readonly fallback: Spot;
  readonly program: Program | undefined;
  readonly error: ExprError | undefined;
  /** The names it looks up, those of its own `let`s left out. */
  readonly chains: readonly NameChain[];

  constructor(source: string, mapped: MappedText | undefined, fallback: Spot) {
    this.source = source;
    this.mapped = mapped;
    this.fallback = fallback;
    try {
      this.program = compile(source);
    } catch (error) {
      if (!(error instanceof ExprError)) throw error;
      this.error = error;
    }
    this.chains = this.program ? chainsOf(parse(source).root) : [];
  }

  /** Names of the variables it uses. */
  get variables(): Set<string> {
    return new Set(this.chains.map(({ names }) => names[0] ?? ''));
  }

  spot(offset = 0): Spot {
    return this.mapped?.at(offset) ?? this.fallback;
  }

  /** The place of an error of this expression. */
  spotOf({ line, column }: ExprError): Spot {
    return this.mapped?.atLine(line, column, 'characters') ?? this.fallback;
  }
}

function chainsOf(root: Node): NameChain[] {
  const chains = new Map<Node, NameChain>();
  const own = new Set<string>();
  walk(root, (node) => {
    if (node.kind === 'variable') own.add(node.name);
    if (node.kind === 'identifier') chains.set(node, { names: [node.value], from: node.from });
    if (node.kind === 'chain') extend(chains, node, node.node);
    if (node.kind === 'member' && node.property.kind === 'string') extend(chains, node, node.node, node.property.value);
    return undefined;
  });
  return [...chains.values()].filter(({ names }) => !own.has(names[0] ?? ''));
}

/** Lets the chain of `inner` end at `outer`, with one name more. */
function extend(chains: Map<Node, NameChain>, outer: Node, inner: Node, name?: string): void {
  const chain = chains.get(inner);
  if (!chain) return;
  chains.delete(inner);
  chains.set(outer, name === undefined ? chain : { ...chain, names: [...chain.names, name] });
}

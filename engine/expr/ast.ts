import type { Nature } from './types.ts';

interface Base {
  /** Index in the source that an error of this node points at; 0 for nodes that the optimiser made. */
  from: number;
  /** What the checker knows of the value. Nodes it does not visit stay unknown, as in expr-lang. */
  nature: Nature;
}

export interface NilNode extends Base {
  readonly kind: 'nil';
}
export interface IdentifierNode extends Base {
  readonly kind: 'identifier';
  readonly value: string;
}
export interface IntegerNode extends Base {
  readonly kind: 'integer';
  /** An int64; a bigint beyond 2^53. */
  readonly value: number | bigint;
}
export interface FloatNode extends Base {
  readonly kind: 'float';
  readonly value: number;
}
export interface BoolNode extends Base {
  readonly kind: 'bool';
  readonly value: boolean;
}
export interface StringNode extends Base {
  readonly kind: 'string';
  readonly value: string;
}
export interface BytesNode extends Base {
  readonly kind: 'bytes';
  readonly value: Uint8Array;
}
/** A list of literals, folded by the optimiser. */
export interface ConstantNode extends Base {
  readonly kind: 'constant';
  readonly value: readonly unknown[];
}
/** The right side of `x in [literals]`, made by the optimiser: a map with only keys, all int or all string. */
export interface SetNode extends Base {
  readonly kind: 'set';
  readonly of: 'int' | 'string';
  readonly value: ReadonlySet<unknown>;
}
export interface UnaryNode extends Base {
  readonly kind: 'unary';
  readonly operator: string;
  node: Node;
}
export interface BinaryNode extends Base {
  readonly kind: 'binary';
  readonly operator: string;
  left: Node;
  right: Node;
}
/** The extent of a `?.` chain: what a nil inside it skips. */
export interface ChainNode extends Base {
  readonly kind: 'chain';
  node: Node;
}
export interface MemberNode extends Base {
  readonly kind: 'member';
  node: Node;
  property: Node;
  readonly optional: boolean;
  method: boolean;
}
export interface SliceNode extends Base {
  readonly kind: 'slice';
  node: Node;
  low: Node | undefined;
  high: Node | undefined;
}
export interface CallNode extends Base {
  readonly kind: 'call';
  callee: Node;
  readonly args: Node[];
}
export interface BuiltinNode extends Base {
  readonly kind: 'builtin';
  readonly name: string;
  readonly args: Node[];
  /** Whether `find` fails when there is nothing, since it stands for an index into `filter`. */
  readonly throws: boolean;
  /** What a `filter` or `find` that was fused with `map` gives for an element. */
  readonly map: Node | undefined;
  /** The number of hits at which `count` may stop. */
  threshold: number | bigint | undefined;
}
export interface PredicateNode extends Base {
  readonly kind: 'predicate';
  node: Node;
}
export interface PointerNode extends Base {
  readonly kind: 'pointer';
  readonly name: string;
}
export interface ConditionalNode extends Base {
  readonly kind: 'conditional';
  readonly ternary: boolean;
  condition: Node;
  whenTrue: Node;
  whenFalse: Node;
}
export interface VariableNode extends Base {
  readonly kind: 'variable';
  readonly name: string;
  value: Node;
  body: Node;
}
export interface SequenceNode extends Base {
  readonly kind: 'sequence';
  readonly nodes: Node[];
}
export interface ArrayNode extends Base {
  readonly kind: 'array';
  readonly nodes: Node[];
}
export interface PairNode extends Base {
  readonly kind: 'pair';
  key: Node;
  value: Node;
}
export interface MapNode extends Base {
  readonly kind: 'map';
  readonly pairs: PairNode[];
}
/** `sum` of an array literal, made by the optimiser: `a + (b + (c + …))`. */
export interface TotalNode extends Base {
  readonly kind: 'total';
  readonly nodes: Node[];
}

export type Node =
  | NilNode
  | IdentifierNode
  | IntegerNode
  | FloatNode
  | BoolNode
  | StringNode
  | BytesNode
  | ConstantNode
  | SetNode
  | UnaryNode
  | BinaryNode
  | ChainNode
  | MemberNode
  | SliceNode
  | CallNode
  | BuiltinNode
  | PredicateNode
  | PointerNode
  | ConditionalNode
  | VariableNode
  | SequenceNode
  | ArrayNode
  | PairNode
  | MapNode
  | TotalNode;

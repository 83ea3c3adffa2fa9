import type { BuiltinNode, Node } from '../ast.ts';
import { bodyOf, call, isLoop, type Rule } from './walk.ts';

/** `map(filter(xs, p), f)` becomes one loop, unless `f` uses `#index`. */
export function filterMap(node: Node): Node | undefined {
  if (!isLoop(node, 'map')) return undefined;
  const [filter, predicate] = node.args as [Node, Node];
  if (filter.kind !== 'builtin' || filter.name !== 'filter' || filter.map) return undefined;
  if (predicate.kind !== 'predicate' || usesIndex(predicate)) return undefined;
  return call(node, 'filter', filter.args, { map: bodyOf(predicate) });
}

function usesIndex(node: Node): boolean {
  if (node.kind === 'pointer') return node.name === 'index';
  return Object.entries(node).some(([name, part]) => name !== 'nature' && name !== 'map' && partUsesIndex(part));
}

function partUsesIndex(part: unknown): boolean {
  if (Array.isArray(part)) return part.some(partUsesIndex);
  return typeof part === 'object' && part !== null && 'kind' in part && usesIndex(part as Node);
}

/** `len(filter(xs, p))` counts. */
export function filterLength(node: Node): Node | undefined {
  const filter = onlyArgument(node, 'len');
  return filter && call(node, 'count', filter.args);
}

export const filterFirst: Rule = (node) => element(node, 0, 'first', 'find');
export const filterLast: Rule = (node) => element(node, -1, 'last', 'findLast');

/** `filter(xs, p)[0]` fails where there is nothing, `first(filter(xs, p))` gives nil. */
function element(node: Node, index: number, name: string, find: string): Node | undefined {
  if (node.kind === 'member') {
    const { property, optional, node: base } = node;
    if (optional || property.kind !== 'integer' || property.value !== index || !isLoop(base, 'filter'))
      return undefined;
    return call(node, find, base.args, { throws: true, map: base.map });
  }
  const filter = onlyArgument(node, name);
  return filter && call(node, find, filter.args, { map: filter.map });
}

/** The `filter` that is the only argument of the named builtin. */
function onlyArgument(node: Node, name: string): BuiltinNode | undefined {
  if (node.kind !== 'builtin' || node.name !== name || node.args.length !== 1) return undefined;
  const [argument] = node.args as [Node];
  return isLoop(argument, 'filter') ? argument : undefined;
}

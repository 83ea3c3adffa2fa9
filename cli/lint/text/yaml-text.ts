import { type MappingNode, parseDocument, type ScalarNode, type YamlNode } from '../../../engine/config/parser.ts';
import type { Path } from '../../../engine/config/yaml.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { MappedText, Spot } from './mapped.ts';

/** A YAML text with the nodes of its first document. */
export class YamlText {
  readonly source: MappedText;
  /** Undefined when there is nothing, or no YAML. */
  readonly root: YamlNode | undefined;
  /** Why it is no YAML. */
  readonly error: EngineError | undefined;
  /** How far the parser read. */
  readonly reached: number;

  constructor(source: MappedText) {
    this.source = source;
    try {
      const { root, reached } = parseDocument(source.text);
      this.root = root;
      this.reached = reached;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.error = error;
      this.reached = source.text.length;
    }
  }

  /** The node at a path, aliases followed, keys in any case, of equal keys the last. */
  find(path: Path): YamlNode | undefined {
    let node = this.root && resolved(this.root);
    for (const step of path) {
      const next: YamlNode | undefined = node && childOf(node, step);
      if (!next) return undefined;
      node = resolved(next);
    }
    return node;
  }

  /** Where the value at a path begins, or its nearest ancestor. */
  spot(path: Path): Spot {
    for (let length = path.length; length >= 0; length--) {
      const node = this.find(path.slice(0, length));
      if (node) return this.spotOf(node);
    }
    return this.source.at(0);
  }

  /** Where the key of the value at a path begins; the value when there is none. */
  keySpot(path: Path): Spot {
    const parent = this.find(path.slice(0, -1));
    const entry = parent?.kind === 'mapping' ? entryOf(parent, path.at(-1) ?? '') : undefined;
    return entry ? this.spotOf(entry[0]) : this.spot(path);
  }

  spotOf(node: YamlNode): Spot {
    return this.source.at(node.mark.offset);
  }

  /** The content of the scalar at a path; undefined when there is none, or when `expected` is not what it says. */
  scalar(path: Path, expected?: string): MappedText | undefined {
    const node = this.find(path);
    if (node?.kind !== 'scalar' || (expected !== undefined && node.text !== expected)) return undefined;
    return this.source.within(node);
  }
}

/** The node an alias stands for. */
export function resolved(node: YamlNode): YamlNode {
  return node.kind === 'alias' ? resolved(node.target) : node;
}

function entryOf(node: MappingNode, step: string | number): readonly [YamlNode, YamlNode] | undefined {
  const name = String(step);
  const named = (fold: boolean) =>
    node.entries.findLast(
      ([key]) => key.kind === 'scalar' && (fold ? key.text.toLowerCase() === name.toLowerCase() : key.text === name),
    );
  return named(false) ?? named(true) ?? merged(node, step);
}

/** The entry of a map that is merged in by `<<`. */
function merged({ entries }: MappingNode, step: string | number): readonly [YamlNode, YamlNode] | undefined {
  for (const [key, value] of entries) {
    if (key.kind !== 'scalar' || key.text !== '<<') continue;
    const target = resolved(value);
    const maps = target.kind === 'sequence' ? target.items.map(resolved) : [target];
    for (const map of maps) {
      const found = map.kind === 'mapping' && map !== undefined ? entryOf(map, step) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

function childOf(node: YamlNode, step: string | number): YamlNode | undefined {
  if (node.kind === 'sequence') return typeof step === 'number' ? node.items[step] : undefined;
  return node.kind === 'mapping' ? entryOf(node, step)?.[1] : undefined;
}

/** Every node below one with the path to it, aliases not followed. */
export function* nodesOf(node: YamlNode, path: Path = []): Generator<{ node: YamlNode; path: Path }> {
  yield { node, path };
  if (node.kind === 'sequence') for (const [i, item] of node.items.entries()) yield* nodesOf(item, [...path, i]);
  if (node.kind === 'mapping') {
    for (const [key, value] of node.entries) {
      if (key.kind === 'scalar') yield* nodesOf(value, [...path, key.text]);
    }
  }
}

/** The text of a scalar, undefined for anything else. */
export function textOf(node: YamlNode | undefined): string | undefined {
  const target = node && resolved(node);
  return target?.kind === 'scalar' ? (target as ScalarNode).text : undefined;
}

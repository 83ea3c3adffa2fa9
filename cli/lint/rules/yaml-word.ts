import type { MappingNode, YamlNode } from '../../../engine/config/parser.ts';
import { isOldBool, resolveScalar } from '../../../engine/config/scalar.ts';
import { numberText, type Path } from '../../../engine/config/yaml.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { Report, Rule } from '../rule.ts';
import { keyPath } from '../subject/conditions.ts';
import type { Entry } from '../subject/entry.ts';
import { nodesOf } from '../text/yaml-text.ts';
import { isRead } from './known-keys.ts';
import { schemaTakesTexts } from './shape.ts';

/** A plain word that YAML 1.1 reads as something else. */
export const yamlWord: Rule = {
  id: 'yaml-word',
  severity: 'warning',
  what: 'A text without quotes is read as a boolean or a number: `yes`, `on`, `n`, `0777`, `1.10`.',
  why: 'Argo reads YAML 1.1: `yes` becomes `true`, `n` as a key becomes `false`, `0777` becomes `511`, `1.10` becomes `1.1`.',
  mend: 'Put it in quotes.',
  *check({ entries }) {
    for (const entry of entries) {
      if (!isRead(entry.key) || !entry.yaml.root) continue;
      for (const { node, path } of nodesOf(entry.yaml.root)) {
        const read = wordOf(node);
        if (read !== undefined && schemaTakesTexts(entry.key, path))
          yield reportOf(entry, { node, path, what: 'this', read });
        if (node.kind === 'mapping') yield* keysOf(entry, node, path);
      }
    }
  },
};

function* keysOf(entry: Entry, { entries }: MappingNode, path: Path): Generator<Report> {
  for (const [node] of entries) {
    const read = node.kind === 'scalar' && isOldBool(node.text) ? wordOf(node) : undefined;
    if (node.kind === 'scalar' && read !== undefined) {
      yield reportOf(entry, { node, path: [...path, node.text], what: 'this key', read });
    }
  }
}

function reportOf(
  { key, yaml }: Entry,
  { node, path, what, read }: { node: YamlNode; path: Path; what: string; read: string },
): Report {
  return { spot: yaml.spotOf(node), path: keyPath(key, path), message: `without quotes ${what} is read as ${read}` };
}

/** What a plain scalar is read as, where that differs from what is written. */
function wordOf(node: YamlNode): string | undefined {
  if (node.kind !== 'scalar' || !node.implicit || node.text === '') return undefined;
  try {
    const value = resolveScalar(node.text, node.tag);
    if (typeof value === 'string' || value === null) return undefined;
    if (typeof value === 'boolean') return isOldBool(node.text) ? String(value) : undefined;
    const read = numberText(value);
    return read === node.text ? undefined : read;
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

import type { YamlNode } from '../../../engine/config/parser.ts';
import type { Path } from '../../../engine/config/yaml.ts';
import { nodesOf, type YamlText } from '../text/yaml-text.ts';

/** Keys that a map has had before, each with the path of its map. */
export function* duplicatesOf(yaml: YamlText): Generator<{ key: string; node: YamlNode; path: Path }> {
  if (!yaml.root) return;
  for (const { node, path } of nodesOf(yaml.root)) {
    if (node.kind !== 'mapping') continue;
    const seen = new Set<string>();
    for (const [key] of node.entries) {
      if (key.kind !== 'scalar' || key.text === '<<') continue;
      if (seen.has(key.text)) yield { key: key.text, node: key, path };
      seen.add(key.text);
    }
  }
}

import type { YamlNode } from '../../../engine/config/parser.ts';
import type { Path } from '../../../engine/config/yaml.ts';
import type { Entry } from '../subject/entry.ts';
import type { Subject } from '../subject/subject.ts';
import type { Spot } from '../text/mapped.ts';
import { nodesOf } from '../text/yaml-text.ts';

/** A `$key` of a service. */
export interface Reference {
  readonly name: string;
  readonly entry: Entry;
  readonly path: Path;
  readonly spot: Spot;
  /** What stands directly behind it. */
  readonly behind: string;
}

/** The references to secrets in the services of a ConfigMap. */
export function* referencesOf({ entries }: Subject): Generator<Reference> {
  for (const { entry, node, path } of serviceScalars(entries)) {
    const text = entry.yaml.source.within(node);
    for (const { index, 0: reference } of node.text.matchAll(/\$[0-9A-Za-z_-]+/g)) {
      const behind = node.text.slice(index + reference.length, index + reference.length + 40);
      yield { name: reference.slice(1), entry, path, spot: text.at(index), behind };
    }
  }
}

type Scalar = Extract<YamlNode, { kind: 'scalar' }>;

/** The texts in the services, keys of maps left out. */
export function* serviceScalars(entries: readonly Entry[]): Generator<{ entry: Entry; node: Scalar; path: Path }> {
  for (const entry of entries) {
    if (!entry.key.startsWith('service.') || !entry.yaml.root) continue;
    for (const { node, path } of nodesOf(entry.yaml.root)) if (node.kind === 'scalar') yield { entry, node, path };
  }
}

import type { MappingNode, YamlNode } from '../../../engine/config/parser.ts';
import { type Path, parseYaml } from '../../../engine/config/yaml.ts';
import { EngineError } from '../../../engine/errors.ts';
import { isPlainMap } from '../../../engine/go/value.ts';
import type { SourceFile } from './file.ts';
import { MappedText, type Spot } from './mapped.ts';
import { resolved, textOf, YamlText } from './yaml-text.ts';

/** A Kubernetes object in a file, with its nodes. */
export interface Manifest {
  readonly yaml: YamlText;
  readonly node: MappingNode;
  /** Where the object is in its document, for those of a List. */
  readonly base: Path;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The documents of a file and the objects in them; Lists are opened. */
export interface ManifestFile {
  readonly file: SourceFile;
  readonly documents: readonly YamlText[];
  readonly manifests: readonly Manifest[];
  /** Where Secrets are, as offsets. */
  readonly secrets: readonly Range[];
}

/** Whether something of a Secret stands on a line of a file, or of a document that cannot be read and may be one. */
export function hasSecret({ file, secrets }: ManifestFile, line: number): boolean {
  const { start, end } = file.lineRange(line);
  return secrets.some((secret) => secret.start <= end && start < secret.end);
}

export function readManifestFile(file: SourceFile): ManifestFile {
  const documents = documentsOf(MappedText.of(file)).map((text) => new YamlText(text));
  const manifests = documents.flatMap((yaml) => (yaml.root ? manifestsOf(yaml, yaml.root, []) : []));
  return { file, documents, manifests, secrets: documents.flatMap((yaml) => secretRanges(yaml, manifests)) };
}

/** The Secrets of a document; all of it when there is no object in it, but the text of one. */
function secretRanges(yaml: YamlText, all: readonly Manifest[]): Range[] {
  const { text } = yaml.source;
  const document = { start: yaml.source.at(0).offset, end: yaml.source.at(text.length).offset + 1 };
  const manifests = all.filter((each) => each.yaml === yaml);
  if (manifests.length === 0) return /\bkind["']?\s*:\s*["']?Secret/.test(text) ? [document] : [];
  return manifests.flatMap(({ kind, node }, i) => {
    const next = manifests[i + 1];
    const end = next ? yaml.spotOf(next.node).offset : document.end;
    return kind === 'Secret' ? [{ start: yaml.spotOf(node).offset, end }] : [];
  });
}

/** The documents of a text, parted by lines that begin with `---`. */
function documentsOf(text: MappedText): MappedText[] {
  const starts = [0, ...[...text.text.matchAll(/^---(?=\s|$)/gm)].map(({ index }) => index)];
  return starts.flatMap((start, i) => {
    const end = starts[i + 1] ?? text.text.length;
    return text.text.slice(start, end).trim() === '' ? [] : [text.slice(start, end)];
  });
}

function manifestsOf(yaml: YamlText, root: YamlNode, base: Path): Manifest[] {
  const node = resolved(root);
  if (node.kind !== 'mapping') return [];
  const at = (...path: Path) => textOf(yaml.find([...base, ...path])) ?? '';
  const kind = at('kind');
  const items = yaml.find([...base, 'items']);
  if (kind.endsWith('List') && items?.kind === 'sequence') {
    return items.items.flatMap((item, i) => manifestsOf(yaml, item, [...base, 'items', i]));
  }
  return [{ yaml, node, base, kind, name: at('metadata', 'name'), namespace: at('metadata', 'namespace') }];
}

/** `Kind namespace/name`, as far as it is known. */
export function titleOf({ kind, namespace, name }: Manifest): string {
  return `${kind || 'object'} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

/** The spot of a value of an object, or of its nearest ancestor. */
export function spotIn({ yaml, base }: Manifest, path: Path): Spot {
  return yaml.spot([...base, ...path]);
}

/** The entries of a map of an object, each with its nodes; none where there is no map. */
export function entriesOf({ yaml, base }: Manifest, path: Path): { key: string; keyNode: YamlNode; value: YamlNode }[] {
  const node = yaml.find([...base, ...path]);
  if (node?.kind !== 'mapping') return [];
  return node.entries.flatMap(([keyNode, value]) => {
    const key = textOf(keyNode);
    return key === undefined ? [] : [{ key, keyNode, value: resolved(value) }];
  });
}

/** The object itself; undefined when it is none. */
export function objectOf({ yaml, base }: Manifest): Record<string, unknown> | undefined {
  try {
    let value = parseYaml(yaml.source.text);
    for (const step of base) value = (value as Record<string | number, unknown>)[step];
    return isPlainMap(value) ? value : undefined;
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

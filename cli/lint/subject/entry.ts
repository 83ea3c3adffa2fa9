import type { YamlNode } from '../../../engine/config/parser.ts';
import { resolveScalar } from '../../../engine/config/scalar.ts';
import { EngineError } from '../../../engine/errors.ts';
import { entriesOf, type Manifest } from '../text/manifest.ts';
import type { MappedText, Spot } from '../text/mapped.ts';
import { YamlText } from '../text/yaml-text.ts';

/** A key of a ConfigMap's `data` with its value. */
export interface Entry {
  readonly key: string;
  readonly keySpot: Spot;
  /** Where the value begins. */
  readonly spot: Spot;
  readonly value: MappedText;
  /** The value read as YAML, which it is for all keys that are read. */
  readonly yaml: YamlText;
}

/** A value of `data` that is no text. */
export interface NoText {
  readonly key: string;
  readonly spot: Spot;
  readonly kind: string;
}

/** The texts of a map of an object; of equal keys the last. */
export function textEntries(manifest: Manifest, field: string): { entries: Entry[]; noTexts: NoText[] } {
  const entries = new Map<string, Entry>();
  const noTexts: NoText[] = [];
  for (const { key, keyNode, value } of entriesOf(manifest, [field])) {
    const spot = manifest.yaml.spotOf(value);
    const kind = kindOf(value);
    if (kind !== 'string' && kind !== 'null') noTexts.push({ key, spot, kind });
    if (value.kind !== 'scalar') continue;
    const text = manifest.yaml.source.within(kind === 'null' ? { ...value, text: '' } : value);
    let yaml: YamlText | undefined;
    entries.set(key, {
      key,
      keySpot: manifest.yaml.spotOf(keyNode),
      spot,
      value: text,
      get yaml() {
        yaml ??= new YamlText(text);
        return yaml;
      },
    });
  }
  return { entries: [...entries.values()], noTexts };
}

function kindOf(node: YamlNode): string {
  if (node.kind !== 'scalar') return node.kind === 'sequence' ? 'list' : 'map';
  if (!node.implicit && node.tag === '') return 'string';
  try {
    const value = resolveScalar(node.text, node.tag);
    if (value === null) return 'null';
    return typeof value === 'string' ? 'string' : typeof value === 'boolean' ? 'boolean' : 'number';
  } catch (error) {
    if (error instanceof EngineError) return 'string';
    throw error;
  }
}

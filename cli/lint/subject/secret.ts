import type { SecretData } from '../../../engine/config/secrets.ts';
import type { Manifest } from '../text/manifest.ts';
import type { Spot } from '../text/mapped.ts';
import { type Entry, textEntries } from './entry.ts';

/** A key of a Secret. */
export interface SecretEntry {
  readonly key: string;
  readonly spot: Spot;
  /** Undefined when `data` is not base64. */
  readonly value: Buffer | undefined;
  /** The base64 text, for keys of `data`. */
  readonly encoded: string | undefined;
}

/** A Secret with what it holds; `stringData` goes before `data`. */
export class SecretView {
  readonly manifest: Manifest;
  readonly entries: ReadonlyMap<string, SecretEntry>;

  constructor(manifest: Manifest) {
    this.manifest = manifest;
    const entries = new Map<string, SecretEntry>();
    for (const entry of textEntries(manifest, 'data').entries) entries.set(entry.key, encodedEntry(entry));
    for (const { key, keySpot, value } of textEntries(manifest, 'stringData').entries) {
      entries.set(key, { key, spot: keySpot, value: Buffer.from(value.text), encoded: undefined });
    }
    this.entries = entries;
  }

  get data(): SecretData {
    return Object.fromEntries([...this.entries].map(([key, { value }]) => [key, value ?? new Uint8Array()]));
  }
}

function encodedEntry({ key, keySpot, value: { text } }: Entry): SecretEntry {
  const compact = text.replace(/[\r\n]/g, '');
  const valid = /^[A-Za-z0-9+/]*={0,2}$/.test(compact) && compact.length % 4 === 0;
  return { key, spot: keySpot, value: valid ? Buffer.from(compact, 'base64') : undefined, encoded: compact };
}

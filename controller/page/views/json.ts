import { isPlainMap } from '../../../engine/go/value.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The value of a JSON text; undefined when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A value as an object; one without fields for anything else. */
export function fieldsOf(value: unknown): Fields {
  return isPlainMap(value) ? value : {};
}

/** The objects of a list, which is empty for anything else. */
export function objectsOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter((item): item is Fields => isPlainMap(item)) : [];
}

/** A field as text, empty when it is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';
}

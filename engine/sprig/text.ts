import { format } from '../go/fmt.ts';
import type { Run } from '../go/run.ts';
import { stringSliceType } from '../go/type.ts';
import { fromBytes } from '../go/utf8.ts';
import { GoNil, GoSlice, itemsOf, kindOf, typeOf } from '../go/value.ts';

/** The text of a value: strings and bytes as they are, `Error` or `String` where there is one, else `%v` (sprig strval). */
export function textOf(run: Run, value: unknown): string {
  if (typeof value === 'string') {
    run.scan(value.length);
    return value;
  }
  if (value instanceof Uint8Array) return fromBytes(value);
  if (value instanceof GoNil && value.type.name === '[]uint8') return '';
  return format(value, run);
}

/**
 * The texts of a list's items without its nils, or of a single value (sprig strslice).
 * A `[]string` is returned itself, nil included, so sorting the result sorts the argument.
 */
export function textsOf(run: Run, value: unknown): GoSlice | GoNil | string[] {
  if ((value instanceof GoSlice || value instanceof GoNil) && value.type === stringSliceType) return value;
  if (value === null || value === undefined) return [];
  const items = isList(value) ? itemsOf(value) : undefined;
  if (!items) return [textOf(run, value)];
  run.allocate(items.length);
  return items.filter((item) => item !== null).map((item) => textOf(run, item));
}

/** The strings of what `textsOf` returns. */
export function stringsOf(run: Run, value: unknown): readonly string[] {
  const texts = textsOf(run, value);
  return Array.isArray(texts) ? texts : (itemsOf(texts) as readonly string[]);
}

/** Whether a value is a slice or an array, nil slices included. */
export function isList(value: unknown): boolean {
  const kind = kindOf(value);
  return kind === 'slice' || kind === 'array';
}

/** `parts` with `separator` between them, its length checked first. @throws {LimitError} */
export function joined(run: Run, parts: readonly string[], separator: string): string {
  let length = separator.length * Math.max(0, parts.length - 1);
  for (const part of parts) length += part.length;
  run.checkLength(length);
  run.step(length >> 6);
  return parts.join(separator);
}

/** The name of a value's dynamic type as the runtime words it in a failed conversion. */
export function dynamicType(value: unknown): string {
  return typeOf(value)?.name ?? 'nil';
}

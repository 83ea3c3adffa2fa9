import { compareStrings } from '../go/utf8.ts';
import { newMap } from '../go/value.ts';
import type { Scope, Text } from './compiler.ts';

export type Strings = Record<string, string>;

/** One text per key of a map of strings, sorted by key. */
export function compileEach(source: Strings | null, compile: (text: string, key: string) => Text): [string, Text][] {
  const keys = Object.keys(source ?? {}).sort(compareStrings);
  return keys.map((key) => [key, compile(source?.[key] ?? '', key)]);
}

/** The rendered map. A text that renders to nothing stays as it was written, as upstream has it. */
export function renderEach(source: Strings, texts: readonly (readonly [string, Text])[], scope: Scope): Strings {
  const rendered = newMap() as Strings;
  for (const [key, text] of texts) rendered[key] = text(scope) || (source[key] ?? '');
  return rendered;
}

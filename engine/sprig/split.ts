import type { Run } from '../go/run.ts';
import { GoMap } from '../go/value.ts';
import { occurrences, search } from './binary.ts';

/**
 * The parts of `text` between occurrences of `separator`, at most `limit` of them where it is not negative, the last
 * one being the rest (strings.SplitN). An empty separator splits into characters.
 */
export function splitText(run: Run, separator: string, text: string, limit = -1): string[] {
  if (limit === 0) return [];
  const s = search(separator, text);
  const count = s.needle === '' ? s.text.length : occurrences(s.text, s.needle) + 1;
  run.allocate(limit < 0 ? count : Math.min(count, limit));
  if (s.needle === '') return cut(Array.from(text), '', limit);
  return cut(s.text.split(s.needle), s.needle, limit).map(s.restore);
}

function cut(parts: string[], separator: string, limit: number): string[] {
  if (limit < 0 || parts.length <= limit) return parts;
  return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}

/** The parts as a `map[string]string` with keys `_0`, `_1`, … (sprig split). */
export function numbered(parts: readonly string[]): GoMap {
  return new GoMap(
    'map[string]string',
    parts.map((part, i) => [`_${i}`, part]),
  );
}

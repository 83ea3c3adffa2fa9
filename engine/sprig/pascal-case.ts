import { isSpace, isUpper, toLower, toUpper } from '../go/unicode.ts';
import { runes } from '../go/utf8.ts';

/** Whether a rune separates the words of an identifier: `-`, `_` and blanks (xstrings isConnector). */
export function isConnector(rune: number): boolean {
  return rune === 0x2d || rune === 0x5f || isSpace(rune);
}

/**
 * The words of `text` joined, each with its first letter in upper case (xstrings 1.5 ToPascalCase). Connectors at the
 * start stay, as does all but one of several in a row.
 */
export function pascalCase(text: string): string {
  const input = runes(text);
  const start = input.findIndex((rune) => !isConnector(rune));
  // Upstream writes the last of nothing but connectors twice.
  if (start < 0) return fromRunes([...input, ...input.slice(-1)]);
  const out = input.slice(0, start);
  let current = input[start] as number;
  let lowering = isUpper(current);
  current = toUpper(current);
  for (let rune of input.slice(start + 1)) {
    const previous = current;
    if (isConnector(previous)) {
      if (isConnector(rune)) out.push(previous);
      else {
        lowering = isUpper(rune);
        rune = toUpper(rune);
      }
    } else {
      lowering &&= isUpper(rune);
      if (lowering) rune = toLower(rune);
      out.push(previous);
    }
    current = rune;
  }
  out.push(current);
  return fromRunes(out);
}

function fromRunes(input: readonly number[]): string {
  return input.map((rune) => String.fromCodePoint(rune)).join('');
}

import { RuneWriter, runeAt } from '../go/rune.ts';
import { isSpace, isUpper, toLower, toUpper } from '../go/unicode.ts';

/** Whether a rune separates the words of an identifier: `-`, `_` and blanks (xstrings isConnector). */
export function isConnector(rune: number): boolean {
  return rune === 0x2d || rune === 0x5f || isSpace(rune);
}

/**
 * The words of `text` joined, each with its first letter in upper case (xstrings 1.5 ToPascalCase). Connectors at the
 * start stay, as does all but one of several in a row.
 */
export function pascalCase(text: string): string {
  const out = new RuneWriter();
  let at = 0;
  while (at < text.length && isConnector(runeAt(text, at))) out.write(runeAt(text, at++));
  if (at === text.length) {
    // Upstream writes the last of nothing but connectors twice.
    if (at > 0) out.write(runeAt(text, at - 1));
    return out.toString();
  }
  let current = runeAt(text, at);
  let lowering = isUpper(current);
  const rest = text.slice(at + (current > 0xffff ? 2 : 1));
  current = toUpper(current);
  for (const char of rest) {
    let rune = runeAt(char, 0);
    if (isConnector(current)) {
      if (isConnector(rune)) out.write(current);
      else {
        lowering = isUpper(rune);
        rune = toUpper(rune);
      }
    } else {
      lowering &&= isUpper(rune);
      if (lowering) rune = toLower(rune);
      out.write(current);
    }
    current = rune;
  }
  out.write(current);
  return out.toString();
}

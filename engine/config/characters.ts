/** Code of the character at the end of a text. */
export const end = 0;

export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** Line breaks of YAML 1.1: LF, CR, NEL, LS and PS. */
export function isBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d || code === 0x85 || code === 0x2028 || code === 0x2029;
}

export function isBreakOrEnd(code: number): boolean {
  return code === end || isBreak(code);
}

export function isBlankOrEnd(code: number): boolean {
  return isBlank(code) || isBreakOrEnd(code);
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** What names of anchors, tags and directives are made of. */
export function isWord(code: number): boolean {
  const letter = code | 0x20;
  return isDigit(code) || (letter >= 0x61 && letter <= 0x7a) || code === 0x5f || code === 0x2d;
}

/** The code of a character of one unit, for comparing with. */
export function codeOf(character: string): number {
  return character.charCodeAt(0);
}

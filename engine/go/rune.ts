/** What Go decodes an invalid byte to. */
export const runeError = 0xfffd;

/** The rune at an index of a Go string; U+FFFD for an invalid byte. */
export function runeAt(text: string, index: number): number {
  const code = text.codePointAt(index) as number;
  return code >= 0xd800 && code <= 0xdfff ? runeError : code;
}

/** Builds a text rune by rune, in pieces that keep a long one cheap. */
export class RuneWriter {
  private text = '';
  private readonly piece: number[] = [];

  write(rune: number): void {
    this.piece.push(rune);
    if (this.piece.length === 4096) this.flush();
  }

  writeText(text: string): void {
    this.flush();
    this.text += text;
  }

  toString(): string {
    this.flush();
    return this.text;
  }

  private flush(): void {
    if (this.piece.length === 0) return;
    this.text += String.fromCodePoint(...this.piece);
    this.piece.length = 0;
  }
}

/** The text of each rune's image; invalid bytes are U+FFFD. */
export function mapRunes(text: string, map: (rune: number) => number): string {
  const out = new RuneWriter();
  for (const char of text) out.write(map(runeAt(char, 0)));
  return out.toString();
}

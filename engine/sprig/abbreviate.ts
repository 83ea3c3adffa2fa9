import { byteLength, byteSlice } from '../go/utf8.ts';

const marker = '...';

/** At most `width` bytes of `text`, `...` standing for what is cut off (goutils.Abbreviate). Width is at least 4. */
export function abbreviate(text: string, width: number): string {
  return abbreviateFrom(text, 0, width);
}

/**
 * At most `width` bytes of `text` around the byte `offset`, with `...` for what is cut off on either side
 * (goutils.AbbreviateFull). Width is at least 4, and at least 7 where the offset is positive.
 */
export function abbreviateFrom(text: string, offset: number, width: number): string {
  const length = byteLength(text);
  if (length <= width) return text;
  const kept = width - marker.length;
  const start = Math.min(offset, length - kept);
  if (start <= 4) return byteSlice(text, 0, kept) + marker;
  if (start + kept >= length) return marker + byteSlice(text, length - kept, length);
  return marker + abbreviate(byteSlice(text, start, length), kept);
}

import { panic } from '../go/error.ts';
import { byteLength, byteSlice } from '../go/utf8.ts';

/** The first `count` bytes of `text`, or the last ones where `count` is negative (sprig trunc). */
export function trunc(count: number, text: string): string {
  const length = byteLength(text);
  if (count < 0) return length + count > 0 ? byteSlice(text, length + count, length) : text;
  return length > count ? byteSlice(text, 0, count) : text;
}

/**
 * The bytes of `text` from `start` to `end`; to the end of the text where `end` is negative or beyond it, and from its
 * beginning where `start` is negative (sprig substring).
 * @throws {GoError} `runtime error: slice bounds out of range […]`
 */
export function substr(start: number, end: number, text: string): string {
  const length = byteLength(text);
  if (start < 0) {
    if (end < 0) throw outOfRange(`:${end}`);
    if (end > length) throw outOfRange(`:${end}`, ` with length ${length}`);
    return byteSlice(text, 0, end);
  }
  const stop = end < 0 || end > length ? length : end;
  if (start > stop) throw outOfRange(`${start}:${stop}`);
  return byteSlice(text, start, stop);
}

function outOfRange(bounds: string, suffix = ''): Error {
  return panic(`runtime error: slice bounds out of range [${bounds}]${suffix}`);
}

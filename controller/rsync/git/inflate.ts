import { inflateSync } from 'node:zlib';
import { maxObject, unreadable } from './bounds.ts';
import type { RandomFile } from './files.ts';

/** What deflated bytes hold; what follows them is ignored. @throws {ControllerError} `BadRepository` beyond the largest object */
export function inflate(bytes: Uint8Array, place: string): Buffer {
  const inflated = inflateWhole(bytes, maxObject, place);
  if (!inflated) throw unreadable(place, 'an object ends too soon');
  return inflated;
}

const firstRead = 4096;

/** The `size` bytes that are deflated at `offset` of a file, in as many bytes as it takes. @throws {ControllerError} `BadRepository` */
export async function inflateAt(file: RandomFile, offset: number, size: number): Promise<Buffer> {
  if (size > maxObject) throw unreadable(file.path, `an object of ${size} bytes is too large`);
  for (let length = firstRead; ; length *= 8) {
    const bytes = await file.upTo(offset, length);
    const inflated = inflateWhole(bytes, Math.max(size, 1), file.path);
    if (inflated?.length === size) return inflated;
    if (inflated) throw unreadable(file.path, `an object has ${inflated.length} bytes, not ${size}`);
    if (bytes.length < length || length > 2 * maxObject) throw unreadable(file.path, 'an object ends too soon');
  }
}

/** What deflated bytes hold, undefined when they end before it does. @throws {ControllerError} `BadRepository` */
function inflateWhole(bytes: Uint8Array, limit: number, place: string): Buffer | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: limit });
  } catch (error) {
    if (isTooShort(error)) return undefined;
    throw unreadable(place, error instanceof Error ? error.message : 'cannot be inflated', error);
  }
}

function isTooShort(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR';
}

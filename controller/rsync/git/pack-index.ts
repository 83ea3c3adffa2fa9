import { unreadable } from './bounds.ts';
import type { RandomFile } from './files.ts';

/** An object of a pack. */
export interface Packed {
  readonly id: string;
  readonly offset: number;
}

const magic = 'ff744f6300000002';
const tables = 8 + 256 * 4;
/** Ids of one first byte that are read at once. */
const maxBucket = 1 << 20;

/**
 * The objects of a pack whose ids begin with `prefix`, at most two (Git: gitformat-pack, version 2).
 * @param idBytes 20 for SHA-1, 32 for SHA-256
 * @throws {ControllerError} `BadRepository`
 */
export async function findPacked(file: RandomFile, prefix: string, idBytes: number): Promise<Packed[]> {
  const head = await file.exactly(0, tables);
  if (head.toString('hex', 0, 8) !== magic) throw unreadable(file.path, 'not an index of version 2');
  const first = Number.parseInt(prefix.slice(0, 2), 16);
  const from = first === 0 ? 0 : head.readUInt32BE(8 + (first - 1) * 4);
  const to = head.readUInt32BE(8 + first * 4);
  const total = head.readUInt32BE(tables - 4);
  if (from > to || to > total || to - from > maxBucket) throw unreadable(file.path, 'the index is out of order');
  await file.exactly(tables + total * (idBytes + 8), idBytes);
  const ids = (await file.exactly(tables + from * idBytes, (to - from) * idBytes)).toString('hex');
  const found: Packed[] = [];
  for (let i = lowerBound(ids, prefix, idBytes * 2); i < to - from && found.length < 2; i++) {
    const id = ids.slice(i * idBytes * 2, (i + 1) * idBytes * 2);
    if (!id.startsWith(prefix)) break;
    found.push({ id, offset: await offsetOf(file, from + i, total, idBytes) });
  }
  return found;
}

/** The place of the first id that is not before `prefix`. */
function lowerBound(ids: string, prefix: string, width: number): number {
  let [low, high] = [0, ids.length / width];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ids.slice(middle * width, middle * width + width) < prefix) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function offsetOf(file: RandomFile, index: number, total: number, idBytes: number): Promise<number> {
  const offsets = tables + total * (idBytes + 4);
  const short = (await file.exactly(offsets + index * 4, 4)).readUInt32BE(0);
  if (short < 0x80000000) return short;
  const long = await file.exactly(offsets + total * 4 + (short - 0x80000000) * 8, 8);
  return Number(long.readBigUInt64BE(0));
}

import { maxChain, unreadable } from './bounds.ts';
import { applyDelta, ByteCursor } from './delta.ts';
import type { RandomFile } from './files.ts';
import { inflateAt } from './inflate.ts';

/** An object of a repository. */
export interface GitObject {
  readonly type: string;
  readonly body: Buffer;
}

const types: Readonly<Record<number, string>> = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' };
const [offsetDelta, refDelta] = [6, 7];
const maxHead = 64;
const maxDeltas = 4096;

/** The head of a packed object: what it is, and where its deflated bytes begin. */
interface Entry {
  readonly kind: number;
  readonly size: number;
  readonly data: number;
  /** Of a delta, where its base is: its offset in the pack, or its id. */
  readonly base: number | string | undefined;
}

/**
 * The object at an offset of a pack, put together from the deltas that it is stored as. `byId` reads a base that is given by its id.
 * @throws {ControllerError} `BadRepository`
 */
export async function readPacked(
  file: RandomFile,
  offset: number,
  idBytes: number,
  byId: (id: string) => Promise<GitObject | undefined>,
): Promise<GitObject> {
  const deltas: Buffer[] = [];
  let read = 0;
  for (let at = offset; ; ) {
    const { kind, size, data, base } = await entryAt(file, at, idBytes);
    read += size;
    if (read > maxChain || deltas.length > maxDeltas) throw unreadable(file.path, 'an object takes too many deltas');
    const content = await inflateAt(file, data, size);
    if (typeof base === 'number') {
      deltas.push(content);
      at = base;
      continue;
    }
    if (typeof base === 'string') deltas.push(content);
    const root = typeof base === 'string' ? await byId(base) : { type: types[kind] ?? '', body: content };
    if (!root) throw unreadable(file.path, `object ${base} is missing`);
    if (root.type === '') throw unreadable(file.path, `there are no objects of kind ${kind}`);
    const body = deltas.reduceRight((whole, delta) => applyDelta(whole, delta, file.path), root.body);
    return { type: root.type, body };
  }
}

async function entryAt(file: RandomFile, offset: number, idBytes: number): Promise<Entry> {
  const cursor = new ByteCursor(await file.upTo(offset, maxHead), file.path);
  const first = cursor.byte();
  const kind = (first >> 4) & 7;
  const size = first < 128 ? first & 15 : cursor.size(first & 15, 4);
  let base: Entry['base'];
  if (kind === offsetDelta) {
    base = offset - distance(cursor);
    if (base <= 0 || base >= offset) throw unreadable(file.path, 'a delta has no base');
  } else if (kind === refDelta) base = Buffer.from(cursor.take(idBytes)).toString('hex');
  return { kind, size, data: offset + cursor.at, base };
}

/** How far before a delta its base begins: seven bits a byte, the highest first, each further byte counting from where fewer end. */
function distance(cursor: ByteCursor): number {
  for (let value = 0; ; value = (value + 1) * 128) {
    const byte = cursor.byte();
    value += byte & 127;
    if (byte < 128) return value;
  }
}

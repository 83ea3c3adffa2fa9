import { GoError } from '../error.ts';
import type { ZoneData, ZoneType } from './location.ts';

const headerSize = 44;

interface Counts {
  readonly utcLocal: number;
  readonly stdWall: number;
  readonly leap: number;
  readonly time: number;
  readonly type: number;
  readonly char: number;
}

function badData(): GoError {
  return new GoError('malformed time zone information');
}

/**
 * What a zone file in TZif format (RFC 8536, versions 1 to 3) says.
 * @throws {GoError} `malformed time zone information`
 */
export function parseTzif(bytes: Uint8Array): ZoneData {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readTzif(view);
  } catch (error) {
    if (error instanceof RangeError) throw badData();
    throw error;
  }
}

function readTzif(view: DataView): ZoneData {
  const version = readVersion(view);
  const first = readCounts(view, 0);
  if (version === 1) return readBody(view, headerSize, first, 4);
  const second = headerSize + bodySize(first, 4);
  return readBody(view, second + headerSize, readCounts(view, second), 8);
}

function readVersion(view: DataView): number {
  if (latin1(view, 0, 4) !== 'TZif') throw badData();
  const version = view.getUint8(4);
  if (version === 0) return 1;
  if (version === 0x32 || version === 0x33) return version - 0x30;
  throw badData();
}

function readCounts(view: DataView, start: number): Counts {
  const count = (i: number) => view.getUint32(start + 20 + 4 * i);
  return { utcLocal: count(0), stdWall: count(1), leap: count(2), time: count(3), type: count(4), char: count(5) };
}

function bodySize(counts: Counts, timeSize: number): number {
  const { time, type, char, leap, stdWall, utcLocal } = counts;
  return time * (timeSize + 1) + type * 6 + char + leap * (timeSize + 4) + stdWall + utcLocal;
}

function readBody(view: DataView, start: number, counts: Counts, timeSize: 4 | 8): ZoneData {
  const end = start + bodySize(counts, timeSize);
  if (counts.type === 0 || end > view.byteLength) throw badData();
  const indexStart = start + counts.time * timeSize;
  const typeStart = indexStart + counts.time;
  const nameStart = typeStart + counts.type * 6;
  const names = latin1(view, nameStart, nameStart + counts.char);
  const types = range(counts.type, (i) => readType(view, typeStart + 6 * i, names));
  const indexes = range(counts.time, (i) => view.getUint8(indexStart + i));
  if (indexes.some((index) => index >= types.length)) throw badData();
  const times = range(counts.time, (i) =>
    timeSize === 8 ? Number(view.getBigInt64(start + 8 * i)) : view.getInt32(start + 4 * i),
  );
  const rule = readRule(latin1(view, end, view.byteLength));
  return times.length > 0 ? { types, times, indexes, rule } : { types, times: [-Infinity], indexes: [0], rule };
}

function range<T>(length: number, item: (index: number) => T): T[] {
  return Array.from({ length }, (_, i) => item(i));
}

function readType(view: DataView, at: number, names: string): ZoneType {
  const name = view.getUint8(at + 5);
  if (name >= names.length) throw badData();
  const [text = ''] = names.slice(name).split('\0', 1);
  return { offset: view.getInt32(at), isDst: view.getUint8(at + 4) !== 0, name: text };
}

function readRule(footer: string): string {
  return footer.length > 2 && footer.startsWith('\n') && footer.endsWith('\n') ? footer.slice(1, -1) : '';
}

function latin1(view: DataView, start: number, end: number): string {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('latin1', start, end);
}

import { maxObject, unreadable } from './bounds.ts';

/** A cursor over the bytes of a delta or of the head of a packed object. */
export class ByteCursor {
  at = 0;
  private readonly bytes: Uint8Array;
  private readonly place: string;

  constructor(bytes: Uint8Array, place: string) {
    this.bytes = bytes;
    this.place = place;
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  byte(): number {
    const value = this.bytes[this.at++];
    if (value === undefined) throw unreadable(this.place, 'the data ends too soon');
    return value;
  }

  /** The next `length` bytes. */
  take(length: number): Uint8Array {
    const end = this.at + length;
    if (end > this.bytes.length) throw unreadable(this.place, 'the data ends too soon');
    const taken = this.bytes.subarray(this.at, end);
    this.at = end;
    return taken;
  }

  /** A number of seven bits a byte, the lowest first, added to what is known of it below `shift`. */
  size(value = 0, shift = 0): number {
    let sum = value;
    for (let factor = 2 ** shift; ; factor *= 128) {
      const byte = this.byte();
      sum += (byte & 127) * factor;
      if (sum > Number.MAX_SAFE_INTEGER) throw unreadable(this.place, 'a size is out of range');
      if (byte < 128) return sum;
    }
  }
}

/** The object that a delta makes of its base (Git: gitformat-pack, deltified representation). @throws {ControllerError} `BadRepository` */
export function applyDelta(base: Uint8Array, delta: Uint8Array, place: string): Buffer {
  const cursor = new ByteCursor(delta, place);
  if (cursor.size() !== base.length) throw unreadable(place, 'a delta is of another base');
  const size = cursor.size();
  if (size > maxObject) throw unreadable(place, `an object of ${size} bytes is too large`);
  const result = Buffer.alloc(size);
  let filled = 0;
  while (!cursor.isAtEnd) {
    const piece = nextPiece(cursor, base, place);
    if (filled + piece.length > size) throw unreadable(place, 'a delta makes too much');
    result.set(piece, filled);
    filled += piece.length;
  }
  if (filled !== size) throw unreadable(place, 'a delta makes too little');
  return result;
}

function nextPiece(cursor: ByteCursor, base: Uint8Array, place: string): Uint8Array {
  const instruction = cursor.byte();
  if (instruction === 0) throw unreadable(place, 'a delta has an unknown instruction');
  if (instruction < 128) return cursor.take(instruction);
  const offset = littleEndian(cursor, instruction, 4);
  const length = littleEndian(cursor, instruction >> 4, 3) || 0x10000;
  if (offset + length > base.length) throw unreadable(place, 'a delta copies beyond its base');
  return base.subarray(offset, offset + length);
}

/** A number of which the bytes whose bits are set in `present` are there. */
function littleEndian(cursor: ByteCursor, present: number, bytes: number): number {
  let value = 0;
  for (let i = 0; i < bytes; i++) if (present & (1 << i)) value += cursor.byte() * 256 ** i;
  return value;
}

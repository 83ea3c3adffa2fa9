import { fromBytes } from '../../engine/go/utf8.ts';

/**
 * A protobuf message as text, one `number: value` for each field, sorted since the order of a map's entries is random.
 * Bytes that can be read as a message are one, others are text.
 */
export function describeMessage(bytes: Uint8Array): string {
  return (fieldsOf(bytes) ?? [`not protobuf: ${Buffer.from(bytes).toString('base64')}`]).join('\n');
}

class Malformed extends Error {}

function fieldsOf(bytes: Uint8Array): string[] | undefined {
  const fields = new Fields(bytes);
  const lines: string[] = [];
  try {
    while (!fields.done) lines.push(fields.next());
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
  return lines.sort();
}

class Fields {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  next(): string {
    const tag = this.varint();
    if (tag < 8) throw new Malformed();
    return `${Math.floor(tag / 8)}: ${this.value(tag % 8)}`;
  }

  private value(wireType: number): string {
    if (wireType === 0) return String(this.varint());
    if (wireType === 1) return describeBytes(this.take(8));
    if (wireType === 2) return describeBytes(this.take(this.varint()));
    if (wireType === 5) return describeBytes(this.take(4));
    throw new Malformed();
  }

  private varint(): number {
    let value = 0;
    for (let factor = 1; factor < 2 ** 63; factor *= 128) {
      const byte = this.take(1)[0] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    throw new Malformed();
  }

  private take(count: number): Uint8Array {
    if (this.at + count > this.bytes.length) throw new Malformed();
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }
}

function describeBytes(bytes: Uint8Array): string {
  const fields = bytes.length > 1 && mayBeTag(bytes[0] ?? 0) ? fieldsOf(bytes) : undefined;
  return fields ? `{\n${fields.join('\n').replaceAll(/^/gm, '  ')}\n}` : JSON.stringify(fromBytes(bytes));
}

/** Whether a byte is the tag of one of the fields 1 to 3 rather than the beginning of a text. */
function mayBeTag(byte: number): boolean {
  return byte < 0x20 && byte !== 0x09 && byte !== 0x0d;
}

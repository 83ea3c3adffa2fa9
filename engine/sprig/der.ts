/** The tags of DER (X.690) that certificates use. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  printableString: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const;

/** An element: its tag, length and content. */
export function element(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(content);
  return Buffer.concat([Uint8Array.of(tag), lengthBytes(body.length), body]);
}

function lengthBytes(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const bytes = bigEndian(BigInt(length));
  return Uint8Array.of(0x80 | bytes.length, ...bytes);
}

function bigEndian(value: bigint): Uint8Array {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}

/** The element of a non-negative integer. */
export function integer(value: bigint): Uint8Array {
  const bytes = bigEndian(value);
  return element(tags.integer, (bytes[0] ?? 0) >= 0x80 ? Uint8Array.of(0, ...bytes) : bytes);
}

/** The element of an object identifier such as `2.5.4.3`. */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(tags.oid, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(value: number): number[] {
  const bytes = [value % 128];
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) bytes.unshift(0x80 | (left % 128));
  return bytes;
}

export function sequence(...content: readonly Uint8Array[]): Uint8Array {
  return element(tags.sequence, ...content);
}

/** The element of a string of bits, of which the last `unused` do not count. */
export function bitString(bytes: Uint8Array, unused = 0): Uint8Array {
  return element(tags.bitString, Uint8Array.of(unused), bytes);
}

/** An element that was read. */
export interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  /** Tag, length and content. */
  readonly bytes: Uint8Array;
}

/** The element at the start of `bytes`. @throws {RangeError} for bytes that are none */
export function readElement(bytes: Uint8Array): Element {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = view.getUint8(0);
  let length = view.getUint8(1);
  let start = 2;
  if (length >= 0x80) {
    const size = length & 0x7f;
    length = 0;
    for (let i = 0; i < size; i++) length = length * 256 + view.getUint8(start++);
  }
  if (start + length > bytes.length) throw new RangeError('DER element is cut off');
  return { tag, content: bytes.subarray(start, start + length), bytes: bytes.subarray(0, start + length) };
}

/** The elements that stand in `bytes` one after another. @throws {RangeError} */
export function readElements(bytes: Uint8Array): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const next = readElement(bytes.subarray(at));
    elements.push(next);
    at += next.bytes.length;
  }
  return elements;
}

/** The elements inside the one at the start of `bytes`. @throws {RangeError} */
export function readSequence(bytes: Uint8Array): Element[] {
  return readElements(readElement(bytes).content);
}

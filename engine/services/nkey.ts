import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { decodeBase32, encodeBase32 } from '../go/base32.ts';
import { GoError } from '../go/error.ts';

/** A key pair of NATS (nkeys). */
export interface KeyPair {
  /** Base32 with its prefix and checksum. */
  readonly publicKey: string;
  sign(bytes: Uint8Array): Uint8Array;
}

const seedPrefix = 18 << 3;
const curvePrefix = 23 << 3;
/** Operator, server, cluster, account, user, curve key. */
const publicPrefixes: ReadonlySet<number> = new Set([14 << 3, 13 << 3, 2 << 3, 0, 20 << 3, curvePrefix]);
/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8. */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The key pair of a seed. @throws {GoError} as Go's `nkeys.FromSeed` and `PublicKey` */
export function keyPairFromSeed(seed: string): KeyPair {
  const raw = decode(seed);
  const [first = 0, second = 0] = raw;
  const prefix = ((first & 7) << 5) | ((second & 248) >> 3);
  if ((first & 248) !== seedPrefix || !publicPrefixes.has(prefix)) throw new GoError('nkeys: invalid seed');
  if (prefix === curvePrefix) throw new GoError('nkeys: curve key is not valid for sign/verify');
  if (raw.length !== 34) throw new GoError('nkeys: invalid seed length');
  const key = createPrivateKey({ key: Buffer.concat([pkcs8, raw.subarray(2)]), format: 'der', type: 'pkcs8' });
  return { publicKey: encode(prefix, publicBytes(key)), sign: (bytes) => sign(null, bytes, key) };
}

function publicBytes(key: KeyObject): Uint8Array {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
}

function encode(prefix: number, bytes: Uint8Array): string {
  const body = Buffer.from([prefix, ...bytes]);
  const checksum = Buffer.alloc(2);
  checksum.writeUInt16LE(crc16(body));
  return encodeBase32(Buffer.concat([body, checksum])).replace(/=+$/, '');
}

/** The bytes of a key, their checksum checked and cut off. Keys have no padding. */
function decode(text: string): Uint8Array {
  const digits = text.replace(/[\r\n]/g, '');
  if (digits.includes('=')) throw new GoError(`illegal base32 data at input byte ${digits.indexOf('=')}`);
  const bytes = Buffer.from(decodeBase32(digits.padEnd(Math.ceil(digits.length / 8) * 8, '=')));
  if (bytes.length < 4) throw new GoError('nkeys: invalid encoded key');
  const body = bytes.subarray(0, -2);
  if (crc16(body) !== bytes.readUInt16LE(body.length)) throw new GoError('nkeys: invalid checksum');
  return body;
}

/** CRC-16/XMODEM. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}

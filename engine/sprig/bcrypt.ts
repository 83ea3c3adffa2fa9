import { GoError } from '../go/error.ts';
import { Blowfish } from './blowfish.ts';

const alphabet = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const plaintext = 'OrpheanBeholderScryDoubt';
const noSalt = new Uint32Array(1);

/**
 * The bcrypt hash of a password, as `golang.org/x/crypto/bcrypt` writes it: version 2a.
 * @param salt 16 bytes
 * @param cost the logarithm of the number of rounds
 * @throws {GoError} for a password of more than 72 bytes
 */
export function bcryptHash(password: Uint8Array, salt: Uint8Array, cost = 10): string {
  if (password.length > 72) throw new GoError('bcrypt: password length exceeds 72 bytes');
  const cipher = new Blowfish();
  const key = wordsOf(Uint8Array.from([...password, 0]), 18);
  const saltWords = wordsOf(salt, 4);
  const saltKey = wordsOf(salt, 18);
  cipher.expand(key, saltWords);
  for (let round = 0; round < 2 ** cost; round++) {
    cipher.expand(key, noSalt);
    cipher.expand(saltKey, noSalt);
  }
  const words = wordsOf(Buffer.from(plaintext), 6);
  for (let i = 0; i < 6; i += 2) for (let round = 0; round < 64; round++) cipher.encrypt(words, i);
  const hash = Buffer.from(words.buffer).swap32().subarray(0, 23);
  return `$2a$${String(cost).padStart(2, '0')}$${encode(salt)}${encode(hash)}`;
}

/** Big-endian words of the bytes, repeated as often as needed. */
function wordsOf(bytes: Uint8Array, count: number): Uint32Array {
  const byte = (i: number): number => bytes[i % bytes.length] as number;
  return Uint32Array.from({ length: count }, (_, i) => {
    const at = i * 4;
    return ((byte(at) << 24) | (byte(at + 1) << 16) | (byte(at + 2) << 8) | byte(at + 3)) >>> 0;
  });
}

function encode(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('base64').replace(/=+$/, '');
  return Array.from(text, (char) => alphabet[standard.indexOf(char)]).join('');
}

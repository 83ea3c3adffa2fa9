import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { decodeBase64, encodeBase64 } from '../go/base64.ts';
import { GoError, panic } from '../go/error.ts';
import { native, nativeRun } from '../go/native.ts';
import type { Run } from '../go/run.ts';
import { fromBytes, toBytes } from '../go/utf8.ts';
import type { GoFunc } from '../go/value.ts';
import { bcryptHash } from './bcrypt.ts';
import { certificateFunctions } from './certificates.ts';
import { derivePassword } from './derive-password.ts';

const blockSize = 16;
const algorithm = 'aes-256-cbc';

/** What the slow hashes cost, in steps of a budget: about their time in calls. */
const steps = { bcrypt: 1_250_000, scrypt: 600_000 };

/** The first 32 bytes of a password, zeros where it is shorter. */
function keyOf(password: string): Uint8Array {
  const key = new Uint8Array(32);
  key.set(toBytes(password).subarray(0, 32));
  return key;
}

function encryptAES(password: string, plaintext: string): string {
  if (plaintext === '') return '';
  const vector = randomBytes(blockSize);
  const cipher = createCipheriv(algorithm, keyOf(password), vector);
  return encodeBase64(Buffer.concat([vector, cipher.update(toBytes(plaintext)), cipher.final()]));
}

function decryptAES(password: string, base64: string): string {
  if (base64 === '') return '';
  const bytes = decodeBase64(base64);
  if (bytes.length < blockSize) throw panic(sliceError(`:${blockSize}`, ` with capacity ${decodedCapacity(base64)}`));
  const encrypted = bytes.subarray(blockSize);
  if (encrypted.length % blockSize !== 0) throw panic('crypto/cipher: input not full blocks');
  if (encrypted.length === 0) throw panic('runtime error: index out of range [-1]');
  const decipher = createDecipheriv(algorithm, keyOf(password), bytes.subarray(0, blockSize)).setAutoPadding(false);
  const decrypted = Buffer.concat([decipher.update(encrypted), decipher.final()]);
  const length = decrypted.length - (decrypted.at(-1) ?? 0);
  if (length < 0) throw panic(sliceError(`:${length}`, ''));
  return fromBytes(decrypted.subarray(0, length));
}

function sliceError(bounds: string, suffix: string): string {
  return `runtime error: slice bounds out of range [${bounds}]${suffix}`;
}

/** The bytes that Go's decoder makes room for. */
function decodedCapacity(base64: string): number {
  return Math.floor(toBytes(base64).length / 4) * 3;
}

function bcrypt(run: Run, text: string): string {
  run.step(steps.bcrypt);
  try {
    return bcryptHash(toBytes(text), randomBytes(16));
  } catch (error) {
    if (error instanceof GoError) return `failed to encrypt string with bcrypt: ${error.message}`;
    throw error;
  }
}

function htpasswd(run: Run, username: string, password: string): string {
  return username.includes(':') ? `invalid username: ${username}` : `${username}:${bcrypt(run, password)}`;
}

function deriveFromArguments(run: Run, ...args: [number, string, string, string, string]): string {
  const [counter, type, password, user, site] = args;
  run.step(steps.scrypt);
  return derivePassword({ counter, type, password, user, site });
}

/** sprig's passwords, encryption, keys and certificates. */
export const cryptoFunctions: Readonly<Record<string, GoFunc>> = {
  bcrypt: nativeRun('func(string) string', bcrypt),
  htpasswd: nativeRun('func(string, string) string', htpasswd),
  derivePassword: nativeRun('func(uint32, string, string, string, string) string', deriveFromArguments),
  encryptAES: native('func(string, string) (string, error)', encryptAES),
  decryptAES: native('func(string, string) (string, error)', decryptAES),
  ...certificateFunctions,
};

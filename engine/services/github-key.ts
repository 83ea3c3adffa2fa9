import { createPrivateKey, type KeyObject } from 'node:crypto';
import { GoError } from '../go/error.ts';
import { decodePem } from '../sprig/pem.ts';

/** The RSA key of a PEM text, PKCS #1 or #8. @throws {GoError} */
export function parsePrivateKey(pem: string): KeyObject {
  const block = decodePem(pem);
  if (!block) throw badKey('invalid key: Key must be a PEM encoded PKCS1 or PKCS8 key');
  const key = keyOf(block.bytes, 'pkcs1') ?? keyOf(block.bytes, 'pkcs8');
  if (key?.asymmetricKeyType === 'rsa') return key;
  if (block.type === 'EC PRIVATE KEY') {
    throw badKey('x509: failed to parse private key (use ParseECPrivateKey instead for this key format)');
  }
  throw badKey(key ? 'key is not a valid RSA private key' : 'x509: failed to parse private key');
}

function badKey(reason: string): GoError {
  return new GoError(`could not parse private key: ${reason}`);
}

function keyOf(der: Uint8Array, type: 'pkcs1' | 'pkcs8'): KeyObject | undefined {
  try {
    return createPrivateKey({ key: Buffer.from(der), format: 'der', type });
  } catch {
    return undefined;
  }
}

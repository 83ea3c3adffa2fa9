import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { GoError } from '../go/error.ts';
import type { Run } from '../go/run.ts';
import { integer, readElement, readElements, readSequence, sequence } from './der.ts';
import { decodePem, encodePem, type PemBlock } from './pem.ts';

/** A private key of a kind that can sign. */
export interface SigningKey {
  readonly kind: 'rsa' | 'ec' | 'ed25519';
  readonly key: KeyObject;
}

/** A private key; DSA keys are only carried along. */
export type PrivateKey = SigningKey | { readonly kind: 'dsa'; readonly block: PemBlock };

/** What generating a key costs, in steps of a budget: about its time in calls. */
const steps = { rsa2048: 300_000, rsa4096: 2_000_000, dsa: 2_000_000, curve: 1_000 };

export function generateRsa(run: Run, bits: 2048 | 4096): SigningKey {
  run.step(bits === 2048 ? steps.rsa2048 : steps.rsa4096);
  return { kind: 'rsa', key: generateKeyPairSync('rsa', { modulusLength: bits }).privateKey };
}

/** The PEM text of a new key; for an unknown type a sentence that says so, as sprig's genPrivateKey. */
export function genPrivateKey(run: Run, type: string): string {
  switch (type) {
    case '':
    case 'rsa':
      return encodePrivateKey(generateRsa(run, 4096));
    case 'dsa':
      run.step(steps.dsa);
      return encodePem(generateDsa());
    case 'ecdsa':
      run.step(steps.curve);
      return encodePrivateKey({ kind: 'ec', key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey });
    case 'ed25519':
      run.step(steps.curve);
      return encodePrivateKey({ kind: 'ed25519', key: generateKeyPairSync('ed25519').privateKey });
    default:
      return `Unknown type ${type}`;
  }
}

/** A DSA key in the form OpenSSL used to write: the numbers 0, p, q, g, y and x. */
function generateDsa(): PemBlock {
  const { privateKey, publicKey } = generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 });
  const [, algorithm, secret] = readSequence(privateKey.export({ type: 'pkcs8', format: 'der' }));
  const [, shared] = readSequence(publicKey.export({ type: 'spki', format: 'der' }));
  const [, parameters] = readElements(algorithm?.content ?? new Uint8Array());
  const x = secret?.content ?? new Uint8Array();
  const y = shared?.content.subarray(1) ?? new Uint8Array();
  return {
    type: 'DSA PRIVATE KEY',
    bytes: sequence(integer(0n), parameters?.content ?? new Uint8Array(), readElement(y).bytes, readElement(x).bytes),
  };
}

/** The PEM text of a key in the form that Go writes: PKCS #1, SEC 1 or PKCS #8. */
export function encodePrivateKey(key: PrivateKey): string {
  if (key.kind === 'dsa') return encodePem(key.block);
  if (key.kind === 'rsa') return encodePem({ type: 'RSA PRIVATE KEY', bytes: derOf(key.key, 'pkcs1') });
  if (key.kind === 'ec') return encodePem({ type: 'EC PRIVATE KEY', bytes: derOf(key.key, 'sec1') });
  return encodePem({ type: 'PRIVATE KEY', bytes: derOf(key.key, 'pkcs8') });
}

function derOf(key: KeyObject, type: 'pkcs1' | 'sec1' | 'pkcs8'): Uint8Array {
  return key.export({ type, format: 'der' });
}

/** The public key's SubjectPublicKeyInfo. */
export function publicKeyInfo({ key }: SigningKey): Uint8Array {
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

/** The private key of a PEM text. @throws {GoError} with sprig's text; what follows its prefix is OpenSSL's */
export function parsePrivateKey(text: string): PrivateKey {
  const block = decodePem(text);
  if (!block) throw new GoError('no PEM data in input');
  if (block.type === 'PRIVATE KEY') return importKey(block, 'pkcs8', 'decoding PEM as PKCS#8');
  if (!block.type.endsWith(' PRIVATE KEY')) {
    throw new GoError(`no private key data in PEM block of type ${block.type}`);
  }
  const algorithm = block.type.slice(0, -' PRIVATE KEY'.length);
  switch (algorithm) {
    case 'RSA':
      return importKey(block, 'pkcs1', 'parsing RSA private key from PEM');
    case 'EC':
      return importKey(block, 'sec1', 'parsing EC private key from PEM');
    case 'DSA':
      return checkDsa(block);
    default:
      throw new GoError(`invalid private key type ${algorithm}`);
  }
}

function importKey(block: PemBlock, type: 'pkcs1' | 'sec1' | 'pkcs8', context: string): SigningKey {
  const key = attempt(context, () => createPrivateKey({ key: Buffer.from(block.bytes), format: 'der', type }));
  const kind = key.asymmetricKeyType;
  if (kind === 'rsa' || kind === 'ec' || kind === 'ed25519') return { kind, key };
  throw new GoError(`${context}: x509: PKCS#8 wrapping contained private key with unknown algorithm`);
}

function checkDsa(block: PemBlock): PrivateKey {
  const numbers = attempt('parsing DSA private key from PEM', () => readSequence(block.bytes));
  if (numbers.length < 6) throw new GoError('parsing DSA private key from PEM: asn1: syntax error: sequence truncated');
  return { kind: 'dsa', block };
}

function attempt<T>(context: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new GoError(`${context}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

import { createHash } from 'node:crypto';
import { native } from '../go/native.ts';
import { toBytes } from '../go/utf8.ts';
import type { GoFunc } from '../go/value.ts';

function hexDigest(algorithm: 'sha1' | 'sha256' | 'sha512'): GoFunc {
  return native('func(string) string', (text: string) => createHash(algorithm).update(toBytes(text)).digest('hex'));
}

/** The largest prime below 2^16. */
const adlerModulus = 65_521;

function adler32(text: string): number {
  let low = 1;
  let high = 0;
  for (const byte of toBytes(text)) {
    low = (low + byte) % adlerModulus;
    high = (high + low) % adlerModulus;
  }
  return high * 0x10000 + low;
}

/** sprig's checksums of a text's bytes: hexadecimal, `adler32sum` decimal. */
export const hashFunctions: Readonly<Record<string, GoFunc>> = {
  sha1sum: hexDigest('sha1'),
  sha256sum: hexDigest('sha256'),
  sha512sum: hexDigest('sha512'),
  adler32sum: native('func(string) string', (text: string) => String(adler32(text))),
};

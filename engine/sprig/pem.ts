import { encodeBase64 } from '../go/base64.ts';

/** A block of PEM (RFC 7468). */
export interface PemBlock {
  readonly type: string;
  readonly bytes: Uint8Array;
}

const begin = '-----BEGIN ';
const dashes = '-----';

/** The first block of a text, undefined when there is none. Headers of the block are skipped. */
export function decodePem(text: string): PemBlock | undefined {
  const start = text.indexOf(begin);
  if (start < 0) return undefined;
  const typeEnd = text.indexOf(dashes, start + begin.length);
  const type = text.slice(start + begin.length, typeEnd);
  const end = text.indexOf(`${dashes}END ${type}${dashes}`, typeEnd);
  if (typeEnd < 0 || end < 0 || /[\r\n]/.test(type)) return undefined;
  const body = text.slice(typeEnd + dashes.length, end);
  const headersEnd = body.includes(':') ? body.search(/\r?\n\r?\n/) : 0;
  const base64 = body.slice(headersEnd).replace(/\s+/g, '');
  if (headersEnd < 0 || !/^[A-Za-z\d+/]*={0,2}$/.test(base64) || base64.length % 4 !== 0) return undefined;
  return { type, bytes: new Uint8Array(Buffer.from(base64, 'base64')) };
}

/** The text of a block, its lines 64 characters long. */
export function encodePem({ type, bytes }: PemBlock): string {
  const lines = encodeBase64(bytes).match(/.{1,64}/g) ?? [];
  return [`${begin}${type}${dashes}`, ...lines, `${dashes}END ${type}${dashes}`, ''].join('\n');
}

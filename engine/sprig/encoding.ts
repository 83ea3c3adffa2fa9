import { decodeBase32, encodeBase32 } from '../go/base32.ts';
import { decodeBase64, encodeBase64 } from '../go/base64.ts';
import { GoError } from '../go/error.ts';
import { native, nativeRun } from '../go/native.ts';
import { fromBytes, toBytes } from '../go/utf8.ts';
import type { GoFunc } from '../go/value.ts';

function encoder(encode: (bytes: Uint8Array) => string): GoFunc {
  return nativeRun('func(string) string', (run, text: string) => {
    run.checkLength(text.length);
    return encode(toBytes(text));
  });
}

/** A decoder whose result is the text of its error where it ends with one. */
function decoder(decode: (text: string) => Uint8Array): GoFunc {
  return native('func(string) string', (text: string) => {
    try {
      return fromBytes(decode(text));
    } catch (error) {
      if (error instanceof GoError) return error.message;
      throw error;
    }
  });
}

/** sprig's encodings. */
export const encodingFunctions: Readonly<Record<string, GoFunc>> = {
  b64enc: encoder(encodeBase64),
  b64dec: decoder(decodeBase64),
  b32enc: encoder(encodeBase32),
  b32dec: decoder(decodeBase32),
};

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase32, encodeBase32 } from './base32.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { GoError } from './error.ts';

test.each([
  ['YWI', 0],
  ['YQ=', 3],
  ['YQ=x', 2],
  ['YWJj=', 4],
  ['YQ==YQ==', 4],
  ['YW-j', 2],
  ['é', 0],
])('base64 %s stops at byte %d', (text, at) => {
  expect(() => decodeBase64(text)).toThrow(new GoError(`illegal base64 data at input byte ${at}`));
});

test.each([
  ['MFRA', 0],
  ['MFRGGZDF1', 8],
  ['ME=', 3],
  ['MFR=====', 3],
  ['ME==x===', 3],
  ['M=======', 1],
])('base32 %s stops at byte %d', (text, at) => {
  expect(() => decodeBase32(text)).toThrow(new GoError(`illegal base32 data at input byte ${at}`));
});

test('bytes round-trip, line ends are skipped', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(decodeBase64(encodeBase64(bytes).replace(/(.{3})/g, '$1\r\n'))).toEqual(bytes);
      expect(decodeBase32(encodeBase32(bytes).replace(/(.{3})/g, '$1\n'))).toEqual(bytes);
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeHeaderValue, quotedPrintable } from './mime.ts';

describe('encodeHeaderValue', () => {
  it.each([
    ['plain = ? _\t', 'plain = ? _\t'],
    ['Grüße = ? _', '=?UTF-8?q?Gr=C3=BC=C3=9Fe_=3D_=3F_=5F?='],
    ['a\r\nBcc: b', '=?UTF-8?q?a=0D=0ABcc:_b?='],
    ['\udcff', '=?UTF-8?q?=FF?='],
    ['✓'.repeat(8), `=?UTF-8?q?${'=E2=9C=93'.repeat(7)}?= =?UTF-8?q?=E2=9C=93?=`],
  ])('%j', (text, want) => {
    expect(encodeHeaderValue(text)).toBe(want);
  });

  it('makes words of at most 75 printable characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 20, maxLength: 200 }), (text) => {
        const encoded = encodeHeaderValue(text);
        expect(encoded).toMatch(/^[\t -~]*$/);
        if (encoded !== text) for (const word of encoded.split(' ')) expect(word.length).toBeLessThanOrEqual(75);
      }),
    );
  });
});

describe('quotedPrintable', () => {
  it.each([
    ['', ''],
    ['a=b\tc', 'a=3Db\tc'],
    ['one \ntwo\t\r\n\rthree ', 'one=20\r\ntwo=09\r\n\r\nthree=20'],
    ['ü\udcff', '=C3=BC=FF'],
    ['x'.repeat(76), `${'x'.repeat(75)}=\r\nx`],
    [`${'x'.repeat(73)}ü`, `${'x'.repeat(73)}=\r\n=C3=BC`],
    [`${'x'.repeat(74)} `, `${'x'.repeat(74)}=\r\n=20`],
    ['\rü\nx', '\r\n=C3=BCx'],
  ])('%j', (text, want) => {
    expect(quotedPrintable(text)).toBe(want);
  });

  it('makes lines of at most 76 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        for (const line of quotedPrintable(text).split('\r\n')) expect(line).toMatch(/^[\t -~]{0,76}$/);
      }),
    );
  });
});

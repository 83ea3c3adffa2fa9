import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GoError } from './error.ts';
import * as strconv from './strconv.ts';

function outcome(call: () => unknown): string {
  try {
    return String(call());
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    return error.message;
  }
}

describe('parseInt', () => {
  it.each([
    ['42', 10, 64, '42'],
    ['-42', 10, 64, '-42'],
    ['+7', 0, 64, '7'],
    ['0x1F', 0, 64, '31'],
    ['0b101', 0, 64, '5'],
    ['0o17', 0, 64, '15'],
    ['017', 0, 64, '15'],
    ['1_000', 0, 64, '1000'],
    ['0x_ff', 0, 64, '255'],
    ['-9223372036854775808', 10, 64, '-9223372036854775808'],
    ['1_000', 10, 64, 'strconv.ParseInt: parsing "1_000": invalid syntax'],
    ['1__0', 0, 64, 'strconv.ParseInt: parsing "1__0": invalid syntax'],
    ['_1', 0, 64, 'strconv.ParseInt: parsing "_1": invalid syntax'],
    ['08', 0, 64, 'strconv.ParseInt: parsing "08": invalid syntax'],
    ['', 10, 64, 'strconv.ParseInt: parsing "": invalid syntax'],
    ['-', 10, 64, 'strconv.ParseInt: parsing "-": invalid syntax'],
    ['9223372036854775808', 10, 64, 'strconv.ParseInt: parsing "9223372036854775808": value out of range'],
    ['99999999999999999999x', 10, 64, 'strconv.ParseInt: parsing "99999999999999999999x": value out of range'],
    ['128', 10, 8, 'strconv.ParseInt: parsing "128": value out of range'],
    ['1', 1, 64, 'strconv.ParseInt: parsing "1": invalid base 1'],
    ['é\n', 10, 64, 'strconv.ParseInt: parsing "é\\n": invalid syntax'],
  ])('%j base %d bits %d', (text, base, bits, want) => {
    expect(outcome(() => strconv.parseInt(text, base, bits))).toBe(want);
  });

  it('names the function that was called', () => {
    expect(outcome(() => strconv.atoi('x'))).toBe('strconv.Atoi: parsing "x": invalid syntax');
    expect(outcome(() => strconv.parseUint('-1'))).toBe('strconv.ParseUint: parsing "-1": invalid syntax');
    expect(outcome(() => strconv.parseUint('65536', 10, 16))).toBe(
      'strconv.ParseUint: parsing "65536": value out of range',
    );
  });
});

describe('parseFloat', () => {
  it.each([
    ['1.5', '1.5'],
    ['.5e1', '5'],
    ['1_0.5_0', '10.5'],
    ['1_0_', 'strconv.ParseFloat: parsing "1_0_": invalid syntax'],
    ['0x1p-2', '0.25'],
    ['0x1.8p1', '3'],
    ['inf', 'Infinity'],
    ['-Infinity', '-Infinity'],
    ['NaN', 'NaN'],
    ['1e400', 'strconv.ParseFloat: parsing "1e400": value out of range'],
    ['0x1', 'strconv.ParseFloat: parsing "0x1": invalid syntax'],
    [' 1', 'strconv.ParseFloat: parsing " 1": invalid syntax'],
    ['', 'strconv.ParseFloat: parsing "": invalid syntax'],
  ])('%j', (text, want) => {
    expect(outcome(() => strconv.parseFloat(text))).toBe(want);
  });

  it('reads what formatFloat writes, and any other text only to throw a GoError', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(strconv.parseFloat(strconv.formatFloat(value, 'g'))).toBe(value);
        expect(strconv.parseFloat(strconv.formatFloat(value, 'x'))).toBe(value);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => outcome(() => strconv.parseFloat(text)) !== ''));
  });
});

describe('formatFloat', () => {
  it.each([
    [100_000, 'g', -1, 64, '100000'],
    [1e6, 'g', -1, 64, '1e+06'],
    [0.0001, 'g', -1, 64, '0.0001'],
    [0.00001, 'g', -1, 64, '1e-05'],
    [1e21, 'f', -1, 64, '1000000000000000000000'],
    [0.5, 'f', 0, 64, '0'],
    [1.5, 'f', 0, 64, '2'],
    [2.5, 'f', 0, 64, '2'],
    [1.005, 'f', 2, 64, '1.00'],
    [9.999999e22, 'e', 3, 64, '1.000e+23'],
    [5e-324, 'e', -1, 64, '5e-324'],
    [5e-324, 'f', 2, 64, '0.00'],
    [1e23, 'G', 17, 64, '9.9999999999999992E+22'],
    [123456, 'g', 3, 64, '1.23e+05'],
    [0.1, 'g', -1, 32, '0.1'],
    [16777217.5, 'g', -1, 32, '1.6777218e+07'],
    [32.4765625, 'g', -1, 32, '32.476562'],
    [1, 'x', -1, 64, '0x1p+00'],
    [1, 'b', -1, 64, '4503599627370496p-52'],
    [-0, 'g', -1, 64, '-0'],
  ] as const)('%d as %s with precision %d of %d bits', (value, format, precision, bits, want) => {
    expect(strconv.formatFloat(value, format, precision, bits)).toBe(want);
  });

  it('pads long fractions', () => {
    expect(strconv.formatFloat(0.5, 'f', 3000)).toBe(`0.5${'0'.repeat(2999)}`);
  });
});

describe('quote', () => {
  it.each([
    ['plain text', '"plain text"', '"plain text"'],
    ['"\\\n\t\0\x7f', '"\\"\\\\\\n\\t\\x00\\x7f"', '"\\"\\\\\\n\\t\\x00\\x7f"'],
    ['é😀', '"é😀"', '"\\u00e9\\U0001f600"'],
    ['\u200b\u00ad\ufeff', '"\\u200b\\u00ad\\ufeff"', '"\\u200b\\u00ad\\ufeff"'],
    ['\udcff', '"\\xff"', '"\\xff"'],
  ])('%j', (text, want, ascii) => {
    expect(strconv.quote(text)).toBe(want);
    expect(strconv.quoteToASCII(text)).toBe(ascii);
    expect(strconv.unquote(want)).toBe(text);
  });

  it('quotes runes', () => {
    expect(strconv.quoteRune(0x27)).toBe("'\\''");
    expect(strconv.quoteRune(0xd800)).toBe("'�'");
    expect(strconv.quoteRuneToASCII(0xe9)).toBe("'\\u00e9'");
  });
});

describe('unquote', () => {
  it.each([
    ['`a\\n\r`', 'a\\n'],
    ["'x'", 'x'],
    ['"\\xc3\\xa9\\377"', 'é\udcff'],
    ['"\\u00e9\\U0001f600\\a"', 'é😀\x07'],
    ["''", ''],
  ])('%j', (literal, want) => {
    expect(strconv.unquote(literal)).toBe(want);
  });

  it.each([
    '',
    '"',
    '"a',
    '"\n"',
    '"\\q"',
    '"\\\'"',
    "'ab'",
    '"\\ud800"',
    '"\\400"',
    '"a"b"',
    '`a`b`',
    'abc',
    '"\\"',
  ])('refuses %j', (literal) => {
    expect(() => strconv.unquote(literal)).toThrow(new GoError('invalid syntax'));
  });

  it('reads back every quoted text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(strconv.unquote(strconv.quote(text))).toBe(text);
        expect(strconv.unquote(strconv.quoteToASCII(text))).toBe(text);
      }),
    );
  });
});

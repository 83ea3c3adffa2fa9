import { describe, expect, it } from 'vitest';
import {
  isDigit,
  isLetter,
  isLower,
  isNumber,
  isPrint,
  isPunct,
  isSpace,
  isSymbol,
  isUpper,
  lowerText,
  toLower,
  toTitle,
  toUpper,
  upperText,
} from './unicode.ts';

const rune = (text: string): number => text.codePointAt(0) as number;

describe('case mapping', () => {
  it.each([
    ['a', 'A', 'a', 'A'],
    ['ß', 'ß', 'ß', 'ß'],
    ['ŉ', 'ŉ', 'ŉ', 'ŉ'],
    ['İ', 'İ', 'i', 'İ'],
    ['ǆ', 'Ǆ', 'ǆ', 'ǅ'],
    ['ა', 'Ა', 'ა', 'ა'],
    ['ᾳ', 'ᾼ', 'ᾳ', 'ᾼ'],
    ['ᾀ', 'ᾈ', 'ᾀ', 'ᾈ'],
    ['Σ', 'Σ', 'σ', 'Σ'],
    ['𐐨', '𐐀', '𐐨', '𐐀'],
    ['\u019b', '\u019b', '\u019b', '\u019b'],
  ])('%s', (char, upper, lower, title) => {
    const mapped = [toUpper, toLower, toTitle].map((map) => String.fromCodePoint(map(rune(char))));
    expect(mapped).toEqual([upper, lower, title]);
  });

  it('maps texts character by character', () => {
    expect(upperText('straße ŉ')).toBe('STRAßE ŉ');
    expect(lowerText('ὈΔΥΣΣΕΎΣ')).toBe('ὀδυσσεύσ');
    expect(upperText('a\udcff')).toBe('A\ufffd');
    expect(lowerText('A\udcffB')).toBe('a\ufffdb');
  });
});

describe('classes', () => {
  it.each([
    [isLetter, 'aéß中ª', '1 _-'],
    [isDigit, '09٣', 'a½²'],
    [isNumber, '09٣½²', 'a '],
    [isSpace, ' \t\n\v\f\r\u0085\u00a0\u3000', 'a\u200b\ufeff'],
    [isUpper, 'AÉΣ', 'aǅ1'],
    [isLower, 'aéßʕ', 'Aª1'],
    [isPunct, '!-_«', 'a+$'],
    [isSymbol, '+$€^', '!a'],
    [isPrint, ' aé中😀', '\n\x7f\u00a0\u200b\u00ad\ue000\u{1fadc}'],
  ])('%o', (test, members, others) => {
    for (const char of members) expect([char, test(rune(char))]).toEqual([char, true]);
    for (const char of others) expect([char, test(rune(char))]).toEqual([char, false]);
  });
});

import { isPrint, quoteRune, quoteRuneToASCII } from '../strconv.ts';
import { type Flags, pad } from './flags.ts';

const bases: Readonly<Record<string, number>> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };

/** Text of an integer under one of the integer verbs, undefined for other verbs. */
export function formatInteger(flags: Flags, value: number | bigint, verb: string, signed: boolean): string | undefined {
  if (verb === 'v' && flags.sharpV && !signed) return hexWithPrefix(flags, value);
  if (Object.hasOwn(bases, verb)) return digits(flags, value, verb);
  switch (verb) {
    case 'c':
      return pad(flags, String.fromCodePoint(runeOf(value)));
    case 'q':
      return pad(flags, flags.plus ? quoteRuneToASCII(runeOf(value)) : quoteRune(runeOf(value)));
    case 'U':
      return unicode(flags, value);
    default:
      return undefined;
  }
}

/** Hexadecimal digits, with 0x unless `prefix` is false. */
export function hexWithPrefix(flags: Flags, value: number | bigint, prefix = true): string {
  return digits({ ...flags, sharp: prefix }, value, 'x');
}

function digits(flags: Flags, value: number | bigint, verb: string): string {
  const negative = value < 0;
  const base = bases[verb] as number;
  let text = (negative ? -value : value).toString(base);
  if (verb === 'X') text = text.toUpperCase();
  if (flags.precision === 0 && text === '0') return ' '.repeat(Math.max(flags.width, 0));
  const length = minimumDigits(flags, negative);
  if (text.length < length) text = text.padStart(length, '0');
  const sign = negative ? '-' : flags.plus ? '+' : flags.space ? ' ' : '';
  return pad(flags, sign + prefixOf(flags, verb, text) + text, false);
}

function minimumDigits(flags: Flags, negative: boolean): number {
  if (flags.precision >= 0) return flags.precision;
  if (!flags.zero || flags.minus || flags.width < 0) return 0;
  return negative || flags.plus || flags.space ? flags.width - 1 : flags.width;
}

function prefixOf(flags: Flags, verb: string, text: string): string {
  const leading = flags.sharp ? sharpPrefix(verb, text) : '';
  return verb === 'O' ? `0o${leading}` : leading;
}

function sharpPrefix(verb: string, text: string): string {
  switch (verb) {
    case 'b':
      return '0b';
    case 'o':
    case 'O':
      return text.startsWith('0') ? '' : '0';
    case 'x':
      return '0x';
    case 'X':
      return '0X';
    default:
      return '';
  }
}

function runeOf(value: number | bigint): number {
  if (value < 0 || value > 0x10ffff) return 0xfffd;
  const rune = Number(value);
  return rune >= 0xd800 && rune <= 0xdfff ? 0xfffd : rune;
}

function unicode(flags: Flags, value: number | bigint): string {
  const code = value < 0 ? BigInt.asUintN(64, BigInt(value)) : value;
  const text = `U+${code.toString(16).toUpperCase().padStart(Math.max(flags.precision, 4), '0')}`;
  const shown = flags.sharp && code <= 0x10ffff && isPrint(Number(code));
  return pad(flags, shown ? `${text} '${String.fromCodePoint(Number(code))}'` : text, false);
}

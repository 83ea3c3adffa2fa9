import { canBackquote, quote, quoteToASCII } from '../strconv.ts';
import { toBytes } from '../utf8.ts';
import { type Flags, pad } from './flags.ts';

/** Text of a string under one of the string verbs, undefined for other verbs. */
export function formatString(flags: Flags, value: string, verb: string): string | undefined {
  switch (verb) {
    case 'v':
      return flags.sharpV ? quoted(flags, value) : pad(flags, truncate(flags, value));
    case 's':
      return pad(flags, truncate(flags, value));
    case 'q':
      return quoted(flags, value);
    case 'x':
    case 'X':
      return hexadecimal(flags, toBytes(value), verb);
    default:
      return undefined;
  }
}

/** The first runes of a text, as many as the precision allows. */
export function truncate(flags: Flags, text: string): string {
  if (flags.precision < 0 || text.length <= flags.precision) return text;
  return Array.from(text.slice(0, flags.precision * 2))
    .slice(0, flags.precision)
    .join('');
}

function quoted(flags: Flags, value: string): string {
  const text = truncate(flags, value);
  if (flags.sharp && canBackquote(text)) return pad(flags, `\`${text}\``);
  return pad(flags, flags.plus ? quoteToASCII(text) : quote(text));
}

/** Bytes in hexadecimal, under `x` or `X`. */
export function hexadecimal(flags: Flags, bytes: Uint8Array, verb: 'x' | 'X'): string {
  const shown = flags.precision >= 0 ? bytes.subarray(0, flags.precision) : bytes;
  if (shown.length === 0) return pad(flags, '');
  const prefix = flags.sharp ? '0x' : '';
  const hex = Buffer.from(shown.buffer, shown.byteOffset, shown.length).toString('hex');
  const text = flags.space ? hex.replace(/../g, (pair, at) => `${at === 0 ? '' : ' '}${prefix}${pair}`) : prefix + hex;
  return pad(flags, verb === 'X' ? text.toUpperCase() : text);
}

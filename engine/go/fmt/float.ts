import { type FloatFormat, formatFloat } from '../strconv.ts';
import { type Flags, pad } from './flags.ts';

const formats: Readonly<Record<string, readonly [format: FloatFormat, precision: number]>> = {
  v: ['g', -1],
  b: ['b', -1],
  g: ['g', -1],
  G: ['G', -1],
  x: ['x', -1],
  X: ['X', -1],
  f: ['f', 6],
  F: ['f', 6],
  e: ['e', 6],
  E: ['E', 6],
};

/** Text of a float under one of the float verbs, undefined for other verbs. */
export function formatFloatVerb(flags: Flags, value: number, verb: string, bits: 32 | 64): string | undefined {
  if (!Object.hasOwn(formats, verb)) return undefined;
  const [format, usual] = formats[verb] as readonly [FloatFormat, number];
  const precision = flags.precision >= 0 ? flags.precision : usual;
  const text = formatFloat(value, format, precision, bits);
  const signed = /^[+-]/.test(text);
  const sign = signed ? (text[0] as string) : '+';
  const magnitude = signed ? text.slice(1) : text;
  const shown = flags.space && sign === '+' && !flags.plus ? ' ' : sign;
  if (!Number.isFinite(value)) return infinite(flags, shown, magnitude);
  const full = flags.sharp && format !== 'b' ? withPoint(magnitude, format, precision) : magnitude;
  if (!flags.plus && shown === '+') return pad(flags, full, flags.zero && !flags.minus);
  if (flags.zero && !flags.minus && flags.width > full.length + 1) return shown + full.padStart(flags.width - 1, '0');
  return pad(flags, shown + full);
}

function infinite(flags: Flags, sign: string, text: string): string {
  const bare = text === 'NaN' && !flags.space && !flags.plus;
  return pad(flags, bare ? text : sign + text, false);
}

/** `%#g` and its kin: a decimal point always, and trailing zeros up to the precision. */
function withPoint(text: string, format: FloatFormat, precision: number): string {
  const hex = format === 'x' || format === 'X';
  const at = text.search(hex ? /p/i : /e/i);
  const head = at < 0 ? text : text.slice(0, at);
  const tail = at < 0 ? '' : text.slice(at);
  let missing = format === 'g' || format === 'G' || format === 'x' ? (precision < 0 ? 6 : precision) : 0;
  missing -= head.replace('.', '').replace(/^0+/, '').length;
  if (head.includes('.')) return head + '0'.repeat(Math.max(missing, 0)) + tail;
  if (head === '0') missing--;
  return `${head}.${'0'.repeat(Math.max(missing, 0))}${tail}`;
}

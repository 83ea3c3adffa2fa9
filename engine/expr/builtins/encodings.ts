import { GoError } from '../../go/error.ts';
import { marshal, unmarshal } from '../../go/json.ts';
import { fromBytes, toBytes } from '../../go/utf8.ts';
import type { Builtin } from '../builtin.ts';
import type { Machine } from '../machine.ts';
import { asString } from '../runtime/convert.ts';
import { types } from './define.ts';
import { argument } from './strings.ts';

function toJSON(args: readonly unknown[], { run }: Machine): unknown {
  const text = marshal(argument(args, 0), { indent: '  ' });
  run.checkLength(text.length);
  return text;
}

function toBase64(args: readonly unknown[]): unknown {
  return Buffer.from(toBytes(asString(argument(args, 0)))).toString('base64');
}

function fromBase64(args: readonly unknown[]): unknown {
  const text = asString(argument(args, 0));
  const bad = firstBadByte(text);
  if (bad >= 0) throw new GoError(`illegal base64 data at input byte ${bad}`);
  return fromBytes(new Uint8Array(Buffer.from(text, 'base64')));
}

const newlines = new Set(['\r', '\n']);

/** Where Go's StdEncoding decoder stops, -1 for valid input. It skips line ends. */
function firstBadByte(text: string): number {
  const bytes = Buffer.from(toBytes(text)).toString('latin1');
  let digits = 0;
  for (let i = 0; i < bytes.length; i++) {
    const char = bytes[i] as string;
    if (newlines.has(char)) continue;
    if (char === '=') return paddingError(bytes, i, digits % 4);
    if (!/[A-Za-z0-9+/]/.test(char)) return i;
    digits++;
  }
  return digits % 4 === 0 ? -1 : bytes.length - (digits % 4);
}

/** As `firstBadByte`, from a `=` after `digits` of a group of four. */
function paddingError(bytes: string, at: number, digits: number): number {
  if (digits < 2) return at;
  let next = skipNewlines(bytes, at + 1);
  if (digits === 2) {
    if (next >= bytes.length) return bytes.length;
    if (bytes[next] !== '=') return next - 1;
    next = skipNewlines(bytes, next + 1);
  }
  return next < bytes.length ? next : -1;
}

function skipNewlines(bytes: string, from: number): number {
  let at = from;
  while (newlines.has(bytes[at] ?? '')) at++;
  return at;
}

/** JSON and base64. */
export const encodingBuiltins: readonly Builtin[] = [
  { name: 'toJSON', call: toJSON, types: types('func(interface {}) string') },
  {
    name: 'fromJSON',
    call: (args) => unmarshal(asString(argument(args, 0))),
    types: types('func(string) interface {}'),
  },
  { name: 'toBase64', call: toBase64, types: types('func(string) string') },
  { name: 'fromBase64', call: fromBase64, types: types('func(string) string') },
];

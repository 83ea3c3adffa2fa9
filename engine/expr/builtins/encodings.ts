import { decodeBase64, encodeBase64 } from '../../go/base64.ts';
import { marshal, unmarshal } from '../../go/json.ts';
import { fromBytes, toBytes } from '../../go/utf8.ts';
import type { Builtin } from '../builtin.ts';
import type { Machine } from '../machine.ts';
import { asString } from '../runtime/convert.ts';
import { types } from './define.ts';
import { argument } from './strings.ts';

function toJSON(args: readonly unknown[], { run }: Machine): unknown {
  const text = marshal(argument(args, 0), { indent: '  ', run });
  run.checkLength(text.length);
  return text;
}

function toBase64(args: readonly unknown[]): unknown {
  return encodeBase64(toBytes(asString(argument(args, 0))));
}

function fromBase64(args: readonly unknown[]): unknown {
  return fromBytes(decodeBase64(asString(argument(args, 0))));
}

/** JSON and base64. */
export const encodingBuiltins: readonly Builtin[] = [
  { name: 'toJSON', call: toJSON, types: types('func(interface {}) string') },
  {
    name: 'fromJSON',
    call: (args, { run }) => unmarshal(asString(argument(args, 0)), run),
    types: types('func(string) interface {}'),
  },
  { name: 'toBase64', call: toBase64, types: types('func(string) string') },
  { name: 'fromBase64', call: fromBase64, types: types('func(string) string') },
];

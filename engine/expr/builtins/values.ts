import { panic } from '../../go/error.ts';
import { format } from '../../go/fmt.ts';
import { type GoType, intType, isFloatKind, isSignedKind, isUnsignedKind } from '../../go/type.ts';
import { runeCount } from '../../go/utf8.ts';
import { int, typeOf } from '../../go/value.ts';
import type { Builtin } from '../builtin.ts';
import { typeText } from '../runtime/convert.ts';
import { lengthOf } from '../runtime/slice.ts';
import { isListKind, oneArgument, types } from './define.ts';

function len(value: unknown): unknown {
  const length = typeof value === 'string' ? runeCount(value) : lengthOf(value);
  if (length === undefined) throw panic(`invalid argument for len (type ${typeText(value)})`);
  return int(length);
}

function typeName(value: unknown): string {
  const type = typeOf(value);
  if (!type) return 'nil';
  return /^[\w/.]+\.\w+$/.test(type.name) ? type.name : kindName(type);
}

function kindName({ kind }: GoType): string {
  if (isSignedKind(kind)) return 'int';
  if (isUnsignedKind(kind) && kind !== 'uintptr') return 'uint';
  if (isFloatKind(kind)) return 'float';
  if (isListKind(kind)) return 'array';
  return ['bool', 'string', 'map', 'func', 'struct'].includes(kind) ? kind : 'unknown';
}

/** What any value can be asked: its length, its type, its text. */
export const valueBuiltins: readonly Builtin[] = [
  {
    name: 'len',
    fast: len,
    validate: oneArgument(
      (kind) => isListKind(kind) || kind === 'map' || kind === 'string',
      intType,
      'invalid argument for len (type %)',
    ),
  },
  { name: 'type', fast: typeName, types: types('func(interface {}) string') },
  { name: 'string', fast: (value, { run }) => format(value, run), types: types('func(interface {}) string') },
];

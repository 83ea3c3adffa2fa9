import { GoError } from '../../go/error.ts';
import { int } from '../../go/value.ts';
import type { Builtin } from '../builtin.ts';
import { intIn, numberClass, typeText } from '../runtime/convert.ts';
import { types } from './define.ts';

function integer(value: unknown, name: string): bigint {
  if (numberClass(value) === 'int') return BigInt(intIn(value));
  throw new GoError(`cannot use ${typeText(value)} as argument (type int) to call ${name}`);
}

function badCount(name: string, expected: number, got: number): GoError {
  return new GoError(`invalid number of arguments for ${name} (expected ${expected}, got ${got})`);
}

function binary(name: string, operate: (x: bigint, y: bigint) => bigint): Builtin {
  return {
    name,
    call: (args) => {
      if (args.length !== 2) throw badCount(name, 2, args.length);
      return int(operate(integer(args[0], name), integer(args[1], name)));
    },
    types: types('func(int, int) int'),
  };
}

function shift(name: string, operate: (x: bigint, y: bigint) => bigint): Builtin {
  return binary(name, (x, y) => {
    if (y < 0n) throw new GoError(`invalid operation: negative shift count ${y} (type int)`);
    return operate(x, y < 64n ? y : 64n);
  });
}

/** Functions of the bits of an int. */
export const bitBuiltins: readonly Builtin[] = [
  binary('bitand', (x, y) => x & y),
  binary('bitor', (x, y) => x | y),
  binary('bitxor', (x, y) => x ^ y),
  binary('bitnand', (x, y) => x & ~y),
  shift('bitshl', (x, y) => x << y),
  shift('bitshr', (x, y) => x >> y),
  shift('bitushr', (x, y) => BigInt.asUintN(64, x) >> y),
  {
    name: 'bitnot',
    call: (args) => {
      if (args.length !== 1) throw badCount('bitnot', 1, args.length);
      return int(~integer(args[0], 'bitnot'));
    },
    types: types('func(int) int'),
  },
];

import type { Run } from './run.ts';
import { type GoType, isFloatKind, isSignedKind, isUnsignedKind, parseType } from './type.ts';
import { float64, GoFunc, GoNum, GoSlice, int, int64, sized } from './value.ts';

/**
 * The func of a JavaScript implementation with Go's signature. Arguments arrive as JavaScript has them: numbers of every
 * kind as `number` (time.Duration as `bigint`), slices of typed elements as arrays; `interface {}` as the Go value.
 * A variadic parameter is spread. The result is boxed by the result type; Go's `error` result is thrown.
 */
export function native(signature: string, implementation: (...args: never[]) => unknown): GoFunc {
  const call = implementation as (...args: unknown[]) => unknown;
  return nativeRun(signature, (_run, ...args) => call(...args));
}

/** As `native`, with the evaluation as first argument. Every text that is passed counts as read once. */
export function nativeRun(signature: string, implementation: (run: Run, ...args: never[]) => unknown): GoFunc {
  const type = parseType(signature);
  const params = type.params ?? [];
  const fixed = type.variadic ? params.length - 1 : params.length;
  const rest = type.variadic ? (params.at(-1)?.elem as GoType) : undefined;
  const box = boxer(type.results?.[0]);
  const call = implementation as (run: Run, ...args: unknown[]) => unknown;
  return new GoFunc(type, (args, run) => {
    const plain = args.map((arg, i) => {
      if (typeof arg === 'string') run.scan(arg.length);
      return unbox(i < fixed ? (params[i] as GoType) : (rest as GoType), arg);
    });
    return box(call(run, ...plain));
  });
}

function unbox(type: GoType, value: unknown): unknown {
  if (value instanceof GoNum && type.kind !== 'interface') {
    return type.name === 'time.Duration' ? BigInt(value.value) : Number(value.value);
  }
  if (typeof value === 'bigint' && type.kind !== 'interface') return Number(value);
  if (value instanceof GoSlice && type.kind === 'slice')
    return value.items.map((item) => unbox(type.elem as GoType, item));
  return value;
}

function boxer(type: GoType | undefined): (value: unknown) => unknown {
  if (type === undefined) return () => undefined;
  if (type.name === 'int') return (value) => int(value as number | bigint);
  if (type.name === 'int64') return (value) => int64(value as number | bigint);
  if (type.name === 'float64') return (value) => float64(value as number);
  if (isSignedKind(type.kind) || isUnsignedKind(type.kind) || isFloatKind(type.kind)) {
    return (value) => (value instanceof GoNum ? value : sized(type, value as number | bigint));
  }
  if (type.kind === 'slice' && type.name !== '[]interface {}' && type.name !== '[]uint8') {
    const elem = boxer(type.elem);
    return (value) => (Array.isArray(value) ? new GoSlice(type, value.map(elem)) : value);
  }
  return (value) => value;
}

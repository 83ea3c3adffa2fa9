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
  const { params = [], variadic } = parseType(signature);
  const isShort = params.length <= 3 && !variadic;
  return makeFunc(signature, isShort ? (_run, a, b, c) => call(a, b, c) : (_run, ...args) => call(...args), reads);
}

/**
 * As `native`, with the evaluation as first argument. A text counts as read once where the parameter is a `string`; what
 * else the implementation does with its budget is its own affair.
 */
export function nativeRun(signature: string, implementation: (run: Run, ...args: never[]) => unknown): GoFunc {
  return makeFunc(signature, implementation as Implementation, readsText);
}

type Implementation = (run: Run, ...args: unknown[]) => unknown;

const reads = (): boolean => true;
const readsText = (param: GoType): boolean => param.kind === 'string';

function makeFunc(signature: string, call: Implementation, isRead: (param: GoType) => boolean): GoFunc {
  const { type, read, box } = converter(signature, isRead);
  return new GoFunc(type, (args, run) => box(applied(call, run, args, run, read)));
}

/** As `native` for the methods of a type: the implementation takes the receiver first, and the func is made for one receiver. */
export function nativeMethod<T>(
  signature: string,
  implementation: (self: T, ...args: never[]) => unknown,
): (self: T) => GoFunc {
  const { type, read, box } = converter(signature, reads);
  const call = implementation as (self: T, ...args: unknown[]) => unknown;
  return (self) => new GoFunc(type, (args, run) => box(applied(call, self, args, run, read)));
}

type Reader = (arg: unknown, index: number, run: Run) => unknown;

/** What an implementation gives for a first argument of its own and Go's arguments; few of these are not spread. */
function applied<T>(
  call: (first: T, ...args: unknown[]) => unknown,
  first: T,
  args: readonly unknown[],
  run: Run,
  read: Reader,
): unknown {
  switch (args.length) {
    case 0:
      return call(first);
    case 1:
      return call(first, read(args[0], 0, run));
    case 2:
      return call(first, read(args[0], 0, run), read(args[1], 1, run));
    default:
      return call(first, ...args.map((arg, i) => read(arg, i, run)));
  }
}

/** What a signature makes of each argument and of a result. */
interface Converter {
  readonly type: GoType;
  readonly read: Reader;
  readonly box: (value: unknown) => unknown;
}

function converter(signature: string, isRead: (param: GoType) => boolean): Converter {
  const type = parseType(signature);
  const params = type.params ?? [];
  const fixed = type.variadic ? params.length - 1 : params.length;
  const rest = type.variadic ? (params.at(-1)?.elem as GoType) : undefined;
  const read: Reader = (arg, index, run) => {
    const param = index < fixed ? (params[index] as GoType) : (rest as GoType);
    if (typeof arg === 'string' && isRead(param)) run.scan(arg.length);
    return typeof arg === 'object' || typeof arg === 'bigint' ? unbox(param, arg) : arg;
  };
  return { type, read, box: boxer(type.results?.[0]) };
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

import { GoError } from '../go/error.ts';
import { methodOf } from '../go/methods.ts';
import {
  anyType,
  boolType,
  type GoType,
  intType,
  isNilable,
  isSignedKind,
  isUnsignedKind,
  parseType,
  stringType,
} from '../go/type.ts';
import { GoNum, GoPointer, int, int64, sized, typeOf, zeroOf } from '../go/value.ts';
import type { Exec } from './exec.ts';

/** The type of parameters that take any value as it is: those of the builtins. */
export const valueType: GoType = parseType('reflect.Value');

/** Turns a value into an argument for a parameter of one type. */
export type Convert = (exec: Exec, value: unknown) => unknown;

/** Whether the type has a zero value that stands for an untyped nil. */
export function canBeNil(type: GoType): boolean {
  return type === valueType || isNilable(type.kind);
}

/** What an untyped nil becomes as an argument of a type that can be nil. */
export function nilOf(type: GoType): unknown {
  return type === valueType ? undefined : zeroOf(type);
}

/** Whether a value that is not nil may be assigned to the type. */
export function isAssignable(value: unknown, type: GoType): boolean {
  if (type.kind === 'interface') return type === anyType || methodOf(value, 'Error') !== undefined;
  const own = typeOf(value);
  return own === type || own?.name === type.name;
}

/** The conversion to a parameter's type that Go's `validateType` makes: assignable values, nil, one dereference. */
export function converterTo(type: GoType): Convert {
  switch (type) {
    case valueType:
      return (_exec, value) => value;
    case anyType:
      return (_exec, value) => (value === undefined ? null : value);
    case stringType:
      return (exec, value) => (typeof value === 'string' ? value : convert(exec, value, type));
    case boolType:
      return (exec, value) => (typeof value === 'boolean' ? value : convert(exec, value, type));
    case intType:
      return (exec, value) => (value instanceof GoNum && value.type === intType ? value : convert(exec, value, type));
    default:
      return (exec, value) => convert(exec, value, type);
  }
}

/** As the function that `converterTo` gives. */
export function convert(exec: Exec, value: unknown, type: GoType): unknown {
  if (type === valueType) return value;
  if (value === undefined) return canBeNil(type) ? zeroOf(type) : exec.fail(`invalid value; expected ${type.name}`);
  if (value === null) return type.kind === 'interface' ? null : wrongType(exec, anyType, type);
  if (isAssignable(value, type)) return value;
  if (value instanceof GoPointer && value.elem.type.name === type.name) return value.elem;
  return wrongType(exec, typeOf(value), type);
}

function wrongType(exec: Exec, from: GoType | undefined, to: GoType): never {
  return exec.fail(`wrong type for value; expected ${to.name}; got ${from?.name}`);
}

/** Whether the kind is one of Go's integers. */
export function isIntKind(kind: GoType['kind']): boolean {
  return isSignedKind(kind) || isUnsignedKind(kind);
}

/**
 * The argument that `call` and `index` make of a value: assignable values, nil, and conversions between integers.
 * @throws {GoError}
 */
export function prepareArg(value: unknown, type: GoType): unknown {
  if (value === undefined || value === null) {
    if (!canBeNil(type)) throw new GoError(`value is nil; should be of type ${type.name}`);
    return nilOf(type);
  }
  if (isAssignable(value, type)) return value;
  const own = typeOf(value);
  if (own && isIntKind(own.kind) && isIntKind(type.kind)) return toInteger(value, type);
  throw new GoError(`value has type ${own?.name}; should be ${type.name}`);
}

function toInteger(value: unknown, type: GoType): unknown {
  return integer(BigInt((value instanceof GoNum ? value.value : value) as number | bigint), type);
}

const bitsOf: Readonly<Record<string, number>> = {
  int8: 8,
  int16: 16,
  int32: 32,
  uint8: 8,
  uint16: 16,
  uint32: 32,
};

/** The integer of a type, wrapped to its size. */
export function integer(value: bigint, type: GoType): unknown {
  if (type.name === 'int64') return int64(value);
  if (type.name === 'int') return int(value);
  const bits = bitsOf[type.kind] ?? 64;
  return sized(type, isSignedKind(type.kind) ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value));
}

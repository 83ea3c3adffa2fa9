import {
  bool,
  DecodeAbort,
  type Decoding,
  inContext,
  list as listSchema,
  pointer as pointerSchema,
  type Schema,
  str,
  struct,
  TypeMismatch,
} from '../config/schema.ts';
import { marshal } from '../go/json.ts';
import { JsonNumber, jsonDecoding } from './json-text.ts';

/** A Go type that JSON passes through: what it takes of a text, and what it writes again. */
export interface Shape<T> extends Schema<T> {
  /** The JSON of a value. */
  encode(value: T): string;
  /** Whether a value is left out where the field says `omitempty`. */
  isEmpty(value: T): boolean;
  readonly omitEmpty?: boolean;
  readonly pointed?: boolean;
}

/** The same shape for a field that is left out when empty. */
export function optional<T>(shape: Shape<T>): Shape<T> {
  return { ...shape, omitEmpty: true };
}

/** A string, or a named type of one. */
export function text(type = 'string'): Shape<string> {
  return {
    type,
    zero: () => '',
    decode(value, current, decoding) {
      if (typeof value === 'string') return str.decode(value, current, decoding);
      if (value !== null) decoding.mismatch(value, type);
      return current;
    },
    encode: marshal,
    isEmpty: (value) => value === '',
  };
}

export const flag: Shape<boolean> = { ...bool, encode: String, isEmpty: (value) => !value };

/** An integer of 64 bits, or a named type of one. It must be written as one: `1.0` is none. */
export function wholeNumber(type = 'int'): Shape<bigint> {
  return {
    type,
    zero: () => 0n,
    decode(value, current, decoding) {
      if (value === null) return current;
      if (!(value instanceof JsonNumber)) {
        decoding.mismatch(value, type);
        return current;
      }
      const { literal } = value;
      const number = /^-?\d+$/.test(literal) ? BigInt(literal) : undefined;
      if (number !== undefined && number === BigInt.asIntN(64, number)) return number;
      const error = new TypeMismatch(`number ${literal}`, type, decoding.struct, decoding.fields);
      decoding.error ??= { message: error.message, path: [...decoding.path] };
      return current;
    },
    encode: String,
    isEmpty: (value) => value === 0n,
  };
}

export function list<T>(of: Shape<T>): Shape<T[] | null> {
  return {
    ...listSchema(of, `[]${of.pointed === true ? '*' : ''}${of.type}`),
    encode: (value) => (value === null ? 'null' : `[${value.map((each) => of.encode(each)).join(',')}]`),
    isEmpty: (value) => value === null || value.length === 0,
  };
}

export function pointer<T>(to: Shape<T>): Shape<T | null> {
  return {
    ...pointerSchema(to),
    pointed: true,
    encode: (value) => (value === null ? 'null' : to.encode(value)),
    isEmpty: (value) => value === null,
  };
}

export type Fields = Readonly<Record<string, Shape<unknown>>>;
export type Values = Record<string, unknown>;

/** A struct: its fields in the order of their declaration, keys in any case, unknown keys dropped. `name` as for struct. */
export function record(type: string, fields: Fields, name?: string): Shape<Values> {
  const entries = Object.entries(fields);
  return {
    ...struct<Values>(type, fields, name),
    encode(value) {
      const members = entries.filter(([key, field]) => field.omitEmpty !== true || !field.isEmpty(value[key]));
      return `{${members.map(([key, field]) => `${marshal(key)}:${field.encode(value[key])}`).join(',')}}`;
    },
    isEmpty: () => false,
  };
}

/**
 * A type with a JSON decoder of its own, which is given null as well. Its first error ends the whole decoding.
 * `decode` notes type errors in the decoding it gets and throws DecodeAbort for others.
 */
export function custom<T>(
  type: string,
  zero: () => T,
  decode: (value: unknown, decoding: Decoding) => T,
  encode: (value: T) => string,
): Shape<T> {
  return {
    type,
    zero,
    decode(value, _current, decoding) {
      const inner = jsonDecoding();
      try {
        const decoded = decode(value, inner);
        if (inner.error === undefined) return decoded;
        throw new DecodeAbort(inner.error.message);
      } catch (error) {
        if (!(error instanceof DecodeAbort)) throw error;
        throw new DecodeAbort(inContext(error.message, decoding));
      }
    },
    encode,
    isEmpty: () => false,
  };
}

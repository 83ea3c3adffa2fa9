import { compareStrings } from '../go/utf8.ts';
import { float64, GoNum, isPlainMap, newMap, typeOf } from '../go/value.ts';
import { numberText, type Path } from './yaml.ts';

/** How JSON-like data becomes a Go value: what `encoding/json` does for one Go type. Nil is null. */
export interface Schema<T> {
  /** Go's name of the type, e.g. `[]string`; it is part of error texts. */
  readonly type: string;
  zero(): T;
  /** The value decoded into `current`. A mismatch is noted in `decoding` and leaves `current`. */
  decode(value: unknown, current: T, decoding: Decoding): T;
  /** What it takes. Default: anything. */
  readonly takes?: Taken | undefined;
}

/** What a schema takes, for those who describe it elsewhere; null goes without saying. */
export type Taken =
  | { readonly kind: 'string' | 'boolean' | 'integer' }
  /** `exactly` is a type whose scalars are not taken as strings. */
  | { readonly kind: 'list' | 'map' | 'exactly'; readonly of: Schema<unknown> }
  | { readonly kind: 'struct'; readonly fields: ReadonlyMap<string, Schema<unknown>> };

export type Decoded<S> = S extends Schema<infer T> ? T : never;

/** A JSON value of the wrong kind: Go's UnmarshalTypeError. */
export class TypeMismatch extends Error {
  override readonly name = 'TypeMismatch';

  constructor(value: string, type: string, struct: string, fields: readonly string[]) {
    const where =
      struct === '' && fields.length === 0
        ? `value of type ${type}`
        : `struct field ${struct}.${fields.join('.')} of type ${type}`;
    super(`json: cannot unmarshal ${value} into Go ${where}`);
  }
}

/** Ends a decoding at once: an error of a type with a JSON decoder of its own. */
export class DecodeAbort extends Error {
  override readonly name = 'DecodeAbort';
}

/** One decoding: where it is, whether scalars may become strings, and its first error. */
export class Decoding {
  /** Whether numbers and booleans become strings where strings are wanted, as sigs.k8s.io/yaml does. */
  coerce = true;
  /** Non-finite floats that became strings; JSON has no others. */
  coercedNonFinite = 0;
  /** Whether structs take their keys as the map has them, as for JSON texts; else sorted, as YAML that became JSON. */
  ordered = false;
  path: (string | number)[] = [];
  struct = '';
  fields: string[] = [];
  error: { readonly message: string; readonly path: Path } | undefined;

  mismatch(value: unknown, type: string): void {
    const error = new TypeMismatch(jsonKind(value), type, this.struct, this.fields);
    this.error ??= { message: error.message, path: [...this.path] };
  }

  /** Runs `decode` with one step added to the path. */
  at<T>(step: string | number, decode: () => T): T {
    this.path.push(step);
    const result = decode();
    this.path.pop();
    return result;
  }
}

function jsonKind(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (Array.isArray(value)) return 'array';
  return isPlainMap(value) ? 'object' : 'number';
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof GoNum;
}

function numeric(value: unknown): number | bigint {
  return value instanceof GoNum ? value.value : (value as number | bigint);
}

/** A string. Numbers and booleans are taken as text where the decoding coerces. */
export const str: Schema<string> = {
  type: 'string',
  takes: { kind: 'string' },
  zero: () => '',
  decode(value, current, decoding) {
    if (value === null) return current;
    if (typeof value === 'string') return value.toWellFormed();
    if (decoding.coerce && typeof value === 'boolean') return String(value);
    if (decoding.coerce && isNumber(value)) {
      if (!isFiniteNumber(value)) decoding.coercedNonFinite++;
      return numberText(value);
    }
    decoding.mismatch(value, 'string');
    return current;
  },
};

/** Whether a number is one JSON can hold. */
export function isFiniteNumber(value: unknown): boolean {
  const number = numeric(value);
  return typeof number === 'bigint' || Number.isFinite(number);
}

export const bool: Schema<boolean> = {
  type: 'bool',
  takes: { kind: 'boolean' },
  zero: () => false,
  decode(value, current, decoding) {
    if (typeof value === 'boolean') return value;
    if (value !== null) decoding.mismatch(value, 'bool');
    return current;
  },
};

/** An integer of 64 bits, as a number; `type` is `int` or a named type such as `time.Duration`. */
export function integer(type: string): Schema<number> {
  return {
    type,
    takes: { kind: 'integer' },
    zero: () => 0,
    decode(value, current, decoding) {
      if (value === null) return current;
      if (!isNumber(value)) {
        decoding.mismatch(value, type);
        return current;
      }
      const number = Number(numeric(value));
      if (Number.isInteger(number) && Math.abs(number) < 2 ** 63) return number;
      const error = new TypeMismatch(`number ${String(numeric(value))}`, type, decoding.struct, decoding.fields);
      decoding.error ??= { message: error.message, path: [...decoding.path] };
      return current;
    },
  };
}

export const int = integer('int');

/** Whatever JSON holds, numbers as float64. */
export const any: Schema<unknown> = {
  type: 'interface {}',
  zero: () => null,
  decode: (value) => toFloats(value),
};

function toFloats(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toFloats);
  if (isPlainMap(value)) {
    const out = newMap();
    for (const key of Object.keys(value)) out[key] = toFloats(value[key]);
    return out;
  }
  return isNumber(value) && typeOf(value)?.kind !== 'float64' ? float64(Number(numeric(value))) : value;
}

/** A slice; `type` is given for a named one. */
export function list<T>(of: Schema<T>, type = `[]${of.type}`): Schema<T[] | null> {
  return {
    type,
    takes: { kind: 'list', of: of as Schema<unknown> },
    zero: () => null,
    decode(value, current, decoding) {
      if (value === null) return null;
      if (Array.isArray(value)) {
        return value.map((item, i) => decoding.at(i, () => of.decode(item, of.zero(), decoding)));
      }
      decoding.mismatch(value, type);
      return current;
    },
  };
}

/** A map with string keys, as an object without prototype; `type` is given for a named one. */
export function map<T>(of: Schema<T>, type = `map[string]${of.type}`): Schema<Record<string, T> | null> {
  return {
    type,
    takes: { kind: 'map', of: of as Schema<unknown> },
    zero: () => null,
    decode(value, current, decoding) {
      if (value === null) return null;
      if (!isPlainMap(value)) {
        decoding.mismatch(value, type);
        return current;
      }
      const into = current ?? (newMap() as Record<string, T>);
      for (const key of sortedKeys(value)) {
        into[key] = decoding.at(key, () => of.decode(value[key], of.zero(), decoding));
      }
      return into;
    },
  };
}

/** A pointer: null for nil. */
export function pointer<T>(to: Schema<T>): Schema<T | null> {
  return {
    type: to.type,
    takes: to.takes,
    zero: () => null,
    decode: (value, current, decoding) => (value === null ? null : to.decode(value, current ?? to.zero(), decoding)),
  };
}

type Fields<T> = { readonly [K in keyof T]: Schema<T[K]> };

/** A struct, by JSON names. Keys match exactly, else in any case; unknown keys are ignored. `name` is "" for one without a name. */
export function struct<T extends object>(
  type: string,
  fields: Fields<T>,
  name = type.slice(type.lastIndexOf('.') + 1),
): Schema<T> {
  const byName = new Map(Object.entries(fields) as [string, Schema<unknown>][]);
  const byFolded = new Map([...byName.keys()].map((name) => [fold(name), name]));
  return {
    type,
    takes: { kind: 'struct', fields: byName },
    zero: () => Object.fromEntries([...byName].map(([key, field]) => [key, field.zero()])) as T,
    decode(value, current, decoding) {
      if (value === null) return current;
      if (!isPlainMap(value)) {
        decoding.mismatch(value, type);
        return current;
      }
      const into = current as Record<string, unknown>;
      const outer = decoding.struct;
      for (const key of decoding.ordered ? Object.keys(value) : sortedKeys(value)) {
        const field = byName.has(key) ? key : byFolded.get(fold(key));
        const schema = field === undefined ? undefined : byName.get(field);
        if (field === undefined || schema === undefined) continue;
        const depth = decoding.fields.length;
        decoding.struct = name;
        decoding.fields.push(...fieldPath(schema, field));
        into[field] = decoding.at(key, () => schema.decode(value[key], into[field], decoding));
        decoding.fields.length = depth;
        decoding.struct = outer;
      }
      return current;
    },
  };
}

interface Embedded<T> extends Schema<T> {
  readonly embedded: string;
}

/** A field of an embedded struct: sigs.k8s.io/yaml does not look into it, so scalars stay what they are. */
export function embedded<T>(structName: string, field: Schema<T>): Schema<T> {
  const schema: Embedded<T> = {
    ...field,
    takes: { kind: 'exactly', of: field as Schema<unknown> },
    embedded: structName,
    decode: (value, current, decoding) => exactly(decoding, () => field.decode(value, current, decoding)),
  };
  return schema;
}

function fieldPath(schema: Schema<unknown>, name: string): string[] {
  return 'embedded' in schema ? [schema.embedded as string, name] : [name];
}

function exactly<T>(decoding: Decoding, decode: () => T): T {
  const coerce = decoding.coerce;
  decoding.coerce = false;
  try {
    return decode();
  } finally {
    decoding.coerce = coerce;
  }
}

/**
 * A type with a JSON decoder of its own: `decode` gets what `raw` decodes, without any coercion, and may throw.
 * An error, also one of `raw`, ends the whole decoding.
 */
export function custom<R, T>(type: string, raw: Schema<R>, zero: () => T, decode: (raw: R) => T): Schema<T> {
  return {
    type,
    takes: { kind: 'exactly', of: raw as Schema<unknown> },
    zero,
    decode(value, _current, decoding) {
      const inner = new Decoding();
      inner.coerce = false;
      const decoded = raw.decode(value, raw.zero(), inner);
      decoding.path.push(...(inner.error?.path ?? []));
      if (inner.error) throw new DecodeAbort(inContext(inner.error.message, decoding));
      try {
        return decode(decoded);
      } catch (error) {
        throw new DecodeAbort(error instanceof Error ? error.message : String(error), { cause: error });
      }
    },
  };
}

/** A type error of an inner decoder with the outer struct and fields put in front, as encoding/json adds them. */
export function inContext(message: string, decoding: Decoding): string {
  if (decoding.struct === '' && decoding.fields.length === 0) return message;
  const match = /^(json: cannot unmarshal .+?) into Go (?:value|struct field [^.]*\.(\S+)) of type (.*)$/.exec(message);
  if (!match) return message;
  const fields = match[2] === undefined ? decoding.fields : [...decoding.fields, match[2]];
  return `${match[1]} into Go struct field ${decoding.struct}.${fields.join('.')} of type ${match[3]}`;
}

/** The key in the case that encoding/json compares: ASCII upper case, with the two letters that fold into it. */
function fold(key: string): string {
  return key
    .replaceAll('\u017f', 'S')
    .replaceAll('\u212a', 'K')
    .replace(/[a-z]+/g, (lower) => lower.toUpperCase());
}

function sortedKeys(map: Record<string, unknown>): string[] {
  return Object.keys(map).sort(compareStrings);
}

import { any, DecodeAbort, Decoding, type Schema, TypeMismatch } from '../config/schema.ts';
import { GoError } from '../go/error.ts';
import { scan, scanFirst } from '../go/json/scanner.ts';
import { float64Type } from '../go/type.ts';
import { GoNum, isPlainMap, newMap } from '../go/value.ts';

/** A number of a JSON text, with the characters it was written in. */
export class JsonNumber extends GoNum {
  readonly literal: string;

  constructor(literal: string) {
    super(float64Type, Number(literal));
    this.literal = literal;
  }
}

const source = Symbol('source');

/** The characters an object of a JSON text was written in; those of `null` for null. */
export function sourceOf(value: unknown): string {
  if (value === null) return 'null';
  return (value as { readonly [source]?: string })[source] ?? '';
}

/** As deep as marshal goes; Go goes down to 10,000. */
const maxDepth = 500;

interface Level {
  readonly into: unknown[] | Record<string, unknown>;
  readonly start: number;
  key: string | undefined;
}

function read(text: string, scanning: typeof scan): unknown {
  const top: unknown[] = [];
  const levels: Level[] = [{ into: top, start: 0, key: undefined }];
  const add = (value: unknown): void => {
    const level = levels.at(-1) as Level;
    if (Array.isArray(level.into)) level.into.push(value);
    else if (level.key === undefined) level.key = value as string;
    else {
      level.into[level.key] = value;
      level.key = undefined;
    }
  };
  const open = (into: Level['into'], start: number): void => {
    if (levels.length > maxDepth) {
      throw new GoError(`invalid character '${Array.isArray(into) ? '[' : '{'}' exceeded max depth`);
    }
    add(into);
    levels.push({ into, start, key: undefined });
  };
  scanning(text, {
    list: () => open([], 0),
    map: (start) => open(newMap(), start),
    end: (end) => {
      const { into, start } = levels.pop() as Level;
      if (!Array.isArray(into)) Object.defineProperty(into, source, { value: text.slice(start, end) });
    },
    string: add,
    literal: add,
    number: (literal) => add(new JsonNumber(literal)),
  });
  return top[0];
}

/** What could be decoded of a JSON text, and the first error, in Go's words. */
export interface DecodedJson<T> {
  readonly value: T;
  readonly error: GoError | undefined;
}

/** A JSON text decoded as Go's `json.Unmarshal` does: after a mistyped value the rest is still decoded. */
export function decodeJson<T>(text: string, schema: Schema<T>): DecodedJson<T> {
  return decodeWith(text, schema, scan);
}

/** The first value of a JSON text decoded as Go's `json.Decoder` does; what follows does not matter. */
export function decodeFirstJson<T>(text: string, schema: Schema<T>): DecodedJson<T> {
  if (/^[\t\n\r ]*$/.test(text)) return { value: schema.zero(), error: new GoError('EOF') };
  const decoded = decodeWith(text, schema, scanFirst);
  return decoded.error && endsEarly(text) ? { ...decoded, error: new GoError('unexpected EOF') } : decoded;
}

/** Whether what is wrong with a JSON text is that it ends: with something more, something else would be wrong. */
function endsEarly(text: string): boolean {
  const problem = problemOf(text);
  return problem === 'unexpected end of JSON input' || (problem !== undefined && problem !== problemOf(`${text}~`));
}

function problemOf(text: string): string | undefined {
  try {
    read(text, scanFirst);
    return undefined;
  } catch (error) {
    if (error instanceof GoError) return error.message;
    throw error;
  }
}

function decodeWith<T>(text: string, schema: Schema<T>, scanning: typeof scan): DecodedJson<T> {
  try {
    return decodeRead(read(text, scanning), schema);
  } catch (error) {
    if (error instanceof GoError) return { value: schema.zero(), error };
    throw error;
  }
}

/** A value of a JSON text that has been read, decoded as Go's `json.Unmarshal` does. */
export function decodeRead<T>(value: unknown, schema: Schema<T>): DecodedJson<T> {
  const decoding = jsonDecoding();
  const current = schema.zero();
  try {
    const decoded = schema.decode(value, current, decoding);
    return { value: decoded, error: decoding.error && new GoError(decoding.error.message) };
  } catch (error) {
    if (error instanceof DecodeAbort) return { value: current, error: new GoError(error.message) };
    throw error;
  }
}

/** A decoding of a JSON text: nothing becomes a string, keys come in the order of the text. */
export function jsonDecoding(): Decoding {
  const decoding = new Decoding();
  decoding.coerce = false;
  decoding.ordered = true;
  return decoding;
}

/** Whatever JSON holds; a number that no float64 can hold is an error. */
export const anyJson: Schema<unknown> = {
  ...any,
  decode(value, current, decoding) {
    const huge = hugeNumber(value);
    if (huge !== undefined) {
      const error = new TypeMismatch(`number ${huge}`, 'float64', decoding.struct, decoding.fields);
      decoding.error ??= { message: error.message, path: [...decoding.path] };
    }
    return any.decode(value, current, decoding);
  },
};

function hugeNumber(value: unknown): string | undefined {
  if (value instanceof JsonNumber) return Number.isFinite(value.value) ? undefined : value.literal;
  const items = Array.isArray(value) ? value : isPlainMap(value) ? Object.values(value) : [];
  for (const item of items) {
    const found = hugeNumber(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

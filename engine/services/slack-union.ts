import { DecodeAbort, type Decoding } from '../config/schema.ts';
import { record, type Shape, text, type Values } from './json-shape.ts';

/** A value of one of several types, with the type. */
export interface Member {
  readonly shape: Shape<Values>;
  readonly value: Values;
}

/** A list of such values; null for nil. */
export type Members = Member[] | null;

export function encodeMembers(members: Members): string {
  return members === null ? 'null' : `[${members.map(({ shape, value }) => shape.encode(value)).join(',')}]`;
}

const sumType = record('slack.sumtype', { type: text() });

/** The `type` of an object, "" for none; undefined when that is an error, which is noted. */
export function typeOf(value: unknown, decoding: Decoding, schema: Shape<Values> = sumType): string | undefined {
  const found = schema.decode(value, schema.zero(), decoding)['type'];
  return decoding.error ? undefined : (found as string);
}

/** The value as what its `type` says; undefined when that is an error, which is noted. @throws {DecodeAbort} `what TYPE` */
export function member(
  value: unknown,
  choices: ReadonlyMap<string, Shape<Values>>,
  what: string,
  decoding: Decoding,
): Member | undefined {
  const type = typeOf(value, decoding);
  if (type === undefined) return undefined;
  const shape = choices.get(type);
  if (!shape) throw new DecodeAbort(`${what} ${type}`);
  return { shape, value: shape.decode(value, shape.zero(), decoding) };
}

/** What `read` makes of each item of a list, up to the first error; null for an empty one, as Go has it after appending. */
export function readList<T>(value: unknown, decoding: Decoding, read: (item: unknown) => T | undefined): T[] | null {
  if (value === null) return null;
  if (!Array.isArray(value)) {
    decoding.mismatch(value, '[]json.RawMessage');
    return null;
  }
  const items: T[] = [];
  for (const item of value) {
    const found = read(item);
    if (found === undefined || decoding.error) return null;
    items.push(found);
  }
  return items.length === 0 ? null : items;
}

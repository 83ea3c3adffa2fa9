import { unmarshal } from '../config/decode.ts';
import {
  any,
  custom,
  DecodeAbort,
  type Decoding,
  isFiniteNumber,
  type Schema,
  str as string,
  struct,
  TypeMismatch,
} from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { marshal } from '../go/json.ts';
import { quote } from '../go/strconv.ts';
import { float64, GoNum } from '../go/value.ts';
import { cardTypes } from './googlechat-types.ts';
import { flag, list, optional, record, type Shape, type Values } from './json-shape.ts';

/** A list of cards that YAML or JSON has been decoded into. */
export type Cards = Values[] | null;

/** Cards of the first kind, as a template's `cards` holds them. @throws {EngineError} with sigs.k8s.io/yaml's text */
export function readCards(text: string): Cards {
  return readAll(text, 'Card');
}

/** Cards of the second kind, as a template's `cardsV2` holds them. @throws {EngineError} with sigs.k8s.io/yaml's text */
export function readCardsV2(text: string): Cards {
  return readAll(text, 'GoogleAppsCardV1Card');
}

/** Characters that cards may have, before and after YAML's aliases are followed. Google takes messages of 32,000 bytes. */
const longest = 1 << 17;

function readAll(text: string, type: string): Cards {
  if (text.length > longest) throw tooLong();
  const { value, error } = unmarshal(text, list(shapeOf(type)));
  if (error) throw error;
  if (roomAfter(value, longest) < 0) throw tooLong();
  return value;
}

function tooLong(): EngineError {
  return new EngineError('send', `cards are longer than ${longest} characters`);
}

/** What is left of `room` characters after a value; negative as soon as it is too little. */
function roomAfter(value: unknown, room: number): number {
  if (typeof value === 'string') return room - value.length;
  let left = room - 1;
  if (typeof value !== 'object' || value === null) return left;
  for (const each of Object.values(value)) {
    if (left < 0) break;
    if (each !== null) left = roomAfter(each, left);
  }
  return left;
}

/** Go's JSON of a card of the first kind. @throws {GoError} for a number that JSON cannot hold */
export function encodeCard(card: Values): string {
  return marshaled('chat.Card', () => shapeOf('Card').encode(card));
}

/** Go's JSON of a card of the second kind and its id. @throws {GoError} for a number that JSON cannot hold */
export function encodeCardWithId(card: Values, id: string): string {
  return marshaled('chat.CardWithId', () => {
    return `{"card":${referenceTo('GoogleAppsCardV1Card').encode(card)},"cardId":${marshal(id)}}`;
  });
}

/** What `encode` gives; its errors as encoding/json reports those of a type with an encoder of its own. */
function marshaled(type: string, encode: () => string): string {
  try {
    return encode();
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    throw new GoError(`json: error calling MarshalJSON for type ${type}: ${error.message}`);
  }
}

const str: Shape<string> = { ...string, encode: (value) => marshal(value), isEmpty: (value) => value === '' };

/** An integer as YAML has it; one that is written as a float has the digits that JSON gives it. */
const int64: Shape<bigint> = {
  type: 'int64',
  zero: () => 0n,
  decode(value, current, decoding) {
    if (value === null) return current;
    if (typeof value !== 'number' && typeof value !== 'bigint' && !(value instanceof GoNum)) {
      decoding.mismatch(value, 'int64');
      return current;
    }
    return isFiniteNumber(value) ? parseInteger(marshal(value), current, decoding) : current;
  },
  encode: String,
  isEmpty: (value) => value === 0n,
};

function parseInteger(text: string, current: bigint, decoding: Decoding): bigint {
  const number = /^-?\d+$/.test(text) ? BigInt(text) : undefined;
  if (number !== undefined && number === BigInt.asIntN(64, number)) return number;
  note(decoding, new TypeMismatch(`number ${text}`, 'int64', decoding.struct, decoding.fields).message);
  return current;
}

function note(decoding: Decoding, message: string): void {
  decoding.error ??= { message, path: [...decoding.path] };
}

/** An integer in quotes: Go's `,string`. */
const quotedInt64: Shape<bigint> = {
  ...int64,
  decode(value, current, decoding) {
    if (value === null || value === 'null') return current;
    if (typeof value === 'string' && /^[-\d]/.test(value)) return parseInteger(value, current, decoding);
    if (typeof value === 'string' && jsonString.test(value)) decoding.mismatch(value, 'int64');
    else refuseQuoted(value, decoding);
    return current;
  },
  encode: (value) => `"${value}"`,
};

const jsonString = /^"(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[\da-f]{4}))*"$/i;

/** Notes what cannot stand in quotes; what does not even begin like a literal of JSON ends the decoding. */
function refuseQuoted(value: unknown, decoding: Decoding): void {
  const what = typeof value === 'string' ? quote(value) : 'unquoted value';
  const message = `json: invalid use of ,string struct tag, trying to unmarshal ${what} into int64`;
  if (typeof value === 'string' && /^[^ntf]/.test(value)) throw new DecodeAbort(message);
  note(decoding, message);
}

/** A float; JSON has words for those that are no numbers (gensupport.JSONFloat64). */
const float: Shape<number> = {
  ...custom('gensupport.JSONFloat64', any, () => 0, floatOf),
  encode: (value) => marshal(float64(value)),
  isEmpty: (value) => value === 0,
};

const words: ReadonlyMap<unknown, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

function floatOf(value: unknown): number {
  const word = words.get(value);
  if (word !== undefined) return word;
  if (value === null) return 0;
  if (typeof value === 'number') return value;
  if (value instanceof GoNum) return Number(value.value);
  const what = typeof value === 'string' ? `bad float string ${quote(value)}` : 'data not float or string';
  throw new GoError(`google.golang.org/api/internal: ${what}`);
}

const scalars: ReadonlyMap<string, Shape<unknown>> = new Map<string, Shape<unknown>>([
  ['string', str],
  ['bool', flag],
  ['int64', int64],
  ['int64,string', quotedInt64],
  ['float64', float],
]);

function fieldOf(type: string): Shape<unknown> {
  if (type.startsWith('[]')) return list(fieldOf(type.slice(2)));
  return scalars.get(type) ?? referenceTo(type.slice(1));
}

/** A pointer to a type, which is looked up when it is used: cards hold cards. */
function referenceTo(name: string): Shape<Values | null> {
  return {
    type: `chat.${name}`,
    zero: () => null,
    decode: (value, current, decoding) =>
      value === null ? null : shapeOf(name).decode(value, current ?? shapeOf(name).zero(), decoding),
    encode: (value) => (value === null ? 'null' : marshaled(`*chat.${name}`, () => shapeOf(name).encode(value))),
    isEmpty: (value) => value === null,
  };
}

/** A type; one with floats has a decoder of its own, below which nothing becomes a string. */
function shapeFor(name: string, fields: Readonly<Record<string, string>>): Shape<Values> {
  const type = `chat.${name}`;
  const entries = Object.entries(fields).map(([key, each]) => [key, optional(fieldOf(each))] as const);
  const shape = record(type, Object.fromEntries(entries));
  if (!Object.values(fields).includes('float64')) return shape;
  const raw: Schema<Values> = struct<Values>('', Object.fromEntries(entries));
  return { ...shape, decode: custom(type, raw, shape.zero, (values: Values) => values).decode };
}

const shapes: ReadonlyMap<string, Shape<Values>> = new Map(
  Object.entries(cardTypes).map(([name, fields]) => [name, shapeFor(name, fields)]),
);

function shapeOf(name: string): Shape<Values> {
  const shape = shapes.get(name);
  if (!shape) throw new Error(`unknown card type ${name}`);
  return shape;
}

import { marshal } from '../go/json.ts';
import { isPlainMap, newMap } from '../go/value.ts';

/** A JSON object whose members keep their order, as the fields of a Go struct do. */
export class JsonObject {
  readonly members: readonly (readonly [name: string, value: unknown])[];

  constructor(members: readonly (readonly [string, unknown])[]) {
    this.members = members;
  }

  /** Go's JSON of the object: members in order, below them maps sorted. */
  toText(): string {
    return textOf(this);
  }

  /** The object as plain JSON data. */
  toPlain(): Record<string, unknown> {
    const plain = newMap();
    for (const [name, value] of this.members) plain[name] = plainOf(value);
    return plain;
  }
}

function textOf(value: unknown): string {
  if (value instanceof JsonObject) {
    return `{${value.members.map(([name, each]) => `${marshal(name)}:${textOf(each)}`).join(',')}}`;
  }
  return Array.isArray(value) ? `[${value.map(textOf).join(',')}]` : marshal(value);
}

function plainOf(value: unknown): unknown {
  if (value instanceof JsonObject) return value.toPlain();
  if (Array.isArray(value)) return value.map(plainOf);
  if (!isPlainMap(value)) return value;
  const plain = newMap();
  for (const [name, each] of Object.entries(value)) plain[name] = plainOf(each);
  return plain;
}

type Member = readonly [name: string, value: unknown];

/** A member that is left out when its value is empty: Go's `omitempty`. */
export function unlessEmpty(name: string, value: unknown): Member[] {
  const empty =
    value === null ||
    value === undefined ||
    value === '' ||
    value === false ||
    value === 0 ||
    (Array.isArray(value) && value.length === 0) ||
    (isPlainMap(value) && Object.keys(value).length === 0);
  return empty ? [] : [[name, value]];
}

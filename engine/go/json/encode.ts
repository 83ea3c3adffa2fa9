import { GoError } from '../error.ts';
import { LimitError, Run } from '../run.ts';
import { sortedKeys } from '../sort.ts';
import { formatFloat } from '../strconv.ts';
import { type GoType, isFloatKind, isSignedKind, isUnsignedKind } from '../type.ts';
import { compareStrings } from '../utf8.ts';
import { GoComplex, GoFunc, GoMap, GoNil, GoNum, GoObject, GoSlice, isPlainMap, itemsOf, typeOf } from '../value.ts';

/** Options of `marshal`. */
export interface MarshalOptions {
  /** What a level is indented by; every item is on a line of its own when given. */
  readonly indent?: string;
  /** What every line but the first starts with, when indented. */
  readonly prefix?: string;
  /** Whether `<`, `>` and `&` are escaped; true by default. */
  readonly escapeHtml?: boolean;
  /** The evaluation whose budget is spent; the text has its own without one. */
  readonly run?: Run;
}

const maxDepth = 500;
/** Steps that an encoded value counts as. */
const visit = 4;

/**
 * A value as encoding/json writes it: keys in the order of their bytes, bytes in base64, nil slices and maps `null`.
 * @throws {GoError} `json: unsupported type: …`, `json: unsupported value: …`
 * @throws {LimitError} beyond 500 levels, and beyond the budget of the evaluation
 */
export function marshal(value: unknown, options: MarshalOptions = {}): string {
  return new Encoder(options).encode(value, 0);
}

class Encoder {
  private readonly newline: string | undefined;
  private readonly indent: string;
  private readonly html: boolean;
  private readonly path: object[] = [];
  private readonly run: Run;
  private length = 0;

  constructor({ indent, prefix, escapeHtml, run }: MarshalOptions) {
    this.newline = indent === undefined && prefix === undefined ? undefined : `\n${prefix ?? ''}`;
    this.indent = indent ?? '';
    this.html = escapeHtml ?? true;
    this.run = run ?? new Run();
  }

  encode(value: unknown, depth: number): string {
    this.run.step();
    switch (typeof value) {
      case 'string':
        return this.quote(value);
      case 'number':
        return encodeFloat(value, 64);
      case 'boolean':
      case 'bigint':
        return String(value);
      case 'object':
        return value === null ? 'null' : this.encodeObject(value, depth);
      default:
        return 'null';
    }
  }

  private encodeObject(value: object, depth: number): string {
    this.run.step(visit);
    if (value instanceof GoNum) return encodeNum(value);
    if (value instanceof Uint8Array) this.run.scan(value.length);
    if (value instanceof Uint8Array) return `"${Buffer.from(value).toString('base64')}"`;
    if (value instanceof GoFunc || value instanceof GoComplex) throw unsupported(typeOf(value) as GoType);
    if (value instanceof GoNil) {
      requireType(value.type);
      return 'null';
    }
    if (value instanceof GoObject) {
      const own = ownJson(value);
      if (own !== undefined) return this.html ? escapeHtml(own) : own;
    }
    this.enter(value, depth);
    const text = this.encodeContainer(value, depth + 1);
    this.path.pop();
    return text;
  }

  private encodeContainer(value: object, depth: number): string {
    if (Array.isArray(value)) return this.list(value, depth);
    if (value instanceof GoSlice) {
      requireType(value.type);
      return this.list(value.items, depth);
    }
    if (value instanceof GoMap) return this.members(mapEntries(value), depth);
    if (value instanceof GoObject) return this.members(fieldEntries(value), depth);
    const map = value as Record<string, unknown>;
    return this.members(
      sortedKeys(map).map((key) => [key, map[key]] as const),
      depth,
    );
  }

  /** Notes a container on the way down. Go looks for cycles only in very deep values. */
  private enter(value: object, depth: number): void {
    if (depth > maxDepth) {
      if (this.path.includes(value)) {
        throw new GoError(`json: unsupported value: encountered a cycle via ${typeOf(value)?.name}`);
      }
      throw new LimitError('depth', maxDepth);
    }
    this.path.push(value);
  }

  private list(items: readonly unknown[], depth: number): string {
    if (items.length === 0) return '[]';
    return this.enclose(
      '[',
      items.map((item) => this.encode(item, depth)),
      ']',
      depth,
    );
  }

  private members(entries: readonly (readonly [key: string, value: unknown])[], depth: number): string {
    if (entries.length === 0) return '{}';
    const colon = this.newline === undefined ? ':' : ': ';
    return this.enclose(
      '{',
      entries.map(([key, value]) => this.quote(key) + colon + this.encode(value, depth)),
      '}',
      depth,
    );
  }

  private enclose(open: string, parts: readonly string[], close: string, depth: number): string {
    this.grow(parts.length * (1 + (this.newline?.length ?? 0) + this.indent.length * depth));
    if (this.newline === undefined) return open + parts.join(',') + close;
    const inner = this.newline + this.indent.repeat(depth);
    const outer = this.newline + this.indent.repeat(depth - 1);
    return open + inner + parts.join(`,${inner}`) + outer + close;
  }

  /** Counts text that will be part of the result. */
  private grow(characters: number): void {
    this.length += characters;
    this.run.checkLength(this.length);
  }

  private quote(text: string): string {
    this.grow(text.length + 2);
    this.run.scan(text.length);
    if (!special.test(text)) return `"${text}"`;
    return `"${text.replace(this.html ? escapedHtml : escaped, escapeChar)}"`;
  }
}

const special = /[\0-\x1f"\\<>&\u2028\u2029\ud800-\udfff]/;
const escaped = /[\0-\x1f"\\\u2028\u2029\ud800-\udfff]/gu;
const escapedHtml = /[\0-\x1f"\\<>&\u2028\u2029\ud800-\udfff]/gu;
const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function escapeChar(char: string): string {
  const code = char.charCodeAt(0);
  if (code >= 0xd800 && code <= 0xdfff) return '\\ufffd';
  return shortEscapes.get(char) ?? `\\u${code.toString(16).padStart(4, '0')}`;
}

function escapeHtml(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, escapeChar);
}

function ownJson(value: GoObject): string | undefined {
  try {
    return value.json();
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    throw new GoError(`json: error calling MarshalJSON for type ${value.type.name}: ${error.message}`);
  }
}

function encodeNum({ type, value }: GoNum): string {
  if (isFloatKind(type.kind)) return encodeFloat(Number(value), type.kind === 'float32' ? 32 : 64);
  return String(value);
}

/** Exponents appear below 1e-6 and from 1e21 on, as in JavaScript. */
function encodeFloat(value: number, bits: 32 | 64): string {
  if (!Number.isFinite(value)) throw new GoError(`json: unsupported value: ${formatFloat(value, 'g')}`);
  if (bits === 64) return Object.is(value, -0) ? '-0' : String(value);
  const magnitude = Math.abs(Math.fround(value));
  const wide = magnitude !== 0 && (magnitude < Math.fround(1e-6) || magnitude >= Math.fround(1e21));
  return formatFloat(value, wide ? 'e' : 'f', -1, 32).replace(/e-0/, 'e-');
}

function mapEntries(map: GoMap): (readonly [string, unknown])[] {
  requireType(map.type);
  const entries = Array.from(map.entries(), ([key, value]) => [keyText(key), value] as const);
  return entries.sort(([a], [b]) => compareStrings(a, b));
}

/** The fields of a struct under the names of their tags, without those that `omitempty` leaves out. */
function fieldEntries(struct: GoObject): (readonly [string, unknown])[] {
  return struct.fields().flatMap(([name, value]) => {
    const [tag = '', ...options] = (struct.jsonTag(name) ?? '').split(',');
    const isOmitted = tag === '-' || (options.includes('omitempty') && isEmpty(value));
    return isOmitted ? [] : [[tag || name, value] as const];
  });
}

/** Whether `omitempty` leaves a value out: false, 0, nil, and what has length 0. Structs are never empty. */
function isEmpty(value: unknown): boolean {
  if (value instanceof GoNum) return Number(value.value) === 0;
  if (value instanceof GoNil || !value) return true;
  if (value instanceof GoMap) return value.size === 0;
  return itemsOf(value)?.length === 0 || (isPlainMap(value) && Object.keys(value).length === 0);
}

function keyText(key: unknown): string {
  if (typeof key === 'string') return key;
  return String(key instanceof GoNum ? key.value : key);
}

/** Rejects types that Go cannot encode, whatever the value. */
function requireType(type: GoType): void {
  if (type.kind === 'func' || type.kind === 'chan' || type.kind === 'complex128') throw unsupported(type);
  const key = type.kind === 'map' ? type.key : undefined;
  if (key && key.kind !== 'string' && !isSignedKind(key.kind) && !isUnsignedKind(key.kind)) throw unsupported(type);
}

function unsupported(type: GoType): GoError {
  return new GoError(`json: unsupported type: ${type.name}`);
}

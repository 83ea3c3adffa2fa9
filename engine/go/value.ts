import type { Run } from './run.ts';
import {
  anyMapType,
  anySliceType,
  anyType,
  boolType,
  bytesType,
  float64Type,
  type GoType,
  int64Type,
  intType,
  type Kind,
  parseType,
  stringType,
} from './type.ts';

/*
 * Go values in JavaScript. What JSON brings in stands for itself and is never copied; everything else is boxed.
 *
 *   invalid (reflect.Value{})       undefined
 *   nil interface                   null
 *   bool, string                    boolean, string (invalid UTF-8 bytes as lone surrogates U+DC80..U+DCFF)
 *   int64                           number that is a safe integer (not -0), else bigint
 *   float64                         any other number
 *   int, uint8, whole float64, …    GoNum
 *   []interface {}                  Array
 *   map[string]interface {}         plain object, own properties only
 *   []uint8                         Uint8Array
 *   other slices and arrays         GoSlice
 *   other maps                      GoMap
 *   func                            GoFunc
 *   struct, pointer, time.Time      GoObject
 *   typed nil                       GoNil
 */

/** A number whose Go type a bare JavaScript number cannot tell. Integers beyond 2^53 are held as bigint. */
export class GoNum {
  readonly type: GoType;
  readonly value: number | bigint;

  constructor(type: GoType, value: number | bigint) {
    this.type = type;
    this.value = value;
  }
}

/** A complex128. */
export class GoComplex {
  readonly re: number;
  readonly im: number;

  constructor(re: number, im: number) {
    this.re = re;
    this.im = im;
  }
}

/** A slice or array of any type but `[]interface {}` and `[]uint8`. */
export class GoSlice {
  readonly type: GoType;
  readonly items: unknown[];

  constructor(type: GoType | string, items: unknown[]) {
    this.type = typeof type === 'string' ? parseType(type) : type;
    this.items = items;
  }
}

/** A map of any type but `map[string]interface {}`. */
export class GoMap {
  readonly type: GoType;
  private readonly items = new Map<unknown, readonly [unknown, unknown]>();

  constructor(type: GoType | string, entries: Iterable<readonly [unknown, unknown]> = []) {
    this.type = typeof type === 'string' ? parseType(type) : type;
    for (const [key, value] of entries) this.set(key, value);
  }

  get size(): number {
    return this.items.size;
  }

  has(key: unknown): boolean {
    return this.items.has(hashKey(key));
  }

  /** The value under `key`, undefined when there is none. */
  get(key: unknown): unknown {
    return this.items.get(hashKey(key))?.[1];
  }

  set(key: unknown, value: unknown): void {
    this.items.set(hashKey(key), [key, value]);
  }

  delete(key: unknown): void {
    this.items.delete(hashKey(key));
  }

  entries(): Iterable<readonly [key: unknown, value: unknown]> {
    return this.items.values();
  }
}

function hashKey(key: unknown): unknown {
  if (key instanceof GoNum) return `${key.type.name} ${key.value}`;
  if (typeof key === 'string') return `string ${key}`;
  if (key instanceof GoObject) return key.mapKey();
  return key instanceof GoSlice ? JSON.stringify(key.items.map((item) => String(hashKey(item)))) : key;
}

/** A nil of a named type: a nil slice, map, pointer or func. */
export class GoNil {
  readonly type: GoType;

  constructor(type: GoType | string) {
    this.type = typeof type === 'string' ? parseType(type) : type;
  }
}

/** A func. `call` takes Go values, already converted to the parameters' types, and returns the first result. */
export class GoFunc {
  readonly type: GoType;
  readonly call: (args: readonly unknown[], run: Run) => unknown;

  constructor(type: GoType | string, call: (args: readonly unknown[], run: Run) => unknown) {
    this.type = typeof type === 'string' ? parseType(type) : type;
    this.call = call;
  }
}

/** A struct, a pointer to one, or a value that behaves as one, such as time.Time. */
export abstract class GoObject {
  abstract readonly type: GoType;

  /** The exported fields in declaration order. */
  fields(): readonly (readonly [name: string, value: unknown])[] {
    return [];
  }

  /** The fields as fmt prints them: those that the type keeps to itself too. */
  printedFields(): readonly (readonly [name: string, value: unknown])[] {
    return this.fields();
  }

  /** The value of an exported field, undefined when there is none. */
  field(name: string): unknown {
    return this.fields().find(([own]) => own === name)?.[1];
  }

  /** The type of the field as declared; `interface {}` hides the dynamic type. */
  fieldType(name: string): GoType | undefined {
    return typeOf(this.field(name));
  }

  /** What two objects that are equal have in common, for finding one as the key of a map. */
  mapKey(): unknown {
    return this;
  }

  method(_name: string): GoFunc | undefined {
    return undefined;
  }

  /** The text of the `String` method, undefined for a type without one. */
  string(): string | undefined {
    return undefined;
  }

  /** The JSON tag of a field, as `name,omitempty`; undefined for a field that goes by its own name. */
  jsonTag(_name: string): string | undefined {
    return undefined;
  }

  /** The text of the `MarshalJSON` method, undefined for a type without one. */
  json(): string | undefined {
    return undefined;
  }

  abstract equals(other: unknown): boolean;

  /** Whether reflect.DeepEqual finds the two alike; follows pointers that `equals` only compares. */
  deeplyEquals(other: unknown): boolean {
    return this.equals(other);
  }
}

/** Options of a `GoStruct`. */
export interface StructOptions {
  /** The exported methods by name. */
  readonly methods?: Readonly<Record<string, GoFunc>>;
  /** The fields' JSON tags by field name, e.g. `{ Code: 'code,omitempty' }`; `-` leaves a field out. */
  readonly json?: Readonly<Record<string, string>>;
}

/** A struct value with public fields, methods and JSON tags. */
export class GoStruct extends GoObject {
  readonly type: GoType;
  private readonly values: ReadonlyMap<string, unknown>;
  private readonly methods: Readonly<Record<string, GoFunc>>;
  private readonly tags: Readonly<Record<string, string>>;

  constructor(type: GoType | string, values: Readonly<Record<string, unknown>>, options: StructOptions = {}) {
    super();
    this.type = typeof type === 'string' ? parseType(type) : type;
    this.values = new Map(Object.entries(values));
    this.methods = options.methods ?? {};
    this.tags = options.json ?? {};
  }

  override jsonTag(name: string): string | undefined {
    return Object.hasOwn(this.tags, name) ? this.tags[name] : undefined;
  }

  override fields(): readonly (readonly [string, unknown])[] {
    return [...this.values];
  }

  override field(name: string): unknown {
    return this.values.get(name);
  }

  override method(name: string): GoFunc | undefined {
    return Object.hasOwn(this.methods, name) ? this.methods[name] : undefined;
  }

  override equals(other: unknown): boolean {
    return this === other;
  }
}

/** A non-nil pointer. Fields and methods are those of what it points to. */
export class GoPointer extends GoObject {
  readonly type: GoType;
  readonly elem: GoObject;

  constructor(elem: GoObject) {
    super();
    this.type = parseType(`*${elem.type.name}`);
    this.elem = elem;
  }

  override fields(): readonly (readonly [string, unknown])[] {
    return this.elem.fields();
  }

  override printedFields(): readonly (readonly [string, unknown])[] {
    return this.elem.printedFields();
  }

  override field(name: string): unknown {
    return this.elem.field(name);
  }

  override fieldType(name: string): GoType | undefined {
    return this.elem.fieldType(name);
  }

  override method(name: string): GoFunc | undefined {
    return this.elem.method(name);
  }

  override jsonTag(name: string): string | undefined {
    return this.elem.jsonTag(name);
  }

  override string(): string | undefined {
    return this.elem.string();
  }

  override json(): string | undefined {
    return this.elem.json();
  }

  override equals(other: unknown): boolean {
    return other instanceof GoPointer && this.elem === other.elem;
  }
}

const smallInts: readonly GoNum[] = Array.from({ length: 1152 }, (_, i) => new GoNum(intType, i - 128));

/** The Go `int` of an integer; a bigint is wrapped to 64 bits. */
export function int(value: number | bigint): GoNum {
  if (typeof value === 'number' && value >= -128 && value < 1024) return smallInts[value + 128] as GoNum;
  return new GoNum(
    intType,
    typeof value === 'bigint' ? wrap64(value) : Number.isSafeInteger(value) ? value : wrap64(BigInt(value)),
  );
}

/** The Go `int64` of an integer; a bigint is wrapped to 64 bits. */
export function int64(value: number | bigint): number | bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  return wrap64(BigInt(value));
}

/** The Go `float64` of a number, boxed when the bare number would read as an int64. */
export function float64(value: number): number | GoNum {
  return Number.isSafeInteger(value) ? new GoNum(float64Type, value) : value;
}

/** The `int`-like number of a named or sized type, e.g. `sized(durationType, 5n)`. No range check. */
export function sized(type: GoType, value: number | bigint): GoNum {
  return new GoNum(type, typeof value === 'bigint' ? narrow(value) : value);
}

function wrap64(value: bigint): number | bigint {
  return narrow(BigInt.asIntN(64, value));
}

/** The same integer as a number when that is exact. */
export function narrow(value: bigint): number | bigint {
  const asNumber = Number(value);
  return Number.isSafeInteger(asNumber) ? asNumber : value;
}

/** Whether a value is a map of strings as JSON decodes one. */
export function isPlainMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Names that a JavaScript object may have by inheritance. Any other name can be read without asking whether it is own. */
export const inheritedNames: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** An empty `map[string]interface {}` that is safe for any key. */
export function newMap(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>;
}

/** The Go type of a value; undefined for nil interfaces and invalid values. */
export function typeOf(value: unknown): GoType | undefined {
  switch (typeof value) {
    case 'undefined':
      return undefined;
    case 'string':
      return stringType;
    case 'boolean':
      return boolType;
    case 'bigint':
      return int64Type;
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? int64Type : float64Type;
    default:
      return typeOfObject(value);
  }
}

const complexType = parseType('complex128');

function typeOfObject(value: unknown): GoType | undefined {
  if (value === null) return undefined;
  if (isPlainMap(value)) return anyMapType;
  if (Array.isArray(value)) return anySliceType;
  if (value instanceof GoNum) return value.type;
  if (value instanceof GoSlice || value instanceof GoMap || value instanceof GoObject) return value.type;
  if (value instanceof GoFunc || value instanceof GoNil) return value.type;
  if (value instanceof Uint8Array) return bytesType;
  return value instanceof GoComplex ? complexType : anyType;
}

/** The reflect kind of a value. */
export function kindOf(value: unknown): Kind {
  return typeOf(value)?.kind ?? 'invalid';
}

/** The items of any slice or array, undefined for other values. Bytes come as uint8 numbers; a nil slice is empty. */
export function itemsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (value instanceof GoSlice) return value.items;
  if (value instanceof Uint8Array) return Array.from(value, (byte) => new GoNum(parseType('uint8'), byte));
  if (value instanceof GoNil && value.type.kind === 'slice') return [];
  return undefined;
}

/** The zero value of a type: what Go gives for a missing map key. */
export function zeroOf(type: GoType): unknown {
  switch (type.kind) {
    case 'interface':
      return null;
    case 'bool':
      return false;
    case 'string':
      return '';
    case 'int64':
      return type === int64Type ? 0 : new GoNum(type, 0);
    case 'map':
    case 'slice':
    case 'func':
    case 'ptr':
    case 'chan':
      return new GoNil(type);
    case 'array':
      return new GoSlice(
        type,
        Array.from({ length: type.length ?? 0 }, () => zeroOf(type.elem as GoType)),
      );
    case 'struct':
      return new GoStruct(type, {});
    default:
      return new GoNum(type, 0);
  }
}

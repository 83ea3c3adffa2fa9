/** The kinds of Go's reflect package. */
export type Kind =
  | 'invalid'
  | 'bool'
  | 'int'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'uintptr'
  | 'float32'
  | 'float64'
  | 'complex64'
  | 'complex128'
  | 'array'
  | 'chan'
  | 'func'
  | 'interface'
  | 'map'
  | 'ptr'
  | 'slice'
  | 'string'
  | 'struct'
  | 'unsafe.Pointer';

/** A Go type. Two types are identical exactly when their `name`s are equal, as `reflect.Type.String` prints them. */
export interface GoType {
  readonly name: string;
  readonly kind: Kind;
  /** Element of an array, chan, map, ptr or slice. */
  readonly elem?: GoType;
  readonly key?: GoType;
  /** Parameters of a func; the last one of a variadic func is a slice. */
  readonly params?: readonly GoType[];
  readonly results?: readonly GoType[];
  readonly variadic?: boolean;
  /** Length of an array. */
  readonly length?: number;
}

const named = new Map<string, GoType>();
const basic: readonly Kind[] = [
  'bool',
  'int',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'uintptr',
  'float32',
  'float64',
  'complex64',
  'complex128',
  'string',
];
for (const kind of basic) named.set(kind, { name: kind, kind });
named.set('interface {}', { name: 'interface {}', kind: 'interface' });
named.set('error', { name: 'error', kind: 'interface' });
for (const [name, kind] of [
  ['time.Duration', 'int64'],
  ['time.Month', 'int'],
  ['time.Weekday', 'int'],
  ['time.Time', 'struct'],
  ['time.Location', 'struct'],
] as const) {
  named.set(name, { name, kind });
}

/**
 * The type that Go's `reflect.Type.String` text names, e.g. `map[string]interface {}` or `func(int, ...string) (string, error)`.
 * A package-qualified name that is not known is a struct. Results are cached: equal texts give the same object.
 * @throws {TypeError} on text that is not a type.
 */
export function parseType(text: string): GoType {
  const known = named.get(text);
  if (known) return known;
  const made = makeType(text);
  named.set(text, made);
  return made;
}

function makeType(text: string): GoType {
  if (text.startsWith('[]')) return { name: text, kind: 'slice', elem: parseType(text.slice(2)) };
  if (text.startsWith('*')) return { name: text, kind: 'ptr', elem: parseType(text.slice(1)) };
  if (text.startsWith('map[')) {
    const end = closing(text, 3);
    return { name: text, kind: 'map', key: parseType(text.slice(4, end)), elem: parseType(text.slice(end + 1)) };
  }
  if (text.startsWith('func(')) return makeFunc(text);
  const array = /^\[(\d+)\](.+)$/.exec(text);
  if (array) return { name: text, kind: 'array', length: Number(array[1]), elem: parseType(array[2] as string) };
  if (/^[\w/.]+\.\w+$/.test(text) || text.startsWith('struct {')) return { name: text, kind: 'struct' };
  throw new TypeError(`not a Go type: ${text}`);
}

function makeFunc(text: string): GoType {
  const end = closing(text, 4);
  const params = splitTop(text.slice(5, end));
  const variadic = params.at(-1)?.startsWith('...') ?? false;
  if (variadic) params[params.length - 1] = `[]${(params.at(-1) as string).slice(3)}`;
  const rest = text.slice(end + 1).trim();
  const results = rest.startsWith('(') ? splitTop(rest.slice(1, -1)) : rest === '' ? [] : [rest];
  return { name: text, kind: 'func', params: params.map(parseType), results: results.map(parseType), variadic };
}

/** Index of the bracket that closes the one at `open`. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    const c = text[i];
    if (c === '(' || c === '[' || c === '{') depth++;
    else if ((c === ')' || c === ']' || c === '}') && --depth === 0) return i;
  }
  throw new TypeError(`not a Go type: ${text}`);
}

function splitTop(list: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < list.length; i++) {
    const c = list[i];
    if (c === '(' || c === '[' || c === '{') depth++;
    else if (c === ')' || c === ']' || c === '}') depth--;
    else if (c === ',' && depth === 0) {
      parts.push(list.slice(start, i).trim());
      start = i + 1;
    }
  }
  if (list.trim() !== '') parts.push(list.slice(start).trim());
  return parts;
}

/** A named type that is not a struct or that `parseType` should know, e.g. `defineType('shared.Kind', 'string')`. */
export function defineType(name: string, kind: Kind): GoType {
  const type: GoType = { name, kind };
  named.set(name, type);
  return type;
}

export const anyType: GoType = parseType('interface {}');
export const boolType: GoType = parseType('bool');
export const stringType: GoType = parseType('string');
export const intType: GoType = parseType('int');
export const int64Type: GoType = parseType('int64');
export const uint8Type: GoType = parseType('uint8');
export const float64Type: GoType = parseType('float64');
export const errorType: GoType = parseType('error');
export const anySliceType: GoType = parseType('[]interface {}');
export const bytesType: GoType = parseType('[]uint8');
export const stringSliceType: GoType = parseType('[]string');
export const anyMapType: GoType = parseType('map[string]interface {}');
export const durationType: GoType = parseType('time.Duration');
export const monthType: GoType = parseType('time.Month');
export const weekdayType: GoType = parseType('time.Weekday');
export const timeType: GoType = parseType('time.Time');

/** Whether values of the kind may be nil. */
export function isNilable(kind: Kind): boolean {
  return (
    kind === 'interface' || kind === 'ptr' || kind === 'map' || kind === 'slice' || kind === 'func' || kind === 'chan'
  );
}

/** Whether values of the kind are signed integers: int to int64. */
export function isSignedKind(kind: Kind): boolean {
  return kind === 'int' || kind === 'int64' || kind === 'int32' || kind === 'int16' || kind === 'int8';
}

/** Whether values of the kind are unsigned integers: uint to uint64, and uintptr. */
export function isUnsignedKind(kind: Kind): boolean {
  return (
    kind === 'uint8' ||
    kind === 'uint' ||
    kind === 'uint64' ||
    kind === 'uint32' ||
    kind === 'uint16' ||
    kind === 'uintptr'
  );
}

/** Whether values of the kind are float32 or float64. */
export function isFloatKind(kind: Kind): boolean {
  return kind === 'float64' || kind === 'float32';
}

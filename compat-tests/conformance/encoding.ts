import { formatFloat } from '../../engine/go/strconv.ts';
import { fromInstant, GoTime, loadLocation, parseTime } from '../../engine/go/time/index.ts';
import { isFloatKind, parseType } from '../../engine/go/type.ts';
import { compareStrings, fromBytes, toBytes } from '../../engine/go/utf8.ts';
import {
  float64,
  GoFunc,
  GoMap,
  GoNil,
  GoNum,
  GoObject,
  GoPointer,
  GoSlice,
  int64,
  isPlainMap,
  newMap,
  sized,
  typeOf,
} from '../../engine/go/value.ts';

interface Tagged {
  readonly $t: string;
  readonly v: unknown;
  readonly zone?: string;
}

const rfc3339Nano = '2006-01-02T15:04:05.999999999Z07:00';

function tag(type: string, value: unknown): Tagged {
  return { $t: type, v: value };
}

/** The protocol's JSON for a Go value. */
export function encode(value: unknown): unknown {
  if (value === null || value === undefined || typeof value === 'boolean') return value ?? null;
  if (typeof value === 'string') return value.isWellFormed() ? value : tag('string', base64(toBytes(value)));
  if (typeof value === 'number' || typeof value === 'bigint') return encodeNumber(value);
  if (Array.isArray(value)) return value.map(encode);
  if (value instanceof GoNum) return tag(value.type.name, numberText(value));
  if (value instanceof GoSlice) return tag(value.type.name, value.items.map(encode));
  if (value instanceof Uint8Array) return tag('[]byte', base64(value));
  if (value instanceof GoNil) return tag(`nil:${value.type.name}`, null);
  if (value instanceof GoFunc) return tag('func', value.type.name);
  if (value instanceof GoMap) return tag(value.type.name, pairs(value.entries()));
  if (value instanceof GoObject) return encodeObject(value);
  return encodeMap(value as Record<string, unknown>);
}

function encodeNumber(value: number | bigint): Tagged {
  const type = typeOf(value)?.name ?? '';
  return tag(type, type === 'float64' ? formatFloat(Number(value), 'g', -1, 64) : String(value));
}

function numberText(num: GoNum): string {
  if (!isFloatKind(num.type.kind)) return String(num.value);
  return formatFloat(Number(num.value), 'g', -1, num.type.kind === 'float32' ? 32 : 64);
}

function pairs(entries: Iterable<readonly [unknown, unknown]>): unknown[] {
  return [...entries]
    .map(([key, value]) => [encode(key), encode(value)])
    .sort((a, b) => compareStrings(JSON.stringify(a[0]), JSON.stringify(b[0])));
}

function encodeMap(value: Record<string, unknown>): unknown {
  const keys = Object.keys(value);
  if (keys.some((key) => key === '$t' || !key.isWellFormed())) {
    return tag('map[string]interface {}', pairs(Object.entries(value)));
  }
  const out = newMap();
  for (const key of keys) out[key] = encode(value[key]);
  return out;
}

function encodeObject(value: GoObject): unknown {
  if (value instanceof GoTime) {
    return { ...tag('time.Time', value.format(rfc3339Nano)), zone: value.location.name };
  }
  if (value.type.name === '*time.Location') return tag('*time.Location', value.string());
  if (value instanceof GoPointer) return tag('ptr', encode(value.elem));
  const fields = value.fields().map(([name, field]) => [name, encode(field)]);
  return tag(`struct ${value.type.name}`, Object.fromEntries(fields));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/**
 * The Go value of the protocol's JSON, numbers already decoded as Kubernetes does.
 * @throws {TypeError} on an unknown tag or helper.
 */
export function decode(json: unknown, helpers: Readonly<Record<string, GoFunc>>): unknown {
  if (Array.isArray(json)) return json.map((item) => decode(item, helpers));
  if (!isPlainMap(json)) return json;
  if (typeof json['$t'] === 'string') return decodeTagged(json as unknown as Tagged, helpers);
  const out = newMap();
  for (const key of Object.keys(json)) out[key] = decode(json[key], helpers);
  return out;
}

function decodeTagged({ $t: type, v, zone }: Tagged, helpers: Readonly<Record<string, GoFunc>>): unknown {
  if (type === 'func') {
    const helper = helpers[v as string];
    if (!helper) throw new TypeError(`no helper ${v}`);
    return helper;
  }
  if (type === 'string') return fromBytes(Buffer.from(v as string, 'base64'));
  if (type === '[]byte') return new Uint8Array(Buffer.from(v as string, 'base64'));
  if (type === 'time.Time') return decodeTime(v as string, zone);
  if (type.startsWith('nil:')) return new GoNil(type.slice(4));
  if (type.startsWith('[]'))
    return new GoSlice(
      type,
      (v as unknown[]).map((item) => decode(item, helpers)),
    );
  if (type.startsWith('map[')) {
    const entries = (v as [unknown, unknown][]).map(
      ([key, item]) => [decode(key, helpers), decode(item, helpers)] as const,
    );
    return new GoMap(type, entries);
  }
  return decodeNumber(type, v as string);
}

function decodeNumber(type: string, text: string): unknown {
  if (type === 'int64') return int64(BigInt(text));
  if (type === 'float64') return float64(parseGoFloat(text));
  const goType = parseType(type);
  if (goType.kind === 'float32') return sized(goType, Math.fround(parseGoFloat(text)));
  return sized(goType, isFloatKind(goType.kind) ? parseGoFloat(text) : BigInt(text));
}

function parseGoFloat(text: string): number {
  return Number(text.replace('Inf', 'Infinity'));
}

function decodeTime(text: string, zone: string | undefined): GoTime {
  const parsed = parseTime(rfc3339Nano, text);
  return zone ? fromInstant(parsed, loadLocation(zone)) : parsed;
}

import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { parseTime } from '../go/time/index.ts';
import { parseType } from '../go/type.ts';
import { fromBytes } from '../go/utf8.ts';
import { float64, GoNum, narrow } from '../go/value.ts';

const oldBoolWords: ReadonlyMap<string, boolean> = new Map(
  ['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON']
    .map((word): [string, boolean] => [word, true])
    .concat(['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF'].map((word) => [word, false])),
);
const boolWords: ReadonlyMap<string, boolean> = new Map([
  ...oldBoolWords,
  ...['true', 'True', 'TRUE'].map((word): [string, boolean] => [word, true]),
  ...['false', 'False', 'FALSE'].map((word): [string, boolean] => [word, false]),
]);
const nullWords: ReadonlySet<string> = new Set(['', '~', 'null', 'Null', 'NULL']);
const specialFloats: ReadonlyMap<string, number> = new Map([
  ...['.nan', '.NaN', '.NAN'].map((word): [string, number] => [word, Number.NaN]),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word): [string, number] => [word, Infinity]),
  ...['-.inf', '-.Inf', '-.INF'].map((word): [string, number] => [word, -Infinity]),
]);
const uint64Type = parseType('uint64');
const prefix = 'tag:yaml.org,2002:';
const timestamp = /^\d{4}-/;
/** The layouts that go-yaml takes for a timestamp. */
const timestampLayouts = [
  '2006-1-2T15:4:5.999999999Z07:00',
  '2006-1-2t15:4:5.999999999Z07:00',
  '2006-1-2 15:4:5.999999999',
  '2006-1-2',
];

type Resolved = readonly [tag: string, value: unknown];

/**
 * The value of a YAML scalar as go-yaml v2 resolves it: null, boolean, integer (number, bigint or uint64), float64 or
 * string. `tag` is the whole explicit tag, empty for none; quoted scalars without a tag are not resolved at all.
 * @throws {EngineError} for a value that its explicit tag does not allow
 */
export function resolveScalar(text: string, tag = ''): unknown {
  if (isTag(tag, 'binary')) return decodeBinary(text);
  if (tag !== '' && !resolvable.some((name) => isTag(tag, name))) return text;
  const [resolved, value] = resolvePlain(text);
  const short = `!!${tag.slice(prefix.length)}`;
  if (tag === '' || short === resolved) return value;
  if (short === '!!float' && resolved === '!!int' && !(value instanceof GoNum)) return float64(Number(value));
  if (short === '!!timestamp' && isTimestamp(text)) return text;
  throw new EngineError('yaml', `yaml: cannot decode ${resolved} \`${text}\` as a ${short}`);
}

/** Tags of which not every text is a value. */
const resolvable = ['bool', 'int', 'float', 'null', 'timestamp'] as const;

/** Whether a text is a boolean in YAML 1.1 and a string since: `yes`, `Off`, `n`. */
export function isOldBool(text: string): boolean {
  return oldBoolWords.has(text);
}

/** Whether a tag is one of YAML's own, e.g. `str` for `!!str`. */
export function isTag(tag: string, name: string): boolean {
  return tag.length === prefix.length + name.length && tag.startsWith(prefix) && tag.endsWith(name);
}

function isTimestamp(text: string): boolean {
  return timestamp.test(text) && timestampLayouts.some((layout) => parses(layout, text));
}

function parses(layout: string, text: string): boolean {
  try {
    parseTime(layout, text);
    return true;
  } catch (error) {
    if (error instanceof GoError) return false;
    throw error;
  }
}

function resolvePlain(text: string): Resolved {
  if (nullWords.has(text)) return ['!!null', null];
  const word = boolWords.get(text);
  if (word !== undefined) return ['!!bool', word];
  const special = specialFloats.get(text);
  if (special !== undefined) return ['!!float', float64(special)];
  if (text.startsWith('.')) return resolveFloat(text) ?? ['!!str', text];
  if (!/^[-+0-9]/.test(text)) return ['!!str', text];
  const plain = text.replaceAll('_', '');
  return resolveInt(plain) ?? resolveFloat(plain) ?? ['!!str', text];
}

/** The integer of Go's `ParseInt(text, 0, 64)` or, failing that, `ParseUint`. */
function resolveInt(text: string): Resolved | undefined {
  const match = /^([-+]?)(0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9]\d*)$/.exec(text);
  if (!match) return undefined;
  const digits = (match[2] as string).replace(/^0(?=\d)/, '0o');
  const magnitude = BigInt(digits);
  const value = match[1] === '-' ? -magnitude : magnitude;
  if (value === BigInt.asIntN(64, value)) return ['!!int', narrow(value)];
  return match[1] === '' && magnitude < 1n << 64n ? ['!!int', new GoNum(uint64Type, magnitude)] : undefined;
}

function resolveFloat(text: string): Resolved | undefined {
  if (!/^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? ['!!float', float64(value)] : undefined;
}

function decodeBinary(text: string): string {
  const stripped = text.replace(/[\r\n]/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(stripped)) {
    throw new EngineError('yaml', 'yaml: !!binary value contains invalid base64 data');
  }
  return fromBytes(Buffer.from(stripped, 'base64'));
}

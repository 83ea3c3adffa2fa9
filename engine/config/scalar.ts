import { EngineError } from '../errors.ts';
import { parseType } from '../go/type.ts';
import { fromBytes } from '../go/utf8.ts';
import { float64, GoNum, narrow } from '../go/value.ts';

const boolWords: ReadonlyMap<string, boolean> = new Map(
  ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']
    .map((word): [string, boolean] => [word, true])
    .concat(['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false])),
);
const nullWords: ReadonlySet<string> = new Set(['', '~', 'null', 'Null', 'NULL']);
const specialFloats: ReadonlyMap<string, number> = new Map([
  ...['.nan', '.NaN', '.NAN'].map((word): [string, number] => [word, Number.NaN]),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word): [string, number] => [word, Infinity]),
  ...['-.inf', '-.Inf', '-.INF'].map((word): [string, number] => [word, -Infinity]),
]);
const uint64Type = parseType('uint64');
const prefix = 'tag:yaml.org,2002:';
const date = /^\d{4}-\d{1,2}-\d{1,2}/;

type Resolved = readonly [tag: string, value: unknown];

/**
 * The value of a YAML scalar as go-yaml v2 resolves it: null, boolean, integer (number, bigint or uint64), float64 or
 * string. `tag` is the explicit tag, undefined for none; quoted scalars without a tag are not resolved at all.
 * @throws {EngineError} for a value that its explicit tag does not allow
 */
export function resolveScalar(text: string, tag: string | undefined): unknown {
  const short = shortTag(tag);
  if (short === '!!str') return text;
  if (short === '!!binary') return decodeBinary(text);
  if (short !== '' && !isResolvable(short)) return text;
  const [resolved, value] = resolvePlain(text);
  if (short === '' || short === resolved) return value;
  if (short === '!!float' && resolved === '!!int') return float64(Number(integerValue(value)));
  if (short === '!!timestamp' && date.test(text)) return text;
  throw new EngineError('yaml', `yaml: cannot decode ${resolved} \`${text}\` as a ${short}`);
}

/** The tag as `!!name` when it is one of YAML's own, empty for none. */
export function shortTag(tag: string | undefined): string {
  if (tag === undefined) return '';
  return tag.startsWith(prefix) ? `!!${tag.slice(prefix.length)}` : tag;
}

function isResolvable(tag: string): boolean {
  return tag === '!!bool' || tag === '!!int' || tag === '!!float' || tag === '!!null' || tag === '!!timestamp';
}

function integerValue(value: unknown): number | bigint {
  return value instanceof GoNum ? value.value : (value as number | bigint);
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

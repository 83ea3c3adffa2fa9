import { messageOf } from '../../engine/errors.ts';
import { decodeBase64 } from '../../engine/go/base64.ts';
import { toBytes } from '../../engine/go/utf8.ts';
import { isPlainMap } from '../../engine/go/value.ts';
import { CliError } from '../errors.ts';

/** The texts of a ConfigMap's `data`, or of a Secret's `stringData`. @throws {CliError} `InvalidFile` for other values */
export function textsOf(data: unknown): Record<string, string> {
  return Object.fromEntries(entriesOf(data).map(([key, value]) => [key, textOf(value, key)]));
}

/** The values of a Secret, of which `stringData` counts before `data`. @throws {CliError} `InvalidFile` */
export function secretBytes({ data, stringData }: Readonly<Record<string, unknown>>): Map<string, Uint8Array> {
  const encoded = entriesOf(data).map(([key, value]) => [key, bytesOf(value, key)] as const);
  const plain = Object.entries(textsOf(stringData)).map(([key, text]) => [key, toBytes(text)] as const);
  return new Map([...encoded, ...plain]);
}

function entriesOf(data: unknown): [string, unknown][] {
  if (data === undefined || data === null) return [];
  if (isPlainMap(data)) return Object.entries(data);
  throw new CliError('InvalidFile', `cannot restore map from ${kindOf(data)}`);
}

function textOf(value: unknown, key: string): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  const isInteger = kindOf(value) === 'int64';
  const detail = `  at ${key}: the value has to be text, so quote it`;
  throw new CliError('InvalidFile', isInteger ? 'cannot convert int64 to string' : 'unrecognized type: string', {
    detail,
  });
}

function bytesOf(value: unknown, key: string): Uint8Array {
  if (value === null) return new Uint8Array();
  const detail = `  at ${key}: the value has to be base64; text can be under stringData`;
  if (typeof value !== 'string') {
    throw new CliError('InvalidFile', `cannot restore slice from ${kindOf(value)}`, { detail });
  }
  try {
    return decodeBase64(value);
  } catch (error) {
    throw new CliError('InvalidFile', `error decoding from json: ${messageOf(error)}`, { cause: error, detail });
  }
}

/** What Go's reflect calls the kind of a value. */
function kindOf(value: unknown): string {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (Array.isArray(value)) return 'slice';
  if (isPlainMap(value)) return 'map';
  return typeof value === 'bigint' || Number.isInteger(value) ? 'int64' : 'float64';
}

import { mapAt, textAt } from '../../controller/rsync/sync.ts';
import { convertError } from '../../engine/config/decode.ts';
import { parseYaml } from '../../engine/config/yaml.ts';
import { EngineError, messageOf } from '../../engine/errors.ts';
import { decodeKubernetes, marshal } from '../../engine/go/json.ts';
import { isPlainMap } from '../../engine/go/value.ts';
import { CliError } from '../errors.ts';
import { endOfObject } from './json-object.ts';
import { yamlTexts } from './yaml-texts.ts';

/** A map that may be a Kubernetes object; it has a `kind`. */
export type Manifest = Record<string, unknown>;

/** The name of an object, empty when it has none. */
export function nameIn(manifest: Manifest): string {
  return textAt(mapAt(manifest, 'metadata'), 'name');
}

/** The namespace that an object names, empty when it names none. */
export function namespaceIn(manifest: Manifest): string {
  return textAt(mapAt(manifest, 'metadata'), 'namespace');
}

/** Whether an object is of a kind of the core group. */
export function isCore(manifest: Manifest, kind: string): boolean {
  return manifest['kind'] === kind && !textAt(manifest, 'apiVersion').includes('/');
}

/**
 * The objects of a file: YAML documents or a stream of JSON values, those of a List in its place, blank and null ones left out
 * (upstream `splitYAML`, which does not open Lists).
 * @throws {CliError} `InvalidFile`
 */
export function readManifests(text: string): Manifest[] {
  try {
    return documentsOf(text)
      .filter((value) => value !== null && value !== undefined)
      .flatMap((value) => opened(manifestOf(value)));
  } catch (error) {
    if (error instanceof EngineError || error instanceof CliError)
      throw unreadable(error, 'failed to unmarshal manifest: ');
    throw error;
  }
}

/**
 * The first object of a file, or of the List that it is.
 * @throws {CliError} `InvalidFile`
 */
export function readManifest(text: string): Manifest {
  try {
    const value = parsed(text);
    if (value === null) throw new CliError('InvalidFile', 'the file is empty');
    const [first] = opened(manifestOf(value));
    if (first === undefined) throw new CliError('InvalidFile', 'the List is empty');
    return first;
  } catch (error) {
    if (error instanceof EngineError || error instanceof CliError) throw unreadable(error, '');
    throw error;
  }
}

/** Like apimachinery's decoder, takes a text that begins with a brace for JSON, until its first or second value is none. */
function documentsOf(text: string): unknown[] {
  const values: unknown[] = [];
  let at = 0;
  for (let end = endOfObject(text, at); end !== undefined; end = endOfObject(text, at)) {
    const value = jsonValue(text.slice(at, end), values.length > 1);
    if (value === undefined) break;
    values.push(value);
    at = end;
  }
  const rest = text.slice(at);
  return rest.trim() === '' ? values : [...values, ...yamlTexts(rest.replace(/^\s*?(\n|(?=\S))/, '')).map(parsed)];
}

/** The value of a JSON text; undefined when it is none, unless it has to be. */
function jsonValue(text: string, required: boolean): unknown {
  try {
    return decodeKubernetes(text);
  } catch (error) {
    if (!required) return undefined;
    throw new CliError('InvalidFile', messageOf(error), { cause: error });
  }
}

function parsed(text: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    throw error instanceof EngineError ? convertError(error) : error;
  }
}

function manifestOf(value: unknown): Manifest {
  const decoding = 'error unmarshaling JSON: while decoding JSON: ';
  if (!isPlainMap(value))
    throw new CliError(
      'InvalidFile',
      `${decoding}json: cannot unmarshal ${jsonKind(value)} into Go value of type map[string]interface {}`,
    );
  if (typeof value['kind'] === 'string' && value['kind'] !== '') return value;
  throw new CliError('InvalidFile', `${decoding}Object 'Kind' is missing in '${marshal(value)}'`);
}

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'string') return 'string';
  return typeof value === 'boolean' ? 'bool' : 'number';
}

/** The objects of a List; items without kind and version have them from it. */
function opened(manifest: Manifest): Manifest[] {
  const { kind, apiVersion, items } = manifest;
  if (!Array.isArray(items) || typeof kind !== 'string' || !kind.endsWith('List')) return [manifest];
  const itemKind = kind.slice(0, -'List'.length);
  return items.flatMap((item) => {
    const typed =
      isPlainMap(item) && itemKind !== '' && item['kind'] === undefined
        ? { apiVersion, kind: itemKind, ...item }
        : item;
    return opened(manifestOf(typed));
  });
}

function unreadable(error: EngineError | CliError, prefix: string): CliError {
  return new CliError('InvalidFile', `${prefix}${error.message}`, { cause: error });
}

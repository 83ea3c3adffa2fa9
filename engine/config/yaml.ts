import { EngineError, type Place } from '../errors.ts';
import { formatFloat, quote } from '../go/strconv.ts';
import { compareStrings } from '../go/utf8.ts';
import { GoNum, isPlainMap, newMap } from '../go/value.ts';
import { errorAt, type Mark, placeOf } from './cursor.ts';
import { type AliasNode, type MappingNode, parseDocument, type ScalarNode, type YamlNode } from './parser.ts';
import { isOldBool, isTag, resolveScalar } from './scalar.ts';

/** A path into a document: map keys and list indices. */
export type Path = readonly (string | number)[];

export interface YamlOptions {
  /**
   * Rewrites the text of string scalars before they are resolved. Upstream does that with go-yaml v3, which quotes what it would
   * not read as a string again; but it leaves `yes`, `no`, `on`, `off`, `y` and `n`, which YAML 1.1 then reads as booleans.
   */
  readonly replace?: (text: string) => string;
}

/**
 * The first document of a YAML text as sigs.k8s.io/yaml 1.6 reads it (go-yaml v2, YAML 1.1), made JSON-able: null,
 * booleans, strings, lists, maps with string keys, integers and floats apart as Go's values have them. Duplicate keys:
 * the last wins; `<<` is merged where it stands.
 * @throws {EngineError} with code `yaml`, Go's text and the place
 */
export function parseYaml(text: string, options: YamlOptions = {}): unknown {
  return prepareYaml(text, options)();
}

/**
 * What reads the value of a YAML text as `parseYaml` does, and throws for tags, keys and aliases that do not fit.
 * @throws {EngineError} with code `yaml` for bad syntax
 */
export function prepareYaml(text: string, { replace }: YamlOptions = {}): () => unknown {
  const root = readable(text, () => parseDocument(text, replace ? 2 : 0));
  return () => (root ? new Reader(text, replace).read(root) : null);
}

/**
 * The place of the value at `path` in a YAML text, or of its nearest ancestor; undefined for a text that is no YAML.
 * With `position`, the place of that line and column (from 1) of a string value's content.
 */
export function locate(text: string, path: Path, position?: { line: number; column: number }): Place | undefined {
  let node = rootOf(text);
  if (!node) return undefined;
  for (const step of path) {
    const next = childOf(node, step);
    if (next === undefined) break;
    node = next;
  }
  const start = placeOf(node.mark);
  return position && node.kind === 'scalar' ? within(text, node, start, position) : start;
}

function rootOf(text: string): YamlNode | undefined {
  try {
    return parseDocument(text).root;
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

/** Characters that libyaml refuses, and bytes that are not UTF-8. */
const notAllowed = /[\0-\x08\v\f\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|\p{Surrogate}/u;
/** Go's reader decodes so many bytes at once, whether or not they are needed. */
const readSize = 512;

function readable(text: string, parse: () => { root: YamlNode | undefined; reached: number }): YamlNode | undefined {
  const unreadable = text.search(notAllowed);
  if (unreadable === -1) return parse().root;
  const { root, reached } = untilUnreadable(parse);
  if (unreadable >= (Math.floor(reached / readSize) + 1) * readSize) return root;
  throw notReadable(text, unreadable);
}

function untilUnreadable<T extends { reached: number }>(parse: () => T): T | { root: undefined; reached: number } {
  try {
    return parse();
  } catch (error) {
    if (error instanceof EngineError) return { root: undefined, reached: Number.POSITIVE_INFINITY };
    throw error;
  }
}

function notReadable(text: string, offset: number): EngineError {
  const code = text.charCodeAt(offset);
  const message =
    code >= 0xd800 && code < 0xe000 ? 'invalid leading UTF-8 octet' : 'control characters are not allowed';
  const before = text.slice(0, offset).split('\n');
  const mark = { offset, line: before.length - 1, column: before.at(-1)?.length ?? 0 };
  return errorAt(text, mark, `yaml: ${message}`);
}

function childOf(node: YamlNode, step: string | number): YamlNode | undefined {
  if (node.kind === 'sequence') return typeof step === 'number' ? node.items[step] : undefined;
  if (node.kind !== 'mapping') return undefined;
  const folded = String(step).toLowerCase();
  return node.entries.findLast(([key]) => key.kind === 'scalar' && key.text.toLowerCase() === folded)?.[1];
}

/** The place of a position in a scalar's content: block scalars line by line, others only on their first line. */
function within(text: string, node: ScalarNode, start: Place, position: { line: number; column: number }): Place {
  if (node.style !== 'literal') {
    const quoted = node.style === 'double' || node.style === 'single' ? 1 : 0;
    return position.line === 1 ? { line: start.line, column: start.column + quoted + position.column - 1 } : start;
  }
  const source = text.split('\n');
  const first = source.findIndex((line, i) => i >= start.line && line.trim() !== '');
  const indent = /^ */.exec(source[first] ?? '')?.[0].length ?? 0;
  return { line: start.line + position.line, column: indent + position.column };
}

class Reader {
  private readonly text: string;
  private readonly replace: ((text: string) => string) | undefined;
  private readonly open = new Set<YamlNode>();
  /** Maps with a key that JSON cannot have, which only counts where the map is still part of the value in the end. */
  private readonly refused = new Map<unknown, EngineError>();
  private nodes = 0;
  private aliased = 0;
  private aliasDepth = 0;

  constructor(text: string, replace: ((text: string) => string) | undefined) {
    this.text = text;
    this.replace = replace;
  }

  read(root: YamlNode): unknown {
    const value = this.value(root);
    if (this.refused.size > 0) this.checkKeys(value);
    return value;
  }

  private checkKeys(value: unknown): void {
    const error = this.refused.get(value);
    if (error) throw error;
    if (Array.isArray(value)) for (const item of value) this.checkKeys(item);
    else if (isPlainMap(value)) for (const key of Object.keys(value)) this.checkKeys(value[key]);
  }

  private value(node: YamlNode, role: 'key' | 'value' = 'value'): unknown {
    this.count(node);
    switch (node.kind) {
      case 'scalar':
        return this.replace ? this.rewritten(node, this.replace, role) : this.scalar(node);
      case 'sequence':
        return node.items.map((item) => this.value(item));
      case 'mapping':
        return this.fill(newMap(), node);
      default:
        return this.follow(node, () => this.value(node.target));
    }
  }

  private fail(message: string, { mark }: { readonly mark: Mark }): EngineError {
    return errorAt(this.text, mark, `yaml: ${message}`);
  }

  private count(node: YamlNode): void {
    this.nodes++;
    if (this.aliasDepth > 0) this.aliased++;
    if (this.aliased > 100 && this.nodes > 1000 && this.aliased / this.nodes > allowedAliasRatio(this.nodes)) {
      throw this.fail('document contains excessive aliasing', node);
    }
  }

  private follow<T>(alias: AliasNode, read: () => T): T {
    if (this.open.has(alias)) throw this.fail(`anchor '${alias.name}' value contains itself`, alias);
    this.open.add(alias);
    this.aliasDepth++;
    try {
      return read();
    } finally {
      this.aliasDepth--;
      this.open.delete(alias);
    }
  }

  private scalar({ text, tag, implicit, mark }: ScalarNode): unknown {
    if (tag === '' && !implicit) return text;
    try {
      return resolveScalar(text, tag);
    } catch (error) {
      throw error instanceof EngineError ? errorAt(this.text, mark, error.message) : error;
    }
  }

  /**
   * A scalar that upstream reads with go-yaml v3 and writes out again: strings are replaced, the tag `!` is lost, and nothing
   * at all becomes an empty string where it cannot be written as such.
   */
  private rewritten(node: ScalarNode, replace: (text: string) => string, role: 'key' | 'value'): unknown {
    const plain = node.tag === '!' ? { ...node, tag: '', implicit: node.style === 'plain' } : node;
    if (plain.tag !== '' && !isTag(plain.tag, 'str')) return this.scalar(plain);
    const replaced = replace(plain.text);
    if (replaced !== plain.text) return plain.implicit && isOldBool(replaced) ? resolveScalar(replaced) : replaced;
    const nothing = plain.text === '' && plain.implicit && (node.inFlow || role === 'key');
    return nothing ? '' : this.scalar(plain);
  }

  private fill(into: Record<string, unknown>, { entries }: MappingNode): Record<string, unknown> {
    for (const [key, value] of entries) {
      if (isMerge(key)) this.merge(value, into);
      else {
        const name = this.key(key);
        const read = this.value(value);
        if (typeof name === 'string') into[name] = read;
        else this.refused.set(into, this.unsupportedKey(name, read, value));
      }
    }
    return into;
  }

  /** The text of a key; null and uint64 are what JSON cannot have for one. */
  private key(node: YamlNode): string | null | GoNum {
    const key = this.value(node, 'key');
    if (typeof key === 'string' || key === null) return key;
    if (typeof key === 'boolean') return String(key);
    if (Array.isArray(key) || isPlainMap(key)) throw this.fail(`invalid map key: ${goSyntax(key)}`, node);
    return key instanceof GoNum && key.type.kind === 'uint64' ? key : numberText(key, { yaml: true });
  }

  private unsupportedKey(key: null | GoNum, value: unknown, { mark }: YamlNode): EngineError {
    const type = key ? 'uint64' : '%!s(<nil>)';
    const shown = key ? `0x${key.value.toString(16)}` : '<nil>';
    const text = value === null ? '<nil>' : goSyntax(value);
    return errorAt(this.text, mark, `unsupported map key of type: ${type}, key: ${shown}, value: ${text}`);
  }

  private merge(node: YamlNode, into: Record<string, unknown>): void {
    if (node.kind !== 'sequence') {
      this.mergeOne(node, into);
      return;
    }
    for (const item of node.items.toReversed()) this.mergeOne(item, into);
  }

  private mergeOne(node: YamlNode, into: Record<string, unknown>): void {
    const target = node.kind === 'alias' ? node.target : node;
    if (target.kind !== 'mapping') throw this.fail('map merge requires map or sequence of maps as the value', node);
    this.count(node);
    if (node.kind !== 'alias') this.fill(into, target);
    else {
      this.follow(node, () => {
        this.count(target);
        return this.fill(into, target);
      });
    }
  }
}

/** A value as `%#v` prints it in go-yaml's maps and lists. */
function goSyntax(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (value === null) return 'interface {}(nil)';
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (!isPlainMap(value)) return isFloat(value) ? formatFloat(floatOf(value), 'g', -1, 64) : numberText(value);
  const entries = Object.keys(value).sort(compareStrings);
  return `map[interface {}]interface {}{${entries.map((key) => `${quote(key)}:${goSyntax(value[key])}`).join(', ')}}`;
}

function isMerge(key: YamlNode): boolean {
  return key.kind === 'scalar' && key.text === '<<' && (key.implicit || isTag(key.tag, 'merge'));
}

function allowedAliasRatio(nodes: number): number {
  if (nodes <= 400_000) return 0.99;
  if (nodes >= 4_000_000) return 0.1;
  return 0.99 - 0.89 * ((nodes - 400_000) / 3_600_000);
}

function isFloat(value: unknown): boolean {
  return value instanceof GoNum
    ? value.type.kind === 'float64'
    : typeof value === 'number' && !Number.isSafeInteger(value);
}

function floatOf(value: unknown): number {
  return Number(value instanceof GoNum ? value.value : value);
}

/** The text of a number where a string is wanted: floats at float32 precision, as sigs.k8s.io/yaml writes them. */
export function numberText(value: unknown, options: { yaml?: boolean } = {}): string {
  if (!isFloat(value)) return String(value instanceof GoNum ? value.value : value);
  const text = formatFloat(floatOf(value), 'g', -1, 32);
  if (options.yaml !== true) return text;
  return text === 'NaN' ? '.nan' : text === '+Inf' ? '.inf' : text === '-Inf' ? '-.inf' : text;
}

import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  Parser,
  Scalar,
  type YAMLError,
} from 'yaml';
import { EngineError, excerptOf, type Place } from '../errors.ts';
import { formatFloat, quote } from '../go/strconv.ts';
import { GoNum, isPlainMap, newMap } from '../go/value.ts';
import { resolveScalar, shortTag } from './scalar.ts';
import { syntaxError } from './syntax.ts';

/** A path into a document: map keys and list indices. */
export type Path = readonly (string | number)[];

export interface YamlOptions {
  /** Rewrites the text of string scalars before they are resolved; the result stays a string. */
  readonly replace?: (text: string) => string;
}

/**
 * The first document of a YAML text as sigs.k8s.io/yaml 1.6 reads it (go-yaml v2, YAML 1.1), made JSON-able: null,
 * booleans, strings, lists, maps with string keys, integers and floats apart as Go's values have them. Duplicate keys:
 * the last wins; `<<` is merged where it stands.
 * @throws {EngineError} with code `yaml`, Go's text and the place
 */
export function parseYaml(text: string, options: YamlOptions = {}): unknown {
  const { document, lines } = compose(text);
  return document?.contents ? new Reader(text, document, lines, options).read() : null;
}

/**
 * The place of the value at `path` in a YAML text, or of its nearest ancestor; undefined for a text that is no YAML.
 * With `position`, the place of that line and column (from 1) of a string value's content.
 */
export function locate(text: string, path: Path, position?: { line: number; column: number }): Place | undefined {
  const lines = new LineCounter();
  const [document] = new Composer(composerOptions).compose(new Parser(lines.addNewLine).parse(text));
  let node: unknown = document?.contents;
  for (const step of path) {
    const next = childOf(node, step);
    if (next === undefined) break;
    node = next;
  }
  const range = isNode(node) ? node.range : undefined;
  if (!range) return undefined;
  const start = placeAt(lines, range[0]);
  return position && isScalar(node) ? within(text, node, start, position) : start;
}

const composerOptions = { version: '1.1', schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' } as const;

function compose(text: string): { document: Document.Parsed | undefined; lines: LineCounter } {
  const lines = new LineCounter();
  const tokens = new Parser(lines.addNewLine).parse(text);
  const [document] = new Composer(composerOptions).compose(tokens);
  const control = text.search(notAllowed);
  if (control !== -1) throw notReadable(text, placeAt(lines, control), control);
  const error = document?.errors.find((each) => !isForgiven(each.message));
  if (document && error && !isBeyond(error, document, lines))
    throw syntaxError(text, error, placeAt(lines, error.pos[0]));
  return { document: document as Document.Parsed | undefined, lines };
}

/** Characters that libyaml refuses, and bytes that are not UTF-8. */
const notAllowed = /[\0-\x08\v\f\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|\p{Surrogate}/u;

function notReadable(text: string, place: Place, offset: number): EngineError {
  const surrogate = text.charCodeAt(offset) >= 0xd800 && text.charCodeAt(offset) < 0xe000;
  const message = surrogate ? 'invalid leading UTF-8 octet' : 'control characters are not allowed';
  return new EngineError('yaml', `yaml: ${message}`, { place });
}

/** Whether an error stands left of the first document's block, behind its end, which is as far as go-yaml reads. */
function isBeyond(error: YAMLError, document: Document, lines: LineCounter): boolean {
  const root = document.contents;
  if (error.code !== 'UNEXPECTED_TOKEN' || !(isMap(root) || isSeq(root)) || root.flow === true) return false;
  if (!root.range || root.anchor !== undefined || error.pos[0] < root.range[1]) return false;
  return placeAt(lines, error.pos[0]).column < placeAt(lines, root.range[0]).column;
}

/** What the parser library is stricter about than libyaml. */
function isForgiven(message: string): boolean {
  return message.startsWith('Comments must be separated from other tokens');
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}

function childOf(node: unknown, step: string | number): unknown {
  if (isSeq(node)) return typeof step === 'number' ? node.items[step] : undefined;
  if (!isMap(node)) return undefined;
  const folded = String(step).toLowerCase();
  return node.items.findLast((pair) => isScalar(pair.key) && String(pair.key.value).toLowerCase() === folded)?.value;
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** The place of a position in a scalar's content: block scalars line by line, others only on their first line. */
function within(text: string, node: Scalar, start: Place, position: { line: number; column: number }): Place {
  if (node.type !== Scalar.BLOCK_LITERAL) {
    const quote = node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE ? 1 : 0;
    return position.line === 1 ? { line: start.line, column: start.column + quote + position.column - 1 } : start;
  }
  const source = text.split('\n');
  const first = source.findIndex((line, i) => i >= start.line && line.trim() !== '');
  const indent = /^ */.exec(source[first] ?? '')?.[0].length ?? 0;
  return { line: start.line + position.line, column: indent + position.column };
}

class Reader {
  private readonly text: string;
  private readonly document: Document.Parsed;
  private readonly lines: LineCounter;
  private readonly replace: ((text: string) => string) | undefined;
  private readonly anchors = new Map<string, Node>();
  private readonly open = new Set<Node>();
  private nodes = 0;
  private aliased = 0;
  private aliasDepth = 0;

  constructor(text: string, document: Document.Parsed, lines: LineCounter, options: YamlOptions) {
    this.text = text;
    this.document = document;
    this.lines = lines;
    this.replace = options.replace;
  }

  read(): unknown {
    const version = this.document.directives.yaml;
    if (version.explicit && version.version !== '1.1') throw this.fail('found incompatible YAML document', undefined);
    return this.value(this.document.contents);
  }

  private fail(message: string, node: Node | undefined): EngineError {
    const place = node?.range ? placeAt(this.lines, node.range[0]) : { line: 1, column: 1 };
    return new EngineError('yaml', `yaml: ${message}`, { place, excerpt: excerptOf(this.text, place) });
  }

  private value(node: unknown): unknown {
    if (!isNode(node)) return null;
    this.nodes++;
    if (this.aliasDepth > 0) this.aliased++;
    if (this.aliased > 100 && this.nodes > 1000 && this.aliased / this.nodes > allowedAliasRatio(this.nodes)) {
      throw this.fail('document contains excessive aliasing', node);
    }
    if (isAlias(node)) return this.alias(node);
    if (node.anchor !== undefined && this.aliasDepth === 0) this.anchors.set(node.anchor, node);
    this.open.add(node);
    try {
      if (isScalar(node)) return this.scalar(node);
      if (isSeq(node)) return node.items.map((item) => this.item(item));
      return isMap(node) ? this.map(node, newMap()) : null;
    } finally {
      this.open.delete(node);
    }
  }

  /** An item of a list; `[a:]` is a list of one string in YAML 1.1. */
  private item(item: unknown): unknown {
    const [pair] = isMap(item) && item.items.length === 1 ? item.items : [];
    const glued = pair && this.glued(pair.key, pair.value);
    return glued === undefined ? this.value(item) : glued;
  }

  /** The plain text of a flow key whose colon an indicator follows: YAML 1.1 takes the colon as part of the text. */
  private glued(key: unknown, value: unknown): string | undefined {
    if (!isScalar(key) || key.type !== Scalar.PLAIN || key.tag !== undefined || !key.range) return undefined;
    const end = key.range[1];
    const missing = value === null || (isScalar(value) && value.value === '' && value.range?.[0] === end + 1);
    return missing && /^:[,[\]{}]/.test(this.text.slice(end, end + 2)) ? `${this.textOf(key)}:` : undefined;
  }

  private target(node: Node & { source: string }): Node {
    const target = this.anchors.get(node.source);
    if (!target) throw this.fail(`unknown anchor '${node.source}' referenced`, node);
    if (this.open.has(target)) throw this.fail(`anchor '${node.source}' value contains itself`, node);
    return target;
  }

  private alias(node: Node & { source: string }): unknown {
    const target = this.target(node);
    this.aliasDepth++;
    try {
      return this.value(target);
    } finally {
      this.aliasDepth--;
    }
  }

  private scalar(node: Scalar): unknown {
    const text = this.textOf(node);
    const tag = node.tag;
    const plain = node.type === Scalar.PLAIN || node.type === undefined;
    if (this.replace && (tag === undefined || tag === '!' || shortTag(tag) === '!!str')) {
      const replaced = this.replace(text);
      if (replaced !== text) return replaced;
    }
    if (tag === '!' || (!plain && tag === undefined)) return text;
    try {
      return resolveScalar(text, tag);
    } catch (error) {
      throw error instanceof EngineError ? this.fail(error.message.slice('yaml: '.length), node) : error;
    }
  }

  /** The content of a scalar; a block scalar whose last line ends with the text has no line break there. */
  private textOf(node: Scalar): string {
    const content = String(node.value ?? '');
    const block = node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED;
    if (!block || !content.endsWith('\n') || (node.range?.[1] ?? 0) < this.text.length) return content;
    return /\S[^\n]*$/.test(this.text) ? content.slice(0, -1) : content;
  }

  private map(node: Node, into: Record<string, unknown>): Record<string, unknown> {
    if (!isMap(node)) return into;
    for (const { key, value } of node.items) {
      if (isMerge(key)) this.merge(value as Node, into);
      else {
        const name = this.glued(key, value) ?? this.key(key as Node | null, value);
        into[name] = this.value(value);
      }
    }
    return into;
  }

  private key(node: Node | null, value: unknown): string {
    const key = this.value(node);
    if (typeof key === 'string') return key;
    if (typeof key === 'boolean') return String(key);
    if (Array.isArray(key) || isPlainMap(key)) throw this.fail('invalid map key: a list or map', node ?? undefined);
    if (key !== null) return numberText(key, { yaml: true });
    const place = isNode(value) && value.range ? placeAt(this.lines, value.range[0]) : { line: 1, column: 1 };
    const shown = goSyntax(this.value(value));
    throw new EngineError('yaml', `unsupported map key of type: %!s(<nil>), key: <nil>, value: ${shown}`, { place });
  }

  private merge(node: Node, into: Record<string, unknown>): void {
    const sources = isSeq(node) ? node.items.toReversed() : [node];
    for (const source of sources) {
      const target = isAlias(source) ? this.target(source) : (source as Node);
      if (!isMap(target)) throw this.fail('map merge requires map or sequence of maps as the value', node ?? undefined);
      if (target.anchor !== undefined && this.aliasDepth === 0) this.anchors.set(target.anchor, target);
      const aliased = isAlias(source) ? 1 : 0;
      this.aliasDepth += aliased;
      this.map(target, into);
      this.aliasDepth -= aliased;
    }
  }
}

/** A value as `%#v` prints it, as far as scalars go. */
function goSyntax(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (value === null) return '<nil>';
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) || isPlainMap(value) ? '...' : numberText(value);
}

function isMerge(key: unknown): boolean {
  if (!isScalar(key) || key.value !== '<<') return false;
  return (key.type === Scalar.PLAIN && key.tag === undefined) || shortTag(key.tag) === '!!merge';
}

function allowedAliasRatio(nodes: number): number {
  if (nodes <= 400_000) return 0.99;
  if (nodes >= 4_000_000) return 0.1;
  return 0.99 - 0.89 * ((nodes - 400_000) / 3_600_000);
}

/** The text of a number where a string is wanted: floats at float32 precision, as sigs.k8s.io/yaml writes them. */
export function numberText(value: unknown, options: { yaml?: boolean } = {}): string {
  if (value instanceof GoNum && value.type.kind !== 'float64') return String(value.value);
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value))) return String(value);
  const text = formatFloat(Number(value instanceof GoNum ? value.value : value), 'g', -1, 32);
  if (options.yaml !== true) return text;
  return text === 'NaN' ? '.nan' : text === '+Inf' ? '.inf' : text === '-Inf' ? '-.inf' : text;
}

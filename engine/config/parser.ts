import type { EngineError } from '../errors.ts';
import { errorAt, type Mark, syntaxError } from './cursor.ts';
import type { TagText } from './scan-tags.ts';
import { type ScalarStyle, Scanner, type TokenType } from './scanner.ts';

interface NodeBase {
  readonly mark: Mark;
  /** The whole tag, empty for none. */
  readonly tag: string;
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly text: string;
  readonly style: ScalarStyle;
  /** Whether its content decides its type: a plain scalar without tag, or one with the tag `!`. */
  readonly implicit: boolean;
  /** Whether it stands between brackets or braces. */
  readonly inFlow: boolean;
}

export interface SequenceNode extends NodeBase {
  readonly kind: 'sequence';
  readonly items: readonly YamlNode[];
}

export interface MappingNode extends NodeBase {
  readonly kind: 'mapping';
  readonly entries: readonly (readonly [key: YamlNode, value: YamlNode])[];
}

export interface AliasNode extends NodeBase {
  readonly kind: 'alias';
  readonly name: string;
  readonly target: YamlNode;
}

export type YamlNode = ScalarNode | SequenceNode | MappingNode | AliasNode;

/**
 * The root of a text's first document, undefined for none; what follows it is looked at no further than go-yaml does. `reached`
 * is how far that was. `lookahead` is how many tokens are read in advance: 0 in go-yaml v2, 2 in v3.
 * @throws {EngineError} with code `yaml`, go-yaml's text and the place
 */
export function parseDocument(text: string, lookahead = 0): { root: YamlNode | undefined; reached: number } {
  const scanner = new Scanner(text, lookahead);
  const root = new Parser(scanner).document();
  return { root, reached: scanner.cursor.offset };
}

const standardHandles = [
  ['!', '!'],
  ['!!', 'tag:yaml.org,2002:'],
] as const;

const documentEnds: readonly TokenType[] = ['directive', 'document-start', 'document-end', 'stream-end'];

type AddEntry = (key: YamlNode, value: YamlNode) => void;

interface Properties {
  readonly anchor: string | undefined;
  readonly tag: string;
  readonly mark: Mark;
}

class Parser {
  private readonly scanner: Scanner;
  private readonly handles = new Map<string, string>();
  private flowDepth = 0;
  private readonly anchors = new Map<string, YamlNode>();

  constructor(scanner: Scanner) {
    this.scanner = scanner;
  }

  document(): YamlNode | undefined {
    const explicit = this.directives();
    const { type } = this.scanner.peek();
    if (type === 'stream-end' && !explicit) return undefined;
    let root: YamlNode;
    if (type === 'document-start') {
      this.scanner.skip();
      root = this.isNext(...documentEnds) ? this.empty() : this.node({ block: true });
    } else if (explicit) throw this.fail('did not find expected <document start>');
    else root = this.node({ block: true });
    this.scanner.peek();
    return root;
  }

  /** Reads the directives; whether there were any. */
  private directives(): boolean {
    let version = false;
    let any = false;
    for (; this.isNext('directive'); this.scanner.skip(), any = true) {
      const { directive } = this.scanner.peek();
      if (directive?.kind === 'version') {
        if (version) throw this.fail('found duplicate %YAML directive');
        if (directive.major !== 1 || directive.minor !== 1) throw this.fail('found incompatible YAML document');
        version = true;
      } else if (directive) {
        if (this.handles.has(directive.handle)) throw this.fail('found duplicate %TAG directive');
        this.handles.set(directive.handle, directive.prefix);
      }
    }
    for (const [handle, prefix] of standardHandles) {
      if (!this.handles.has(handle)) this.handles.set(handle, prefix);
    }
    return any;
  }

  private isNext(...types: readonly TokenType[]): boolean {
    return types.includes(this.scanner.peek().type);
  }

  /** Whether the next token is of a type; it is skipped then. */
  private accept(type: TokenType): boolean {
    const found = this.scanner.peek().type === type;
    if (found) this.scanner.skip();
    return found;
  }

  private fail(problem: string): EngineError {
    return syntaxError(this.scanner.cursor.text, problem, { mark: this.scanner.peek().mark });
  }

  /** A node that is not there, at the next token. */
  private empty({ mark, tag, anchor }: Partial<Properties> = {}): ScalarNode {
    const implicit = tag === undefined || tag === '';
    const at = mark ?? this.scanner.peek().mark;
    return this.named(anchor, {
      kind: 'scalar',
      mark: at,
      tag: tag ?? '',
      text: '',
      style: 'plain',
      implicit,
      inFlow: this.flowDepth > 0,
    });
  }

  private named<T extends YamlNode>(anchor: string | undefined, node: T): T {
    if (anchor !== undefined) this.anchors.set(anchor, node);
    return node;
  }

  private properties(): Properties {
    const { mark } = this.scanner.peek();
    let anchor: string | undefined;
    let tag = '';
    for (let i = 0; i < 2; i++) {
      const token = this.scanner.peek();
      if (token.type === 'anchor' && anchor === undefined) anchor = token.text;
      else if (token.type === 'tag' && token.tag && tag === '') tag = this.resolve(token.tag);
      else break;
      this.scanner.skip();
    }
    return { anchor, tag, mark };
  }

  private resolve({ handle, suffix }: TagText): string {
    if (handle === '') return suffix;
    const prefix = this.handles.get(handle);
    if (prefix === undefined) throw this.fail('found undefined tag handle');
    return prefix + suffix;
  }

  /** A node. `indentless`: a list may stand at the column of its key. */
  private node({ block, indentless = false }: { block: boolean; indentless?: boolean }): YamlNode {
    if (this.isNext('alias')) return this.alias();
    const properties = this.properties();
    const token = this.scanner.peek();
    if (token.type === 'scalar') return this.scalar(properties);
    if (indentless && token.type === 'block-entry') return this.sequence(properties, (add) => this.indentless(add));
    if (token.type === 'flow-sequence-start') {
      return this.inFlow(() => this.sequence(properties, (add) => this.flowSequence(add)));
    }
    if (token.type === 'flow-mapping-start') {
      return this.inFlow(() => this.mapping(properties, (add) => this.flowMapping(add)));
    }
    if (block && token.type === 'block-sequence-start') {
      return this.sequence(properties, (add) => this.blockSequence(add));
    }
    if (block && token.type === 'block-mapping-start') return this.mapping(properties, (add) => this.blockMapping(add));
    if (properties.anchor !== undefined || properties.tag !== '') return this.empty(properties);
    throw this.fail('did not find expected node content');
  }

  private inFlow<T>(read: () => T): T {
    this.flowDepth++;
    const node = read();
    this.flowDepth--;
    return node;
  }

  private alias(): AliasNode {
    const { mark, text: name } = this.scanner.peek();
    const target = this.anchors.get(name);
    if (!target) throw errorAt(this.scanner.cursor.text, mark, `yaml: unknown anchor '${name}' referenced`);
    this.scanner.skip();
    return { kind: 'alias', mark, tag: '', name, target };
  }

  private scalar({ anchor, tag, mark }: Properties): ScalarNode {
    const { text, style } = this.scanner.peek();
    this.scanner.skip();
    const implicit = (tag === '' && style === 'plain') || tag === '!';
    return this.named(anchor, { kind: 'scalar', mark, tag, text, style, implicit, inFlow: this.flowDepth > 0 });
  }

  private sequence({ anchor, tag, mark }: Properties, read: (add: (item: YamlNode) => void) => void): SequenceNode {
    const items: YamlNode[] = [];
    const node = this.named(anchor, { kind: 'sequence', mark, tag, items });
    read((item) => items.push(item));
    return node;
  }

  private mapping({ anchor, tag, mark }: Properties, read: (add: AddEntry) => void): MappingNode {
    const entries: (readonly [YamlNode, YamlNode])[] = [];
    const node = this.named(anchor, { kind: 'mapping', mark, tag, entries });
    read((key, value) => entries.push([key, value]));
    return node;
  }

  private blockSequence(add: (item: YamlNode) => void): void {
    this.scanner.skip();
    while (this.accept('block-entry')) {
      add(this.isNext('block-entry', 'block-end') ? this.empty() : this.node({ block: true }));
    }
    if (!this.accept('block-end')) throw this.fail("did not find expected '-' indicator");
  }

  private indentless(add: (item: YamlNode) => void): void {
    while (this.accept('block-entry')) {
      const missing = this.isNext('block-entry', 'key', 'value', 'block-end');
      add(missing ? this.empty() : this.node({ block: true }));
    }
  }

  private blockMapping(add: AddEntry): void {
    this.scanner.skip();
    while (this.accept('key')) {
      const key = this.blockPart();
      add(key, this.accept('value') ? this.blockPart() : this.empty());
    }
    if (!this.accept('block-end')) throw this.fail('did not find expected key');
  }

  private blockPart(): YamlNode {
    return this.isNext('key', 'value', 'block-end') ? this.empty() : this.node({ block: true, indentless: true });
  }

  private flowSequence(add: (item: YamlNode) => void): void {
    this.scanner.skip();
    for (let first = true; !this.isNext('flow-sequence-end'); first = false) {
      if (!first && !this.accept('flow-entry')) throw this.fail("did not find expected ',' or ']'");
      if (this.isNext('flow-sequence-end')) break;
      add(this.isNext('key') ? this.singlePair() : this.node({ block: false }));
    }
    this.scanner.skip();
  }

  /** A mapping of one entry without braces, in a flow sequence. */
  private singlePair(): MappingNode {
    const { mark } = this.scanner.peek();
    this.scanner.skip();
    return this.mapping({ anchor: undefined, tag: '', mark }, (add) => {
      const missing = this.isNext('value', 'flow-entry', 'flow-sequence-end');
      const key = missing ? this.empty() : this.node({ block: false });
      if (missing) this.scanner.skip();
      add(key, this.flowValue('flow-sequence-end'));
    });
  }

  private flowMapping(add: AddEntry): void {
    this.scanner.skip();
    for (let first = true; !this.isNext('flow-mapping-end'); first = false) {
      if (!first && !this.accept('flow-entry')) throw this.fail("did not find expected ',' or '}'");
      if (this.isNext('flow-mapping-end')) break;
      if (this.accept('key')) {
        const missing = this.isNext('value', 'flow-entry', 'flow-mapping-end');
        const key = missing ? this.empty() : this.node({ block: false });
        add(key, this.flowValue('flow-mapping-end'));
      } else {
        const key = this.node({ block: false });
        add(key, this.empty());
      }
    }
    this.scanner.skip();
  }

  private flowValue(close: TokenType): YamlNode {
    if (!this.accept('value') || this.isNext('flow-entry', close)) return this.empty();
    return this.node({ block: false });
  }
}

import { LimitError, Need, type Run } from '../go/run.ts';
import { quote } from '../go/strconv.ts';
import type { GoType } from '../go/type.ts';
import { positionOf, TemplateError, type TemplateErrorCode } from './errors.ts';
import { type Node, nodeString } from './node.ts';

/** Evaluates an operand, command or pipeline. A nil interface is null, an invalid value undefined. */
export type Eval = (exec: Exec, dot: unknown) => unknown;

/** How a statement ended: 0 at its end, otherwise with a break or continue that its range has yet to see. */
export type Outcome = 0 | 1 | 2;
export const broke = 1;
export const continued = 2;

export type Walk = (exec: Exec, dot: unknown) => Outcome;

/** A compiled definition. */
export interface Definition {
  readonly name: string;
  walk: Walk;
  /** Slots of its variables; slot 0 is `$`. */
  slots: number;
  /** How deep its statements nest, in units of what a call costs of the JavaScript stack. */
  nesting: number;
}

/** The text that was parsed and its name, which places in messages give. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** Three quarters of what a JavaScript stack of the default size carries. */
const maxNesting = 2_000;

/** One execution of a template: its output so far and its dynamic state, as Go's `state`. */
export class Exec {
  readonly run: Run;
  readonly source: Source;
  out = '';
  /** The node evaluated last, which errors blame. It is set where Go sets it and never restored. */
  node: Node;
  /** Values of the variables by slot, undefined before their declaration. */
  vars: unknown[];
  /** Static types of the variables where that is an interface: those that a range set. */
  types: (GoType | undefined)[];
  /** Static type of dot where that is an interface. */
  dotType: GoType | undefined = undefined;
  /** Static type of the value that the last field access gave, where that is an interface. */
  static: GoType | undefined = undefined;
  private template: string;
  private depth = 0;
  private nesting = 0;

  constructor(source: Source, run: Run, root: Node) {
    this.source = source;
    this.run = run;
    this.node = root;
    this.template = source.name;
    this.vars = [];
    this.types = [];
  }

  /** Prints text. @throws {LimitError} */
  write(text: string): void {
    const out = this.out + text;
    this.out = out;
    this.run.checkLength(out.length);
  }

  /** Executes a definition with `dot` as its `$` and no other variables. */
  call(definition: Definition, dot: unknown): void {
    const { vars, types, dotType, template } = this;
    this.nesting += definition.nesting;
    this.vars = new Array(definition.slots).fill(undefined);
    this.types = new Array(definition.slots).fill(undefined);
    this.vars[0] = dot;
    this.dotType = undefined;
    this.template = definition.name;
    this.depth++;
    definition.walk(this, dot);
    this.depth--;
    this.nesting -= definition.nesting;
    this.vars = vars;
    this.types = types;
    this.dotType = dotType;
    this.template = template;
  }

  /** Checks that one more definition may be entered. @throws {TemplateError} with Go's text for endless recursion */
  checkDepth(definition: Definition): void {
    const { depth } = this.run.limits;
    if (this.depth < depth && this.nesting + definition.nesting <= maxNesting) return;
    throw this.error('limit', 'exceeded maximum template depth (100000)', new LimitError('depth', depth));
  }

  /** Fails at the current node. */
  fail(message: string, cause?: unknown): never {
    throw this.error('exec', message, cause);
  }

  /** Fails with the error of a function, at the node that calls it. Needs and limits pass. */
  failCall(name: string, node: Node, error: unknown): never {
    if (error instanceof Need || error instanceof LimitError || error instanceof TemplateError) throw error;
    if (isStackOverflow(error)) throw error;
    if (isStringOverflow(error)) throw new LimitError('output', this.run.limits.output);
    this.node = node;
    this.fail(`error calling ${name}: ${error instanceof Error ? error.message : String(error)}`, error);
  }

  /** What `execute` throws for anything that the evaluation threw. */
  failure(error: unknown): unknown {
    if (error instanceof Need || error instanceof TemplateError) return error;
    if (error instanceof LimitError) return this.error('limit', error.message, error);
    if (isStackOverflow(error)) {
      return this.error('limit', 'exceeded maximum stack depth', new LimitError('depth', this.run.limits.depth));
    }
    return this.error('exec', error instanceof Error ? error.message : String(error), error);
  }

  private error(code: TemplateErrorCode, message: string, cause: unknown): TemplateError {
    const { name, text } = this.source;
    const place = { source: text, pos: this.node.pos };
    const { line, column } = positionOf(place);
    const context = `executing ${quote(this.template)} at <${nodeString(this.node)}>`;
    return new TemplateError(code, `template: ${name}:${line}:${column}: ${context}: ${message}`, {
      template: this.template,
      place,
      partial: this.out,
      cause,
    });
  }
}

function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('call stack');
}

function isStringOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('string length');
}

import type { Run } from '../go/run.ts';
import type { GoFunc } from '../go/value.ts';
import { builtins } from './builtins.ts';
import { compileTrees } from './compile.ts';
import { TemplateError } from './errors.ts';
import { type Definition, Exec, type Source } from './exec.ts';
import type { ListNode } from './node.ts';
import { parseTrees, type Trees } from './parse.ts';

/** A parsed template with the definitions in its source, as Go's text/template.Template. */
export class Template {
  readonly name: string;
  /** The parse trees by name; the template's own under its name. */
  readonly trees: Trees;
  private readonly source: Source;
  private readonly main: Definition;
  private readonly root: ListNode;

  constructor(name: string, text: string, functions: ReadonlyMap<string, GoFunc>) {
    this.name = name;
    this.source = { name, text };
    this.trees = parseTrees(name, text, (word) => functions.has(word) || builtins.has(word));
    this.main = compileTrees(this.trees, functions).get(name) as Definition;
    this.root = this.trees.get(name) as ListNode;
  }

  /**
   * What the template prints for `data`.
   * @throws {TemplateError} with Go's text and what had been printed
   * @throws {Need} of a function's look-up
   */
  execute(data: unknown, run: Run): string {
    const exec = new Exec(this.source, run, this.root);
    try {
      exec.call(this.main, data === null ? undefined : data);
      return exec.out;
    } catch (error) {
      throw exec.failure(error);
    }
  }
}

/**
 * The template of a source. `functions` go before text/template's own.
 * @throws {TemplateError} with Go's text
 */
export function parse(name: string, source: string, functions: ReadonlyMap<string, GoFunc>): Template {
  try {
    return new Template(name, source, functions);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = `template: ${name}:1: max nesting depth exceeded`;
    throw new TemplateError('limit', message, { template: name, place: { source, pos: 0 }, cause: error });
  }
}

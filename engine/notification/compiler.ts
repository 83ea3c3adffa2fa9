import { locate, type Path } from '../config/yaml.ts';
import { EngineError, excerptOf, type Place } from '../errors.ts';
import type { Run } from '../go/run.ts';
import type { GoFunc } from '../go/value.ts';
import { parse, TemplateError } from '../template/index.ts';

/** What a rendering has: its variables and its budget. */
export interface Scope {
  readonly data: unknown;
  readonly run: Run;
}

/** A compiled text: what it prints. @throws {EngineError} with code `render` */
export type Text = (scope: Scope) => string;

/** The ConfigMap value that a notification template was read from. */
export interface Origin {
  readonly key: string;
  readonly text: string;
}

/** Compiles the texts of one notification template, or of the part of it at a path. */
export class Compiler {
  /** Name of the notification template. */
  readonly name: string;
  private readonly functions: ReadonlyMap<string, GoFunc>;
  private readonly origin: Origin | undefined;
  private readonly base: Path;

  constructor(name: string, functions: ReadonlyMap<string, GoFunc>, origin?: Origin, base: Path = []) {
    this.name = name;
    this.functions = functions;
    this.origin = origin;
    this.base = base;
  }

  /** The compiler of the part below `steps`. */
  at(...steps: Path): Compiler {
    return new Compiler(this.name, this.functions, this.origin, [...this.base, ...steps]);
  }

  /**
   * The compiled `source`, found at `path` of this part. `name` is what error texts call it, the notification template's
   * name by default; `wrap` is put in front of upstream's text of a syntax error.
   * @throws {EngineError} with code `template` and the place
   */
  text(source: string, path: Path, options: { name?: string; wrap?: string } = {}): Text {
    const template = this.guard('template', path, options.wrap ?? '', () =>
      parse(options.name ?? this.name, source, this.functions),
    );
    return ({ data, run }) => this.guard('render', path, '', () => template.execute(data, run));
  }

  /** As `text`, but compiled when first rendered: that is when upstream reports its syntax errors. */
  lateText(source: string, path: Path): Text {
    let compiled: Text | undefined;
    return (scope) => {
      compiled ??= this.text(source, path);
      return compiled(scope);
    };
  }

  private guard<T>(code: 'template' | 'render', path: Path, wrap: string, run: () => T): T {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const place = this.placeOf(path, error);
      const excerpt = this.origin && place ? excerptOf(this.origin.text, place) : error.excerpt;
      throw new EngineError(code, `${wrap}${error.message}`, { place, excerpt, cause: error });
    }
  }

  private placeOf(path: Path, error: TemplateError): Place | undefined {
    if (!this.origin) return undefined;
    const place = locate(this.origin.text, [...this.base, ...path], { line: error.line, column: error.column + 1 });
    return place && { key: this.origin.key, ...place };
  }
}

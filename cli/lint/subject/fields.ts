import type { Path } from '../../../engine/config/yaml.ts';
import { EngineError } from '../../../engine/errors.ts';
import { Compiler, type Text } from '../../../engine/notification/compiler.ts';
import { compileNotification, type Notification } from '../../../engine/notification.ts';
import { parse, type Template, TemplateError } from '../../../engine/template/index.ts';
import { templateFunctions } from '../../../engine/templates.ts';
import type { MappedText, Spot } from '../text/mapped.ts';
import { keyPath } from './conditions.ts';
import type { Entry } from './entry.ts';

/** A templated text of a notification template. */
export interface Field {
  /** Path in the template, e.g. `slack`, `attachments`. */
  readonly path: Path;
  readonly source: string;
  /** Undefined for a text that is not written as it is read: a default, or a coerced number. */
  readonly mapped: MappedText | undefined;
  readonly spot: Spot;
  readonly keyPath: string;
  /** Whether it is compiled at each sending only. */
  readonly late: boolean;
  readonly template: Template | undefined;
  readonly error: TemplateError | undefined;
}

/** A notification template with its texts. */
export interface TemplateItem {
  readonly name: string;
  readonly entry: Entry;
  readonly spot: Spot;
  readonly path: string;
  readonly notification: Notification;
  readonly fields: readonly Field[];
  /** What is wrong with it beyond its texts. */
  readonly error: EngineError | undefined;
}

/** Where the texts of a template are in its entry: its own key, or one of `config.yaml`. */
export type LocateField = (path: Path) => Path;

interface Collected {
  readonly path: Path;
  readonly source: string;
  readonly late: boolean;
  readonly template?: Template;
  readonly error?: TemplateError;
}

/** Collects texts instead of rendering them. */
class FieldCollector extends Compiler {
  private readonly path: Path;
  private readonly collected: Collected[];

  constructor(name: string, collected: Collected[], path: Path = []) {
    super(name, templateFunctions);
    this.path = path;
    this.collected = collected;
  }

  override at(...steps: Path): FieldCollector {
    return new FieldCollector(this.name, this.collected, [...this.path, ...steps]);
  }

  override text(source: string, path: Path, options: { name?: string } = {}): Text {
    return this.collect(source, { path: [...this.path, ...path], late: false, name: options.name ?? this.name });
  }

  override lateText(source: string, path: Path): Text {
    return this.collect(source, { path: [...this.path, ...path], late: true, name: this.name });
  }

  private collect(source: string, { path, late, name }: { path: Path; late: boolean; name: string }): Text {
    try {
      this.collected.push({ path, source, late, template: parse(name, source, templateFunctions) });
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      this.collected.push({ path, source, late, error });
    }
    return () => '';
  }
}

export function templateItem(
  { name, entry, notification }: { name: string; entry: Entry; notification: Notification },
  { base = [], locate = (path) => path }: { base?: Path; locate?: LocateField } = {},
): TemplateItem {
  const collected: Collected[] = [];
  let error: EngineError | undefined;
  try {
    compileNotification(structuredClone(notification), new FieldCollector(name, collected));
  } catch (thrown) {
    if (!(thrown instanceof EngineError)) throw thrown;
    error = thrown;
  }
  const { yaml } = entry;
  const fields = collected.map(({ path, source, late, template, error: failure }): Field => {
    const where = [...base, ...locate(path)];
    const mapped = yaml.scalar(where, source);
    const spot = mapped?.at(0) ?? yaml.spot(where);
    return { path, source, mapped, spot, keyPath: keyPath(entry.key, where), late, template, error: failure };
  });
  const spot = base.length === 0 ? entry.keySpot : yaml.spot(base);
  return { name, entry, spot, path: keyPath(entry.key, base), notification, fields, error };
}

/** The place of an error of a text. */
export function spotOfError({ mapped, spot }: Field, { line, column }: TemplateError): Spot {
  return mapped?.atLine(line, column + 1, 'bytes') ?? spot;
}

import { EngineError, Hints } from './errors.ts';
import { type GoFunc, isPlainMap, newMap } from './go/value.ts';
import { Compiler, type Origin, type Scope } from './notification/compiler.ts';
import {
  compileNotification,
  emptyNotification,
  type Notification,
  type NotificationRenderer,
} from './notification.ts';
import { sprigFunctions } from './sprig/index.ts';

/** Functions of templates: sprig without `env` and `expandenv`. */
export const templateFunctions: ReadonlyMap<string, GoFunc> = sprigFunctions;

/** Functions of sprig that change a map they are given. */
const changesMaps = /\b(set|unset|(must)?[mM]erge(Overwrite)?)\b/;

/** The compiled templates of a configuration (upstream `templates.Service`). */
export class Templates {
  private readonly renderers = new Map<string, NotificationRenderer>();
  private readonly broken = new Map<string, EngineError>();
  private readonly changing = new Set<string>();
  private readonly hints = new Hints();

  /** Compiles and adds a template. @throws {EngineError} with code `template` and the place in `origin` */
  add(name: string, source: Notification, origin?: Origin): void {
    this.renderers.set(name, compileNotification(source, new Compiler(name, templateFunctions, origin)));
    if (changesMaps.test(JSON.stringify(source))) this.changing.add(name);
  }

  /** Remembers why a template is missing. */
  addBroken(name: string, error: EngineError): void {
    this.broken.set(name, error);
  }

  get names(): string[] {
    return [...this.renderers.keys()];
  }

  has(name: string): boolean {
    return this.renderers.has(name);
  }

  /**
   * The notification that the templates give, one after the other. No template changes the variables it is given, as with
   * upstream `set` and `merge` can.
   * @throws {EngineError} `unknown-template` or `render`, with upstream's text
   */
  format(scope: Scope, names: readonly string[]): Notification {
    const notification = emptyNotification();
    if (names.some((name) => this.changing.has(name))) scope = { ...scope, data: copyOf(scope.data) };
    for (const name of names) {
      const render = this.renderers.get(name);
      if (!render) throw this.unknown(name);
      render(notification, scope);
    }
    return notification;
  }

  private unknown(name: string): EngineError {
    const cause = this.broken.get(name);
    const hint = cause ? `it is not usable: ${cause.message}` : this.hints.of(name, this.renderers.keys());
    return new EngineError('unknown-template', `template '${name}' is not supported`, { cause, hint });
  }
}

/** A copy of JSON-like data; everything else in it is shared. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isPlainMap(value)) return value;
  const copy = newMap();
  for (const key of Object.keys(value)) copy[key] = copyOf(value[key]);
  return copy;
}

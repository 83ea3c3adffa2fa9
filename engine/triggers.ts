import { createHash } from 'node:crypto';
import { type Decoded, list, str, struct } from './config/schema.ts';
import { locate } from './config/yaml.ts';
import { EngineError, excerptOf, Hints, type Place } from './errors.ts';
import { compile, ExprError, type Program } from './expr/index.ts';
import { format } from './go/fmt.ts';
import type { Run } from './go/run.ts';
import { toBytes } from './go/utf8.ts';
import type { Origin } from './notification/compiler.ts';
import { JsonObject, unlessEmpty } from './notification/json.ts';

const conditionSchema = struct('triggers.Condition', { oncePer: str, when: str, description: str, send: list(str) });

/** One condition of a trigger. */
export type Condition = Decoded<typeof conditionSchema>;

/** How YAML becomes the conditions of a trigger. */
export const triggerSchema = list(conditionSchema);

/** A condition as JSON, members in the order and with the omissions of upstream's struct. */
export function conditionJson({ oncePer, when, description, send }: Condition): JsonObject {
  return new JsonObject([
    ...unlessEmpty('oncePer', oncePer),
    ...unlessEmpty('when', when),
    ...unlessEmpty('description', description),
    ...unlessEmpty('send', send),
  ]);
}

/** What one condition gave. */
export interface ConditionResult {
  /** `[index].hash of when`: what the state remembers the condition by. */
  readonly key: string;
  readonly triggered: boolean;
  /** The value of `oncePer` as text, empty when there is none or the condition does not hold. */
  readonly oncePer: string;
  /** Templates to send; null when the condition has no `send`. */
  readonly templates: readonly string[] | null;
  /** Why `when` counts as false. Upstream only logs it. */
  readonly error?: EngineError;
  /** Why `oncePer` counts as empty. */
  readonly oncePerError?: EngineError;
}

interface CompiledCondition {
  readonly condition: Condition;
  readonly key: string;
  readonly when: Program;
  readonly oncePer: Program | undefined;
}

/** The key of a condition: its index and the unpadded URL-safe base64 of the SHA-1 of `when`. */
export function conditionKey(index: number, when: string): string {
  return `[${index}].${createHash('sha1').update(toBytes(when)).digest('base64url')}`;
}

/** The compiled triggers of a configuration (upstream `triggers.Service`). */
export class Triggers {
  private readonly compiled = new Map<string, readonly CompiledCondition[]>();
  private readonly broken = new Map<string, EngineError>();
  private readonly programs = new Map<string, Program>();
  private readonly hints = new Hints();

  /** Compiles and adds a trigger. @throws {EngineError} with code `expression` and the place in `origin` */
  add(name: string, conditions: readonly Condition[], origin?: Origin): void {
    this.compiled.set(
      name,
      conditions.map((condition, i) => ({
        condition,
        key: conditionKey(i, condition.when),
        when: this.program(condition.when || 'false', [i, 'when'], origin),
        oncePer: condition.oncePer === '' ? undefined : this.program(condition.oncePer, [i, 'oncePer'], origin),
      })),
    );
  }

  /** Remembers why a trigger is missing. */
  addBroken(name: string, error: EngineError): void {
    this.broken.set(name, error);
  }

  get names(): string[] {
    return [...this.compiled.keys()];
  }

  has(name: string): boolean {
    return this.compiled.has(name);
  }

  /**
   * What each condition of a trigger gives, in order. An evaluation that fails counts as false and is in the result.
   * @throws {EngineError} `unknown-trigger`
   * @throws {Need} when a look-up has to be awaited
   */
  run(name: string, variables: Record<string, unknown>, run: Run): ConditionResult[] {
    const conditions = this.compiled.get(name);
    if (!conditions) throw this.unknown(name);
    return conditions.map((condition) => evaluate(condition, variables, run));
  }

  private program(source: string, path: readonly [number, string], origin: Origin | undefined): Program {
    const known = this.programs.get(source);
    if (known) return known;
    try {
      const program = compile(source);
      this.programs.set(source, program);
      return program;
    } catch (error) {
      if (!(error instanceof ExprError)) throw error;
      const place = origin && placeOf(origin, path, error);
      const excerpt = origin && place ? excerptOf(origin.text, place) : undefined;
      throw new EngineError('expression', error.message, { place, excerpt, cause: error });
    }
  }

  private unknown(name: string): EngineError {
    const cause = this.broken.get(name);
    const hint = cause ? `it is not usable: ${cause.message}` : this.hints.of(name, this.compiled.keys());
    return new EngineError('unknown-trigger', `trigger '${name}' is not configured`, { cause, hint });
  }
}

function placeOf(origin: Origin, path: readonly [number, string], error: ExprError): Place | undefined {
  const place = locate(origin.text, path, { line: error.line, column: error.column });
  return place && { key: origin.key, ...place };
}

function evaluate(
  { condition, key, when, oncePer }: CompiledCondition,
  variables: Record<string, unknown>,
  run: Run,
): ConditionResult {
  const templates = condition.send;
  const holds = attempt(() => when.run(variables, run), 'when');
  if ('error' in holds) return { key, triggered: false, oncePer: '', templates, error: holds.error };
  if (holds.value !== true) return { key, triggered: false, oncePer: '', templates };
  if (!oncePer) return { key, triggered: true, oncePer: '', templates };
  const once = attempt(() => format(oncePer.run(variables, run)), 'oncePer');
  if ('error' in once) return { key, triggered: true, oncePer: '', templates, oncePerError: once.error };
  return { key, triggered: true, oncePer: once.value, templates };
}

function attempt<T>(evaluation: () => T, what: 'when' | 'oncePer'): { value: T } | { error: EngineError } {
  try {
    return { value: evaluation() };
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    const message = `failed to execute ${what} condition: ${error.message}`;
    return { error: new EngineError('expression', message, { cause: error }) };
  }
}

import { type Schema, str, struct } from '../config/schema.ts';
import type { Compiler, Scope } from './compiler.ts';
import { JsonObject, unlessEmpty } from './json.ts';

/** The part of a notification for one kind of service. */
export interface Section<T extends object> {
  readonly schema: Schema<T>;
  /**
   * Compiles the texts of `source` with the compiler of this section. The result renders into a section that an earlier
   * template may have filled.
   */
  compile(source: T, compiler: Compiler): (into: T, scope: Scope) => void;
  /** The members in the order and with the omissions of Go's JSON. */
  json(value: T): JsonObject;
}

/** One templated text of a section. */
export interface TextField<N extends string> {
  readonly name: N;
  /** Whether an empty rendering leaves what an earlier template rendered. */
  readonly keep?: boolean;
  /** Whether the JSON has it even when empty. */
  readonly always?: boolean;
  /** The template when the section has none. */
  readonly fallback?: string;
  /** What upstream writes between `error in 'NAME' ` and a syntax error. */
  readonly label?: string;
}

type Texts<N extends string> = Record<N, string>;

/** A section that consists of texts, rendered in the order listed. */
export function textSection<N extends string>(type: string, fields: readonly TextField<N>[]): Section<Texts<N>> {
  const shape = Object.fromEntries(fields.map(({ name }) => [name, str])) as Record<N, Schema<string>>;
  return {
    schema: struct<Texts<N>>(type, shape),
    compile: (source, compiler) => compileTexts(fields, source, compiler),
    json: (value) => new JsonObject(textMembers(fields, value)),
  };
}

export function compileTexts<N extends string>(
  fields: readonly TextField<N>[],
  source: Texts<N>,
  compiler: Compiler,
): (into: Texts<N>, scope: Scope) => void {
  const texts = fields.map(({ name, keep = false, fallback = '', label }) => {
    const wrap = label === undefined ? '' : `error in '${compiler.name}' ${label} `;
    return { name, keep, text: compiler.text(source[name] || fallback, [name], { wrap }) };
  });
  return (into, scope) => {
    for (const { name, keep, text } of texts) {
      const rendered = text(scope);
      if (rendered !== '' || !keep) into[name] = rendered;
    }
  };
}

export function textMembers<N extends string>(
  fields: readonly TextField<N>[],
  value: Texts<N>,
): (readonly [string, unknown])[] {
  return fields.flatMap(({ name, always }) =>
    always === true ? [[name, value[name]] as const] : unlessEmpty(name, value[name]),
  );
}

import { type Command, Option } from 'commander';
import { emitYaml } from '../../engine/config/emit.ts';
import { compareStrings } from '../../engine/go/utf8.ts';
import { JsonObject } from '../../engine/notification/json.ts';
import { CliError } from '../errors.ts';
import type { Io } from '../io.ts';
import { indentJson } from './indent-json.ts';
import { formatTable } from './table.ts';

/** What items by name look like. */
export interface ItemKind<T> {
  readonly head: readonly string[];
  /** The rows of an item. */
  readonly rows: (name: string, item: T) => readonly (readonly string[])[];
  readonly json: (item: T) => unknown;
}

/** What `-o` takes. */
export const outputFormats: readonly string[] = ['json', 'yaml', 'wide', 'name'];

/** Adds `-o`. */
export function addOutputFlag(command: Command): void {
  command.addOption(
    new Option('-o, --output <format>', `Output format. One of:${outputFormats.join('|')}`).default('wide'),
  );
}

/** The output format that was asked for. @throws {CliError} `Usage` */
export function outputFormat(output: string): string {
  if (output === '') return 'wide';
  if (outputFormats.includes(output)) return output;
  throw new CliError('Usage', `output '${output}' is not supported`);
}

/** Prints items as upstream does: a table, or sorted names, JSON of two spaces, YAML. */
export function printItems<T>(io: Io, format: string, items: ReadonlyMap<string, T>, kind: ItemKind<T>): void {
  const sorted = [...items].sort(([a], [b]) => compareStrings(a, b));
  io.stdout.write(textOf(format, sorted, kind));
}

function textOf<T>(format: string, items: readonly [string, T][], kind: ItemKind<T>): string {
  if (format === 'name') return items.map(([name]) => `${name}\n`).join('');
  if (format === 'wide')
    return tableOf(
      kind.head,
      items.flatMap(([name, item]) => kind.rows(name, item)),
    );
  const object = new JsonObject(items.map(([name, item]) => [name, kind.json(item)]));
  return format === 'json' ? `${indentJson(object.toText())}\n` : emitYaml(object.toPlain());
}

/** A table of rows. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return formatTable([head, ...rows].map((cells) => `${cells.join('\t')}\n`).join(''));
}

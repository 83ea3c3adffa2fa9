import type { Command } from 'commander';
import type { Config } from '../../engine/config.ts';
import { saying } from '../failure.ts';
import type { Io } from '../io.ts';
import { addOutputFlag, type ItemKind, outputFormat, printItems } from '../output/items.ts';
import { loadConfiguration, reportProblems } from '../source/configuration.ts';
import { type Source, withSource } from '../source/source.ts';
import { examples } from './examples.ts';
import { missingText } from './missing.ts';

/** Items of a configuration that can be printed. */
export interface Items<T> {
  /** What one is called, which is also how its keys begin. */
  readonly what: 'trigger' | 'template';
  readonly kind: ItemKind<T>;
  readonly of: (config: Config) => ReadonlyMap<string, { readonly value: T }>;
  /** The name of one, for examples. */
  readonly example: string;
}

/** Adds `get` to a group; its exit code is 1 when an item that was asked for is missing or unreadable. */
export function addGetCommand<T>(group: Command, io: Io, items: Items<T>): void {
  const { what, example } = items;
  const get = group.command('get').description(`Prints information about configured ${what}s`).argument('[names...]');
  addOutputFlag(get);
  get.addHelpText(
    'after',
    examples({
      [`prints all ${what}s of the cluster`]: `${what} get`,
      [`prints YAML formatted ${example} ${what} definition of a file`]: `${what} get ${example} -o=yaml --config-map ./cm.yaml`,
    }),
  );
  get.action(async (names: string[], { output }: { output: string }) => {
    const format = outputFormat(output);
    await withSource(get, io, (source) => printChosen(source, io, { names, format, items }));
  });
}

interface Chosen<T> {
  /** Those to print; all when there are none. */
  readonly names: readonly string[];
  readonly format: string;
  readonly items: Items<T>;
}

async function printChosen<T>(source: Source, io: Io, { names, format, items }: Chosen<T>): Promise<void> {
  const { what, kind } = items;
  const { config, problems } = await saying('failed to get api: ', () => loadConfiguration(source, io));
  const known = items.of(config);
  const chosen = [...known].filter(([name]) => names.length === 0 || names.includes(name));
  printItems(io, format, new Map(chosen.map(([name, { value }]) => [name, value])), kind);
  reportProblems(io, problems);
  const missing = names.filter((name) => !known.has(name));
  for (const name of missing) io.stderr.write(`${missingText(what, name, known.keys())}\n`);
  const lost = problems.filter(({ key, severity }) => severity === 'error' && isLost(key, what, known));
  if (missing.length > 0 || (names.length === 0 && lost.length > 0)) io.exitCode = 1;
}

/** Whether the item of a ConfigMap key could not even be read. */
function isLost(key: string, what: string, known: ReadonlyMap<string, unknown>): boolean {
  return key.startsWith(`${what}.`) && !known.has(key.slice(what.length + 1));
}

import { styleText } from 'node:util';
import { type Command, Option } from 'commander';
import { hasCode } from '../../controller/errors.ts';
import { configSyncResource, type KubernetesObject } from '../../controller/kubernetes/index.ts';
import type { Explained } from '../../engine/expr/index.ts';
import { CliError } from '../errors.ts';
import { explainObject, stateOf } from '../explain/explain.ts';
import { outcomeText } from '../explain/reason.ts';
import { explanationText } from '../explain/text.ts';
import type { Io } from '../io.ts';
import { loadConfiguration, reportProblems } from '../source/configuration.ts';
import { type Source, withSource } from '../source/source.ts';
import { examples } from './examples.ts';
import { missingText } from './missing.ts';

interface ExplainFlags {
  readonly full?: boolean;
  readonly output: 'text' | 'json';
}

/** Adds `explain`. */
export function addExplainCommand(program: Command, io: Io): void {
  program
    .command('explain')
    .usage('[flags] RESOURCE [TRIGGER…]')
    .description('Tells why each trigger does or does not fire on a resource, what was sent and what would be sent')
    .argument('[arguments...]', 'a file, - or the name of a resource in the cluster, then the triggers to look at')
    .option('--full', 'shows every part of every condition with its value; so it is for triggers that are named')
    .addOption(new Option('-o, --output <format>', 'output format').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      examples({
        'all triggers on a RootSync of the cluster': 'explain root-sync',
        'one trigger, part by part': 'explain root-sync on-sync-failed',
        'needs no cluster': 'explain ./root-sync.yaml --config-map ./cm.yaml --secret :empty',
      }),
    )
    .action(async ([resource, ...names]: string[], flags: ExplainFlags, command: Command) => {
      if (resource === undefined) throw new CliError('Usage', 'expected a resource');
      await withSource(command, io, async (source) => await run(source, io, { resource, names, flags }));
    });
}

interface Wanted {
  readonly resource: string;
  readonly names: readonly string[];
  readonly flags: ExplainFlags;
}

async function run(source: Source, io: Io, { resource, names, flags }: Wanted): Promise<void> {
  const object = (await source.resource(resource)) as KubernetesObject;
  const loaded = await loadConfiguration(source, io, object);
  reportProblems(io, loaded.problems);
  const unknown = names.find((name) => !loaded.config.triggers.has(name));
  if (unknown !== undefined) {
    throw new CliError('NotFound', missingText('trigger', unknown, loaded.config.triggers.keys()));
  }
  const state = await stateFor(source, io, resource, object);
  const explained = await explainObject(loaded, object, { state, names });
  if (flags.output === 'json') {
    io.stdout.write(`${JSON.stringify(explained, readable, 2)}\n`);
    return;
  }
  const full = flags.full === true || names.length > 0;
  const style = (name: Parameters<typeof styleText>[0], text: string) => (io.color ? styleText(name, text) : text);
  io.stdout.write(explanationText(explained, { full, style }));
}

/** What the object carries; for one of the cluster that carries nothing, what its Notification does. */
async function stateFor(source: Source, io: Io, resource: string, object: KubernetesObject) {
  const own = stateOf(object);
  if (own.size > 0 || resource === '-' || io.files.isFile(resource)) return own;
  try {
    const { name, namespace = '' } = object.metadata;
    return stateOf(await source.get(configSyncResource('Notification'), name, namespace));
  } catch (error) {
    if (hasCode(error, 'NotFound') || hasCode(error, 'Forbidden')) return own;
    throw error;
  }
}

/** Parts of expressions with what they gave as text, which every value has. */
function readable(_key: string, value: unknown): unknown {
  const isPart = typeof value === 'object' && value !== null && 'outcome' in value && 'source' in value;
  if (!isPart) return value;
  const part = value as Explained;
  return { source: part.source, value: outcomeText(part), parts: part.parts };
}

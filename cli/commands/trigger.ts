import type { Command } from 'commander';
import type { Api } from '../../engine/api.ts';
import { type Condition, conditionJson } from '../../engine/triggers.ts';
import { CliError } from '../errors.ts';
import { saying } from '../failure.ts';
import type { Io } from '../io.ts';
import { type ItemKind, tableOf } from '../output/items.ts';
import { loadConfiguration, reportProblems } from '../source/configuration.ts';
import { withSource } from '../source/source.ts';
import { twoArguments } from './arguments.ts';
import { examples } from './examples.ts';
import { addGetCommand } from './get.ts';
import { addGroup } from './group.ts';
import { missingText } from './missing.ts';

type Trigger = readonly Condition[] | null;

const trigger: ItemKind<Trigger> = {
  head: ['NAME', 'TEMPLATE', 'CONDITION'],
  rows: (name, conditions) =>
    (conditions ?? []).map(({ send, when }, i) => [i === 0 ? name : '', (send ?? []).join(', '), when]),
  json: (conditions) => conditions?.map(conditionJson) ?? null,
};

/** Adds `trigger get` and `trigger run`. */
export function addTriggerCommand(program: Command, io: Io): void {
  const group = addGroup(program, 'trigger', 'Notification triggers related commands');
  addGetCommand(group, io, {
    what: 'trigger',
    kind: trigger,
    of: ({ triggers }) => triggers,
    example: 'on-sync-failed',
  });
  const run = group
    .command('run')
    .usage('[flags] NAME RESOURCE_NAME')
    .description('Evaluates specified trigger condition and prints the result')
    .argument('[NAME]', 'the trigger')
    .argument('[RESOURCE_NAME]', 'a file, -, or a resource in the cluster: root-sync, reposync/repo-sync')
    .allowExcessArguments()
    .addHelpText(
      'after',
      examples({
        'executes a trigger of the ConfigMap that root-sync refers to': 'trigger run on-sync-failed root-sync',
        'executes a trigger of a file on a RepoSync of the cluster':
          'trigger run on-sync-failed reposync/repo-sync -n team-a --config-map ./my-config-map.yaml',
        'needs no cluster': 'trigger run on-sync-failed ./root-sync.yaml --config-map ./cm.yaml --secret :empty',
        "takes Argo CD's ConfigMap": 'trigger run on-deployed guestbook -n argocd --argo',
      }),
    );
  run.action(() => runTrigger(run, io, twoArguments(run.args)));
}

async function runTrigger(command: Command, io: Io, [name, resourceName]: [string, string]): Promise<void> {
  await withSource(command, io, async (source) => {
    const loading = source.resource(resourceName);
    const resource = await loading.catch(() => undefined);
    const loaded = await saying('failed to get api: ', () => loadConfiguration(source, io, resource));
    reportProblems(io, loaded.problems);
    const conditions = loaded.config.triggers.get(name);
    if (!conditions) throw new CliError('NotFound', missingText('trigger', name, loaded.config.triggers.keys()));
    const object = await saying('failed to load resource: ', () => loading);
    const results = await saying(`failed to execute trigger ${name}: `, () => loaded.api.runTrigger(name, object));
    io.stdout.write(resultTable(conditions.value, results));
    for (const { error, oncePerError } of results) {
      for (const each of [error, oncePerError]) if (each) io.stderr.write(`warning: ${each.message}\n`);
    }
  });
}

function resultTable(conditions: Trigger, results: Awaited<ReturnType<Api['runTrigger']>>): string {
  const rows = results.map(({ triggered }, i) => [conditions?.[i]?.when ?? '', `${triggered}`]);
  return tableOf(['CONDITION', 'RESULT'], rows);
}

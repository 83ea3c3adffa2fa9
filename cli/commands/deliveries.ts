import { type Command, Option } from 'commander';
import { configSyncResource, type KubernetesObject } from '../../controller/kubernetes/index.ts';
import { annotationPrefixes } from '../../controller/rsync/annotations.ts';
import { type DeliveryLine, deliveriesOf } from '../deliveries/deliveries.ts';
import { CliError } from '../errors.ts';
import type { Io } from '../io.ts';
import { tableOf } from '../output/items.ts';
import { kindOf } from '../source/kinds.ts';
import { type Source, withSource } from '../source/source.ts';
import { examples } from './examples.ts';

const notifications = configSyncResource('Notification');
/** How many Notifications are asked for at once, and at most read. */
const pageSize = 500;
const maxPages = 100;

/** Adds `deliveries` and `retry`. */
export function addDeliveriesCommand(program: Command, io: Io): void {
  program
    .command('deliveries')
    .usage('[flags] [RSYNC]')
    .description('Lists what was sent about an RSync, or about all of a namespace: sent, waiting, dead, and why')
    .argument('[rsync]', 'the name of an RSync')
    .addOption(new Option('-o, --output <format>', 'output format').choices(['table', 'json']).default('table'))
    .addHelpText(
      'after',
      examples({ 'of one RSync': 'deliveries root-sync', 'of a namespace': 'deliveries -n team-a' }),
    )
    .action(async (name: string | undefined, { output }: { output: string }, command: Command) => {
      await withSource(command, io, async (source) => {
        const lines = (await notificationsOf(source, name)).flatMap(deliveriesOf);
        io.stdout.write(output === 'json' ? `${JSON.stringify(lines, null, 2)}\n` : tableOfLines(lines));
      });
    });
  program
    .command('retry')
    .usage('[flags] RSYNC [TRIGGER SERVICE[:RECIPIENT]]')
    .description(
      'Has what waits or was given up be tried again at once: everything about an RSync, or one notification',
    )
    .argument('[arguments...]', 'the name of an RSync; then a trigger and a destination as `deliveries` lists them')
    .addHelpText(
      'after',
      examples({ everything: 'retry root-sync', 'one notification': 'retry root-sync on-sync-failed slack:ops' }),
    )
    .action(async (given: string[], _options: object, command: Command) => {
      const [name, trigger, destination] = given;
      if (name === undefined || (given.length !== 1 && given.length !== 3)) {
        throw new CliError('Usage', `expected an RSync, or an RSync, a trigger and a destination; got ${given.length}`);
      }
      await withSource(command, io, async (source) => {
        await retry(source, name, trigger === undefined ? [] : [trigger, destination as string]);
        io.stdout.write(`${name}: will be tried again\n`);
      });
    });
}

async function notificationsOf(source: Source, name: string | undefined): Promise<KubernetesObject[]> {
  const namespace = source.namespace();
  if (name !== undefined) return [await source.get(notifications, name, namespace)];
  const client = await source.client();
  if (!client)
    throw new CliError('Failed', 'there is no cluster to read Notifications from: no kubeconfig, no --server');
  const found: KubernetesObject[] = [];
  let next: string | undefined;
  for (let page = 0; page < maxPages; page++) {
    const listed = await client.list(notifications, { namespace, limit: pageSize, ...(next && { continue: next }) });
    found.push(...listed.items);
    next = listed.continue;
    if (!next) break;
  }
  return found;
}

function tableOfLines(lines: readonly DeliveryLine[]): string {
  const rows = lines.map(({ rsync, state, trigger, destination, time, next, attempts, error }) => {
    const more = [
      attempts > 0 && `${attempts} ${attempts === 1 ? 'try' : 'tries'}`,
      next !== '' && `next ${next}`,
      error.split('\n')[0],
    ];
    return [rsync, state.toUpperCase(), trigger, destination, time, more.filter(Boolean).join(', ')];
  });
  return tableOf(['RSYNC', 'STATE', 'TRIGGER', 'DESTINATION', 'TIME', 'DETAIL'], rows);
}

/** Asks the notification process, by the annotation that it looks at. */
async function retry(source: Source, resourceName: string, one: readonly string[]): Promise<void> {
  const object = (await source.resource(resourceName)) as KubernetesObject;
  const resource = kindOf(object.kind);
  const client = await source.client();
  if (!resource || !client) throw new CliError('Failed', 'retrying needs an RSync of a cluster');
  const { name, namespace = '' } = object.metadata;
  const value = [new Date().toISOString(), ...one].join(' ');
  const annotations = { [`${annotationPrefixes[0]}/retry`]: value };
  await client.mergePatch(resource, { namespace, name }, { metadata: { annotations } });
}

import type { Command } from 'commander';
import { type Notification, notificationJson, previewNotification } from '../../engine/notification.ts';
import { consoleService } from '../../engine/services/console.ts';
import type { Log } from '../../engine/services/service.ts';
import { parseDestination } from '../../engine/subscriptions.ts';
import { saying } from '../failure.ts';
import type { Io } from '../io.ts';
import type { ItemKind } from '../output/items.ts';
import { clearLine, withProgress } from '../progress.ts';
import { loadConfiguration, reportProblems } from '../source/configuration.ts';
import { repeated } from '../source/flags.ts';
import { withSource } from '../source/source.ts';
import { twoArguments } from './arguments.ts';
import { examples } from './examples.ts';
import { addGetCommand } from './get.ts';
import { addGroup } from './group.ts';

const template: ItemKind<Notification> = {
  head: ['NAME', 'PREVIEW'],
  rows: (name, notification) => [[name, previewNotification(notification)]],
  json: notificationJson,
};

/** Longest time for one delivery. */
const sendTimeoutMs = 120_000;

/** Adds `template get` and `template notify`. */
export function addTemplateCommand(program: Command, io: Io): void {
  const group = addGroup(program, 'template', 'Notification templates related commands');
  addGetCommand(group, io, {
    what: 'template',
    kind: template,
    of: ({ templates }) => templates,
    example: 'sync-failed',
  });
  const notify = group
    .command('notify')
    .usage('[flags] NAME RESOURCE_NAME')
    .description('Generates notification using the specified template and send it to specified recipients')
    .argument('[NAME]', 'the template')
    .argument('[RESOURCE_NAME]', 'a file, -, or a resource in the cluster: root-sync, reposync/repo-sync')
    .allowExcessArguments()
    .option('--recipient <service:recipient>', 'a recipient; may be repeated (default: console:stdout)', repeated)
    .addHelpText(
      'after',
      examples({
        'sends a notification using ConfigMap and Secret of the cluster':
          'template notify sync-failed root-sync --recipient slack:my-slack-channel',
        'renders a notification in the console, without a cluster':
          'template notify sync-failed ./root-sync.yaml --config-map ./cm.yaml --secret :empty',
      }),
    );
  notify.action(async () => {
    const { recipient: recipients = ['console:stdout'] } = notify.opts<{ recipient?: string[] }>();
    const [name, resource] = twoArguments(notify.args);
    await sendToAll(notify, io, { name, resource, recipients });
  });
}

interface Notify {
  readonly name: string;
  readonly resource: string;
  readonly recipients: readonly string[];
}

/** Sends to one recipient after the other; the first failure ends it. */
async function sendToAll(
  command: Command,
  io: Io,
  { name, resource: resourceName, recipients }: Notify,
): Promise<void> {
  await withSource(command, io, async (source) => {
    const loading = source.resource(resourceName);
    const resource = await loading.catch(() => undefined);
    const { api, problems } = await saying('failed to create API: ', () => loadConfiguration(source, io, resource));
    reportProblems(io, problems);
    api.addService(
      'console',
      consoleService((text) => io.stdout.write(text)),
    );
    const object = await saying('failed to load resource: ', () => loading);
    const log = serviceLog(io);
    for (const recipient of recipients) {
      const signal = AbortSignal.any([io.signal, AbortSignal.timeout(sendTimeoutMs)]);
      const send = () => api.send(object, [name], parseDestination(recipient), { signal, log });
      await saying(`failed to notify '${recipient}': `, () => withProgress(io, `Sending to ${recipient}`, send));
    }
  });
}

/** What services tell, on standard error, their details as well. */
function serviceLog({ stderr }: Io): Log {
  const begin = stderr.isTerminal ? clearLine : '';
  const at = (level: string) => (message: string) => stderr.write(`${begin}${level}: ${message}\n`);
  return { debug: at('debug'), info: at('info'), warn: at('warning'), error: at('error') };
}

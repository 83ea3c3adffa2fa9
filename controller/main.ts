import { ControllerError, hasCode } from './errors.ts';
import { type Connection, inCluster, loadKubeConfig } from './kubernetes/index.ts';
import { createLog } from './log.ts';
import { type NotificationOptions, parseNotificationOptions } from './options.ts';
import { NotificationProcess } from './rsync/process.ts';

const usage = `usage: node controller/main.ts COMMAND [FLAG…]

  notification   the notification process of one RootSync or RepoSync (notification --help)
  demo           a scripted RootSync on an embedded API server; --once ends by itself;
                 with --kubeconfig the notification process on that cluster, as a timeline
`;

const commands: Readonly<Record<string, (argv: readonly string[]) => Promise<number>>> = {
  notification: runNotification,
  demo: async (argv) => (await import('./demo/main.ts')).runDemo(argv, process.env, untilSignal()),
};

async function runNotification(argv: readonly string[]): Promise<number> {
  const options = parseNotificationOptions(argv, process.env);
  const log = createLog(options.logLevel, { process: 'notification' });
  const connection = await connect(options);
  const notification = new NotificationProcess(options, { connection, log, environment: process.env });
  const signal = untilSignal();
  await Promise.race([notification.start(), signal]);
  log.info({ signal: await signal }, 'a signal asks to stop');
  await notification.stop();
  return 0;
}

async function connect({ kubeconfig }: Pick<NotificationOptions, 'kubeconfig'>): Promise<Connection> {
  if (kubeconfig !== undefined) return await loadKubeConfig(kubeconfig);
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;
  return inCluster({ host, port });
}

/** The name of the first SIGTERM or SIGINT. */
function untilSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });
}

async function main([name = '', ...argv]: readonly string[]): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    process.stderr.write(name === '' ? usage : `unknown command '${name}'\n\n${usage}`);
    return name === '' ? 0 : 2;
  }
  try {
    return await command(argv);
  } catch (error) {
    if (hasCode(error, 'Help')) {
      process.stdout.write(`${error.message}\n`);
      return 0;
    }
    process.stderr.write(`${error instanceof ControllerError ? error.message : (error as Error).stack}\n`);
    return hasCode(error, 'Usage') ? 2 : 1;
  }
}

process.exitCode = await main(process.argv.slice(2));

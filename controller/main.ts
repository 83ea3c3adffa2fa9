import { exitCodeOf, type Program, untilSignal } from './program.ts';

const usage = `usage: node controller/main.ts COMMAND [FLAG…]

  notification   the notification process of one RootSync or RepoSync (notification --help)
  manager        gives every RootSync and RepoSync that asks for it a notification process (manager --help)
  demo           a scripted RootSync on an embedded API server; --once ends by itself;
                 with --kubeconfig the notification process on that cluster, as a timeline
`;

const commands: Readonly<Record<string, Program>> = {
  notification: async (argv, env) => (await import('./run-notification.ts')).runNotification(argv, env),
  manager: async (argv, env) => (await import('./run-manager.ts')).runManager(argv, env),
  demo: async (argv, env) => (await import('./demo/main.ts')).runDemo(argv, env, untilSignal()),
};

async function main([name = '', ...argv]: readonly string[]): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return await exitCodeOf(command, argv, process.env);
  process.stderr.write(name === '' ? usage : `unknown command '${name}'\n\n${usage}`);
  return name === '' ? 0 : 2;
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.exitCode = await main(process.argv.slice(2));

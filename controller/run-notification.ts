import type { Environment } from './flags.ts';
import { createLog } from './log.ts';
import { parseNotificationOptions } from './options.ts';
import { connect, runUntil, untilSignal } from './program.ts';
import { NotificationProcess } from './rsync/process.ts';

/** Runs the notification process of one RootSync or RepoSync until a signal. */
export async function runNotification(argv: readonly string[], env: Environment): Promise<number> {
  const options = parseNotificationOptions(argv, env);
  const log = createLog(options.logLevel, { process: 'notification' });
  const connection = await connect(options.kubeconfig, env);
  const notification = new NotificationProcess(options, { connection, log, environment: env });
  return await runUntil(untilSignal(), notification, log);
}

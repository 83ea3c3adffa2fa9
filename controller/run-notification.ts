import type { Environment } from './flags.ts';
import { createLog } from './log.ts';
import { notificationProcess } from './notification-process.ts';
import { parseNotificationOptions } from './options.ts';
import { connect, runUntil, untilSignal } from './program.ts';

/** Runs a notification process until a signal. */
export async function runNotification(argv: readonly string[], env: Environment): Promise<number> {
  const options = parseNotificationOptions(argv, env);
  const log = createLog(options.logLevel, { process: 'notification' });
  const connection = await connect(options.kubeconfig, env);
  const notification = notificationProcess(options, { connection, log, environment: env });
  return await runUntil(untilSignal(), notification, log);
}

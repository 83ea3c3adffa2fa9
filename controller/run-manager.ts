import type { Environment } from './flags.ts';
import { createLog } from './log.ts';
import { Manager } from './manager/manager.ts';
import { parseManagerOptions } from './manager/options.ts';
import { connect, runUntil, untilSignal } from './program.ts';

/** Runs the manager until a signal. */
export async function runManager(argv: readonly string[], env: Environment): Promise<number> {
  const options = parseManagerOptions(argv, env);
  const log = createLog(options.logLevel, { process: 'manager' });
  const manager = new Manager(options, { connection: await connect(options.kubeconfig, env), log });
  return await runUntil(untilSignal(), manager, log);
}

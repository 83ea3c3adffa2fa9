import { exitCodeOf } from './program.ts';
import { runNotification } from './run-notification.ts';

process.exitCode = await exitCodeOf(runNotification, process.argv.slice(2), process.env);

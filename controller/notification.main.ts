import { optimise } from './optimise.ts';

optimise(false);
const { exitCodeOf } = await import('./program.ts');
const { runNotification } = await import('./run-notification.ts');

process.exitCode = await exitCodeOf(runNotification, process.argv.slice(2), process.env);

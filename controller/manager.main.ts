import { exitCodeOf } from './program.ts';
import { runManager } from './run-manager.ts';

process.exitCode = await exitCodeOf(runManager, process.argv.slice(2), process.env);

import { stay, type Task } from './task.ts';

// A process without the engine.
const { connection } = JSON.parse(process.argv[2] ?? '{}') as Task;
if (connection) await (await import('./connection.ts')).openConnection(connection);
stay();

#!/usr/bin/env node
import { basename } from 'node:path';
import { processIo } from './io.ts';
import { run } from './program.ts';

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
const isPlugin = basename(process.argv[1] ?? '').startsWith('kubectl-');
const name = isPlugin ? 'kubectl notifications' : 'configsync-notifications';
process.exitCode = await run(process.argv.slice(2), processIo(process, interrupt.signal), name);

import { readdirSync } from 'node:fs';
import type { Sample } from './sample.ts';

/** Loaded into a process by `--import`: answers each message of its parent with what the process holds. */
const collect = globalThis.gc ?? (() => undefined);
const megabyte = 1024 * 1024;

function look(): Sample {
  collect();
  const { rss, heapUsed, external } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  const count = (...names: readonly string[]) => resources.filter((name) => names.includes(name)).length;
  return {
    time: Date.now(),
    rss: rss / megabyte,
    heap: heapUsed / megabyte,
    external: external / megabyte,
    files: openFiles(),
    sockets: count('TCPSocketWrap', 'TLSWrap'),
    timers: count('Timeout', 'Immediate'),
    handles: resources.length,
  };
}

/** Open file descriptors, as Linux's `/proc` has them; 0 elsewhere. */
function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return 0;
  }
}

process.on('message', () => process.send?.(look()));
process.channel?.unref();

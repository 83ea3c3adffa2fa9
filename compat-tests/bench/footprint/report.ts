import { cpus } from 'node:os';
import { median } from '../../statistics.ts';
import type { Memory } from './child.ts';
import { type Measured, names } from './engine.ts';
import { asStarted, goPeer, type Idle } from './idle.ts';

/** MB that the engine may cost beside bare Node with a connection, and its process's largest share of the Go peer's memory. */
const engineLimit = 8;
const peerShare = 1.3;
/** Seconds from start to ready. */
const readyLimit = 0.3;

export interface Footprint {
  readonly rounds: number;
  readonly engine: readonly Measured[];
  readonly idle: readonly Idle[];
}

/** What has been tried, and what it gave when it was: MB resident of the engine with `webhook` and `slack`, if nothing else is said. */
const attempts: readonly (readonly [attempt: string, gave: string])[] = [
  ['re2js loaded when the first regular expression is compiled; semver’s patterns compiled when first used', '−9.0'],
  ['`Intl` not asked for the zone of the process where `Date` says that it is UTC', '−6.0'],
  [
    'Node’s own modules taken from `process.getBuiltinModule`, since an import reads lazy exports: undici for `WebSocket`, Web Crypto',
    '−5.2',
  ],
  ['services loaded when first used, one chunk each', '−1.6'],
  ['`node:http2` loaded when a receiver first speaks HTTP/2', '−1.5'],
  ['zone table read when the system lacks a zone', '−0.7'],
  ['one `malloc` arena: `MALLOC_ARENA_MAX=1`', '−0.8 of the process; no more CPU a delivery'],
  [
    'memory given back once the process is at rest after its start: `--expose-gc` and a “last resort” collection',
    '−4.3 of the process',
  ],
  [
    '`--max-semi-space-size=8` instead of 2',
    '+0.6 of the process at rest, in one round; kept for a fifth less CPU a delivery under load',
  ],
  [
    'both of V8’s optimising compilers off in the process of one RSync: `--no-opt --no-maglev` in its container’s command',
    '−2.4 of the process at rest, as above',
  ],
  [
    'memory given back again after work, at most once a minute, when the heap has grown by 4',
    '−9 of the process after a hundred messages (73 in `npm run bench` without, 64 with it)',
  ],
  ['shorter identifiers', '−0.2; not kept, for the sake of stack traces'],
  ['`--lite-mode`, `--jitless`', '−3.7; not kept: nothing is compiled to machine code'],
  ['`--single-threaded`, `--v8-pool-size`, `--max-lazy`, `--max-heap-size`, `--no-flush-bytecode`', '0; not kept'],
  [
    'a start-up snapshot of the whole process in one file (`node --build-snapshot`)',
    '+7.8 resident, +14.7 anonymous of the process, with all services in it, 0.04 s faster; not kept. An empty one adds 4.4 resident, 7.1 anonymous to bare Node',
  ],
  [
    'the same without the services but `webhook`',
    '−0.8 to +2.6 resident, +6.1 anonymous of the process, 0.05 s faster; not kept',
  ],
  [
    'the same as a single executable (`--experimental-sea-config`, `useSnapshot`)',
    '+24 resident, +6.2 anonymous of the process, 0.05 s faster; not kept',
  ],
  [
    'a snapshot of the program as it is',
    'Node ends with `CheckGlobalAndEternalHandles failed`: `node:http`, `node:https`, `node:http2`, `node:tls` and a `BlockList` cannot be in one, and have to be loaded after it; there `import()` ends with `ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING`',
  ],
  ['`--optimize-for-size`', '−2.0 to +1.4 of the process, in two rounds; not kept: `NODE_OPTIONS` does not take it'],
  ['`--minor-ms`, `--no-sparkplug`', '−0.7 to +2.7 of the process, in two rounds; not kept'],
  ['`--no-opt` alone, `--no-maglev` alone', '0, and +3.6 to +7.0 of the process, in two rounds; not kept'],
  ['`--invocation-count-for-turbofan=30000`, and for maglev', '−2.4 to +1.0 of the process, in two rounds; not kept'],
  [
    '`--single-threaded-gc`, `--stack-size=500`, `--use-bundled-ca`, `UV_THREADPOOL_SIZE=1`, `MALLOC_TRIM_THRESHOLD_=65536` with `MALLOC_MMAP_THRESHOLD_` the same',
    '0; not kept',
  ],
  [
    'the rest of prom-client (cluster, push gateway) and pino (worker threads) left out of the bundle',
    '−0.7 of the process',
  ],
  [
    'sprig’s cryptography and semver loaded when first used',
    'not done: 32 KB of source, of which V8 compiles what is called',
  ],
];

/** The Markdown of the measurements. A figure beyond its limit is bold. */
export function report({ rounds, engine, idle }: Footprint): string {
  return [
    `${cpus()[0]?.model}, ${cpus().length} CPUs; Node ${process.versions.node}. Memory in MB by \`/proc/PID/smaps_rollup\`: resident, and in`,
    `parentheses what no file backs (Node’s own pages are shared by all processes of a node). Medians of ${rounds} rounds in which all take turns.`,
    '',
    '| process | resident (anonymous) | over Node with a connection |',
    '|---|--:|--:|',
    ...engineLines(engine),
    '',
    'Each service, configured besides and used once on loopback, adds to the engine with `webhook` and `slack` (some 5 MB resident',
    'come and go with V8’s optimising compiler, whose code is paged in once anything is hot; read the anonymous ones):',
    '',
    '| service | resident | anonymous |',
    '|---|--:|--:|',
    ...serviceLines(engine),
    '',
    'The process that watches one RootSync, idle, six seconds after it was ready, with a webhook configured:',
    '',
    '| process | resident (anonymous) | of the Go peer’s | start to ready, s |',
    '|---|--:|--:|--:|',
    ...idleLines(idle),
    '',
    `The aims: the engine at most ${engineLimit} MB; the process no more than the Go peer, and never ${peerShare} times; ready within ${readyLimit} s.`,
    `${shortfall(engine, idle)}`,
    '',
    '| tried | gave, MB |',
    '|---|---|',
    ...attempts.map(([attempt, gave]) => `| ${attempt} | ${gave} |`),
  ].join('\n');
}

/** Whether a limit has been passed. */
export function failed({ engine, idle }: Footprint): boolean {
  const ours = idle.find(({ name }) => name === asStarted);
  const peer = idle.find(({ name }) => name === goPeer);
  if (over(engine, names.engine, names.connected) > engineLimit) return true;
  return ours !== undefined && peer !== undefined && resident(ours) > peerShare * resident(peer);
}

function engineLines(engine: readonly Measured[]): string[] {
  return engine
    .filter(({ name }) => Object.values<string>(names).includes(name))
    .map((row) => `| ${row.name} | ${both(row)} | ${extra(engine, row)} |`);
}

function extra(engine: readonly Measured[], { name }: Measured): string {
  return name === names.engine ? limited(over(engine, name, names.connected), engineLimit, 1) : '';
}

function serviceLines(engine: readonly Measured[]): string[] {
  const base = engine.find(({ name }) => name === names.engine);
  const services = engine.filter(({ name }) => !Object.values<string>(names).includes(name));
  return services.map(
    (row) =>
      `| \`${row.name}\` | ${signed(resident(row) - resident(base))} | ${signed(anonymous(row) - anonymous(base))} |`,
  );
}

function idleLines(idle: readonly Idle[]): string[] {
  const peer = idle.find(({ name }) => name === goPeer);
  return idle.map((row) => {
    const share = resident(row) / resident(peer);
    const ready = median(row.ready);
    return `| ${row.name} | ${both(row)} | ${limited(share, peerShare, 2)} | ${limited(ready, row.name === asStarted ? readyLimit : Infinity, 2)} |`;
  });
}

function shortfall(engine: readonly Measured[], idle: readonly Idle[]): string {
  const peer = idle.find(({ name }) => name === goPeer);
  const ours = idle.find(({ name }) => name === asStarted);
  if (!peer || !ours) return '';
  const connected = resident(engine.find(({ name }) => name === names.connected));
  const missing = resident(ours) - resident(peer);
  if (missing <= 0) return 'All are reached.';
  return (
    `The process has ${missing.toFixed(1)} MB more than the Go peer. Bare Node with one HTTPS connection has ${connected.toFixed(1)} MB ` +
    `by itself; ours adds ${(resident(ours) - connected).toFixed(1)} MB to it.`
  );
}

function over(rows: readonly Measured[], name: string, base: string): number {
  const find = (wanted: string) => rows.find((row) => row.name === wanted);
  return resident(find(name)) - resident(find(base));
}

interface Row {
  readonly memory: readonly Memory[];
}

function resident(row: Row | undefined): number {
  return median(row?.memory.map((memory) => memory.resident) ?? []);
}

function anonymous(row: Row | undefined): number {
  return median(row?.memory.map((memory) => memory.anonymous) ?? []);
}

function both(row: Row): string {
  return `${resident(row).toFixed(1)} (${anonymous(row).toFixed(1)})`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
}

function limited(value: number, limit: number, digits: number): string {
  const text = value.toFixed(digits);
  return value > limit ? `**${text}**` : text;
}

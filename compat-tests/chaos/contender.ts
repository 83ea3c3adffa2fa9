import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { nodeFlags } from '../../controller/manager/container.ts';
import { readDockerfile } from '../image/dockerfile.ts';
import type { Field } from './field.ts';
import { Program } from './program.ts';

const root = join(import.meta.dirname, '../..');

/** NODE_OPTIONS of the image. */
export const imageOptions: readonly string[] =
  readDockerfile(join(root, 'Dockerfile')).env['NODE_OPTIONS']?.split(' ') ?? [];

/** How a contender's process is started. */
export interface StartOptions {
  readonly kubeconfig: string;
  readonly field: Field;
  readonly log: string;
  /** Serve this one RootSync only. */
  readonly name?: string;
  /** Objects at work at once, for the Go peer; its default is 1. */
  readonly workers?: number;
  /** Where the pod's processes leave what outlives them, for ours. */
  readonly journal: string;
  /** Further flags, for ours. */
  readonly flags?: readonly string[];
  /** Further flags, for the Go peer. */
  readonly peerFlags?: readonly string[];
}

/** One of the two that are measured. */
export interface Contender {
  readonly name: 'ours' | 'Go peer';
  /** What its namespaces begin with. */
  readonly short: 'ours' | 'peer';
  start(options: StartOptions): Program;
}

/** This repository's process, from the bundle that `npm run build` makes. */
export function ours(bundle: string): Contender {
  return {
    name: 'ours',
    short: 'ours',
    start: ({ kubeconfig, field, log, name, journal, flags = [] }) =>
      new Program(
        process.execPath,
        [
          ...[...process.execArgv, ...imageOptions, ...(name === undefined ? [] : nodeFlags), bundle],
          ...['--kubeconfig', kubeconfig, '--api-kind', 'RootSync', '--resource-namespace', field.namespace],
          ...['--cm-name', 'cm', '--metrics-port', '0', '--journal', journal],
          ...[...(name === undefined ? [] : ['--resource-name', name]), ...flags],
        ],
        log,
      ),
  };
}

/** The path of the bundle, built into a folder. @throws {Error} when it cannot be built */
export function buildOurs(folder: string): string {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/build.ts'), folder], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the bundle cannot be built: ${stderr}`);
  return join(folder, 'notification.mjs');
}

/** Argo's own controller over RootSyncs. */
export function goPeer(binary: string): Contender {
  return {
    name: 'Go peer',
    short: 'peer',
    start: ({ kubeconfig, field, log, name = '', workers = 1, peerFlags = [] }) =>
      new Program(
        binary,
        [
          ...['--kubeconfig', kubeconfig, '--namespace', field.namespace, '--cm', 'cm'],
          ...['--name', name, '--workers', String(workers), ...peerFlags],
        ],
        log,
      ),
  };
}

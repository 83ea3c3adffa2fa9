import { join } from 'node:path';
import type { Field } from './field.ts';
import { Program } from './program.ts';

/** How a contender's process is started. */
export interface StartOptions {
  readonly kubeconfig: string;
  readonly field: Field;
  readonly log: string;
  /** Serve this one RootSync only. */
  readonly name?: string;
  /** Objects at work at once, for the Go peer; its default is 1. */
  readonly workers?: number;
  /** Further flags, for ours. */
  readonly flags?: readonly string[];
}

/** One of the two that are measured. */
export interface Contender {
  readonly name: 'ours' | 'Go peer';
  /** What its namespaces begin with. */
  readonly short: 'ours' | 'peer';
  start(options: StartOptions): Program;
}

const main = join(import.meta.dirname, '../../controller/main.ts');

/** This repository's process, from its sources. */
export const ours: Contender = {
  name: 'ours',
  short: 'ours',
  start: ({ kubeconfig, field, log, name, flags = [] }) =>
    new Program(
      process.execPath,
      [
        ...[...process.execArgv, main, 'notification', '--kubeconfig', kubeconfig],
        ...['--api-kind', 'RootSync', '--resource-namespace', field.namespace, '--cm-name', 'cm'],
        ...['--metrics-port', '0', ...(name === undefined ? [] : ['--resource-name', name]), ...flags],
      ],
      log,
    ),
};

/** Argo's own controller over RootSyncs. */
export function goPeer(binary: string): Contender {
  return {
    name: 'Go peer',
    short: 'peer',
    start: ({ kubeconfig, field, log, name = '', workers = 1 }) =>
      new Program(
        binary,
        [
          ...['--kubeconfig', kubeconfig, '--namespace', field.namespace, '--cm', 'cm'],
          ...['--name', name, '--workers', String(workers)],
        ],
        log,
      ),
  };
}

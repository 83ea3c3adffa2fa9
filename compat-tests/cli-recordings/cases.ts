import { globSync } from 'node:fs';
import { basename, join } from 'node:path';

export const testdata = join(import.meta.dirname, '../../testdata');
export const recordingsPath = join(testdata, 'cli/upstream.jsonl');

/** A command line, called in the folder `testdata`. */
export interface CliCase {
  readonly id: string;
  readonly args: readonly string[];
  /** A file for standard input. */
  readonly stdin?: string;
  /** Whether it talks to the cluster of `cluster.ts`; what does not needs no kubeconfig here. */
  readonly cluster?: boolean;
}

/** What upstream said to a case. */
export interface CliRecording {
  readonly id: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

const empty = ['--secret', ':empty'];

/** Every command line that upstream has been asked. */
export function cliCases(): CliCase[] {
  return [
    ...corpusCases(),
    ...shapeCases(),
    ...evaluationCases(),
    ...sourceCases(),
    ...usageCases(),
    ...clusterCases(),
  ];
}

/** Every ConfigMap of the corpus, in two formats. */
function corpusCases(): CliCase[] {
  const files = globSync('*.yaml', { cwd: join(testdata, 'configmaps') }).sort();
  return files.flatMap((file) => {
    const source = ['--config-map', `configmaps/${file}`, ...empty];
    const name = basename(file, '.yaml');
    return [
      { id: `corpus/${name}/triggers`, args: ['trigger', 'get', ...source] },
      { id: `corpus/${name}/templates`, args: ['template', 'get', '-o', 'yaml', ...source] },
    ];
  });
}

/** Formats and filters. */
function shapeCases(): CliCase[] {
  const source = ['--config-map', 'cli/shapes.yaml', ...empty];
  const outputs = [[], ['-o', 'wide'], ['-o='], ['-o', 'name'], ['--output=json'], ['-oyaml']];
  const names = [['a'], ['9'], ['lines'], ['absent'], ['nothing']];
  return ['trigger', 'template'].flatMap((command) => [
    ...outputs.map((output) => ({
      id: `shapes/${command}/${output.join(' ') || 'default'}`,
      args: [command, 'get', ...output, ...source],
    })),
    ...names.map(([name = '']) => ({ id: `shapes/${command}/of ${name}`, args: [command, 'get', name, ...source] })),
    { id: `shapes/${command}/none as json`, args: [command, 'get', 'absent', '-o', 'json', ...source] },
    { id: `shapes/${command}/none as yaml`, args: [command, 'get', 'absent', '-o', 'yaml', ...source] },
    { id: `shapes/${command}/flags first`, args: [...source, command, 'get', '-o=name'] },
  ]);
}

/** Triggers and templates at work. */
function evaluationCases(): CliCase[] {
  const source = ['--config-map', 'cli/shapes.yaml', ...empty];
  const synced = 'objects/app-synced.json';
  const triggers = ['lines', 'nothing', 'none', '9', '10', 'Upper', 'é日本', 'absent'];
  const templates = ['a', 'long', 'tabs', 'section', 'fails', 'words', 'context', 'absent'];
  const recipients = [
    ['console:one', 'console'],
    ['console:a:b'],
    ['absent:x', 'console:y'],
    ['console:first', 'w:second', 'console:third'],
    [''],
  ];
  return [
    ...triggers.map((name) => ({ id: `run/${name}`, args: ['trigger', 'run', name, synced, ...source] })),
    ...templates.map((name) => ({ id: `notify/${name}`, args: ['template', 'notify', name, synced, ...source] })),
    ...recipients.map((all) => ({
      id: `notify/to ${all.join(' ')}`,
      args: ['template', 'notify', 'context', synced, ...all.flatMap((each) => ['--recipient', each]), ...source],
    })),
    ...['app-degraded', 'app-numbers', 'app-unicode', 'app-deleted', 'app-nulls'].flatMap((object) => [
      { id: `run/on ${object}`, args: ['trigger', 'run', 'Upper', `objects/${object}.json`, ...source] },
      { id: `notify/about ${object}`, args: ['template', 'notify', 'a', `objects/${object}.json`, ...source] },
    ]),
    {
      id: 'notify/all sections',
      args: ['template', 'notify', 'all', synced, '--config-map', 'configmaps/all-sections.yaml', ...empty],
    },
  ];
}

/** Where ConfigMap, Secret and resource come from. */
function sourceCases(): CliCase[] {
  const configMaps = globSync('*.{yaml,json}', { cwd: join(testdata, 'cli') }).filter(
    (file) => file !== 'upstream.jsonl',
  );
  const shapes = ['--config-map', 'cli/shapes.yaml'];
  const resources = ['two-applications.yaml', 'no-kind.yaml', 'text.yaml', 'array.yaml', 'empty.yaml', 'broken.yaml'];
  const both = ['--config-map', 'cli/documents.yaml', '--secret', 'cli/documents.yaml'];
  return [
    ...configMaps.sort().map((file) => ({
      id: `source/config map ${file}`,
      args: ['template', 'get', '-o', 'json', '--config-map', `cli/${file}`, ...empty],
    })),
    ...['secret.yaml', 'bad-secret.yaml', 'number-secret.yaml', 'stream.json', 'shapes.yaml', 'absent.yaml'].map(
      (file) => ({
        id: `source/secret ${file}`,
        args: ['trigger', 'get', '9', ...shapes, '--secret', `cli/${file}`],
      }),
    ),
    ...resources.map((file) => ({
      id: `source/resource ${file}`,
      args: ['trigger', 'run', '9', `cli/${file}`, ...shapes, ...empty],
    })),
    { id: 'source/absent config map', args: ['trigger', 'get', '--config-map', 'cli/absent.yaml', ...empty] },
    { id: 'source/folder', args: ['trigger', 'get', '--config-map', 'cli', ...empty] },
    { id: 'source/both of one file', args: ['template', 'notify', 'synced', 'objects/app-synced.json', ...both] },
    { id: 'source/stdin', args: ['trigger', 'get', '--config-map', '-', ...empty], stdin: 'cli/shapes.yaml' },
    {
      id: 'source/secret on stdin',
      args: ['trigger', 'get', '9', ...shapes, '--secret', '-'],
      stdin: 'cli/secret.yaml',
    },
    {
      id: 'source/stdin twice',
      args: ['trigger', 'get', '--config-map', '-', '--secret', '-'],
      stdin: 'cli/documents.yaml',
    },
  ];
}

/** Command lines that do not fit. */
function usageCases(): CliCase[] {
  const source = ['--config-map', 'cli/shapes.yaml', ...empty];
  return [
    { id: 'usage/trigger', args: ['trigger'] },
    { id: 'usage/template', args: ['template'] },
    { id: 'usage/run without arguments', args: ['trigger', 'run', ...source] },
    { id: 'usage/run with one', args: ['trigger', 'run', '9', ...source] },
    { id: 'usage/notify with one', args: ['template', 'notify', 'a', ...source] },
    { id: 'usage/output', args: ['trigger', 'get', '-o', 'xml', ...source] },
    { id: 'usage/output of templates', args: ['template', 'get', '-o', 'YAML', ...source] },
    { id: 'usage/two names', args: ['trigger', 'get', '9', '10', ...source] },
  ];
}

/** What only the cluster has. */
function clusterCases(): CliCase[] {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['get', ['trigger', 'get']],
    ['namespace', ['trigger', 'get', '-n', 'argocd']],
    ['run', ['trigger', 'run', 'on-cluster', 'guestbook', '-n', 'argocd']],
    ['notify', ['template', 'notify', 'cluster', 'guestbook', '--namespace=argocd']],
    ['absent application', ['trigger', 'run', 'on-cluster', 'absent', '-n', 'argocd']],
    ['config map of a file', ['template', 'get', '-n', 'argocd', '--config-map', 'cli/shapes.yaml', '-o', 'name']],
    ['resource of a file', ['trigger', 'run', 'on-cluster', 'objects/app-synced.json', '-n', 'argocd']],
    ['secret', ['template', 'notify', 'secret', 'guestbook', '-n', 'argocd']],
    ['no secret', ['template', 'notify', 'secret', 'guestbook', '-n', 'argocd', '--secret', ':empty']],
    ['nothing there', ['trigger', 'get', '-n', 'empty']],
    ['no config map there', ['trigger', 'get', '-n', 'empty', '--secret', ':empty']],
  ];
  return cases.map(([id, args]) => ({ id: `cluster/${id}`, args, cluster: true }));
}

import { describe, expect, it } from 'vitest';
import { run } from './program.ts';
import { type TestIoOptions, testIo } from './test-io.ts';

const configMap = (data: string, name = 'cm') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata:\n${data}`;
const trigger = (name: string, when: string) => `  trigger.${name}: |\n    - when: ${when}\n      send: [t]\n`;
const rootSync = `
apiVersion: configsync.gke.io/v1beta1
kind: RootSync
metadata: {name: root-sync, namespace: config-management-system}
spec: {git: {repo: "https://example.com/r"}, notificationConfig: {configMapRef: {name: b}}}
status: {conditions: [{type: Syncing, status: "False", commit: abc}]}
`;

const files = {
  'good.yaml': configMap(
    `${trigger('on-a', 'sync.metadata.name == "root-sync"')}  template.t: |\n    message: "{{.sync.metadata.name}} {{.app.metadata.name}} {{call .utils.LastCommit}}"\n`,
  ),
  'broken.yaml': configMap(`${trigger('on-a', '"true"')}  trigger.on-b: "- when: ["\n  trigger.on-c: "- when: a =="\n`),
  'several.yaml': `${configMap(trigger('on-a', '"true"'), 'a')}---\n${configMap(trigger('on-b', '"true"'), 'b')}`,
  'rootsync.yaml': rootSync,
};

async function cli(line: string, options: TestIoOptions = {}) {
  const io = testIo({ files, ...options });
  const exitCode = await run(line.split(' '), io);
  return { exitCode, out: io.out(), err: io.err() };
}

describe('trigger and template', () => {
  it('need no kubeconfig when all is in files', async () => {
    const run = await cli('trigger run on-a rootsync.yaml --config-map good.yaml');
    expect(run).toEqual({
      exitCode: 0,
      err: '',
      out: 'CONDITION                           RESULT\nsync.metadata.name == "root-sync"  true\n'.replace(
        '                           RESULT',
        '                          RESULT',
      ),
    });
  });

  it('see an RSync as sync and as app', async () => {
    const notify = await cli('template notify t rootsync.yaml --config-map good.yaml');
    expect(notify).toEqual({ exitCode: 0, err: '', out: 'message: root-sync root-sync abc\n' });
  });

  it.each([
    ['the one that is named', 'trigger get -o name --config-map several.yaml --config-map-name a', 'on-a\n'],
    [
      'the one that the RSync names',
      'trigger run on-b rootsync.yaml --config-map several.yaml',
      'CONDITION  RESULT\ntrue       true\n',
    ],
    ['the only one', 'trigger get -o name --config-map good.yaml', 'on-a\n'],
  ])('take of several ConfigMaps %s', async (_, line, out) => {
    expect(await cli(line)).toEqual({ exitCode: 0, out, err: '' });
  });

  it('ask which of several is meant', async () => {
    const { exitCode, err } = await cli('trigger get --config-map several.yaml');
    expect(exitCode).toBe(2);
    expect(err).toContain(
      "file 'several.yaml' has several of kind ConfigMap (a, b): choose one with --config-map-name",
    );
  });

  it('read ConfigMap, Secret and resource from one standard input', async () => {
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {k: v}\n';
    const stdin = `${files['good.yaml']}---\n${secret}---\n${rootSync}`;
    const { out, err } = await cli('template notify t - --config-map - --secret -', { stdin });
    expect({ out, err }).toEqual({ out: 'message: root-sync root-sync abc\n', err: '' });
  });

  it('print what can be used, and tell of the rest with its place and a caret', async () => {
    const { exitCode, out, err } = await cli('trigger get --config-map broken.yaml');
    expect(out).toBe('NAME  TEMPLATE  CONDITION\non-a  t         true\non-c            a ==\n');
    expect(err).toContain('error: trigger.on-b:1:10: failed to unmarshal trigger on-b: ');
    expect(err).toContain('error: trigger.on-c:1:12: unexpected token EOF (1:4)');
    expect(err).toContain(' | - when: a ==\n |            ^\n');
    expect(exitCode).toBe(1);
  });

  it.each([
    ['trigger get on-a --config-map broken.yaml', 0],
    ['trigger get on-b --config-map broken.yaml', 1],
    ['trigger get on-a --config-map broken.yaml --strict-config', 1],
    ['trigger run on-a rootsync.yaml --config-map broken.yaml --config-map-name cm', 0],
    ['trigger run on-c rootsync.yaml --config-map broken.yaml --config-map-name cm', 1],
  ])('%s ends with %i', async (line, exitCode) => {
    expect(await cli(line)).toMatchObject({ exitCode });
  });

  it.each([
    [
      'trigger get on-aa --config-map good.yaml',
      "trigger with name 'on-aa' does not exist (found on-a)\n  (did you mean 'on-a'?)",
    ],
    ['trigger run on-x rootsync.yaml --config-map good.yaml', "trigger with name 'on-x' does not exist (found on-a)"],
    [
      'template notify nope rootsync.yaml --config-map good.yaml',
      "failed to notify 'console:stdout': template 'nope' is not supported",
    ],
    [
      'trigger run on-a deployment/x --config-map good.yaml',
      "there is no file 'deployment/x', and no kind 'deployment' that is known",
    ],
    [
      'trigger run on-a root-sync --config-map good.yaml',
      'failed to load resource: there is no cluster to read RootSync config-management-system/root-sync from: no kubeconfig, no --server',
    ],
    [
      'trigger get',
      'failed to get api: there is no cluster to read Secret config-management-system/notification-secret from',
    ],
  ])('say why they fail: %s', async (line, text) => {
    const { exitCode, err } = await cli(line);
    expect(err).toContain(text);
    expect(exitCode).toBe(1);
  });
});

describe('the Secret of the cluster', () => {
  const kubeconfig = '--server http://127.0.0.1:1';
  const config = (data: string) => ({ 'c.yaml': configMap(data) });

  it.each([
    ['is not asked for when nothing refers to it', trigger('on-a', '"true"'), '', 0],
    ['is when a service does', "  service.slack: 'token: $token'\n", '', 1],
    ['is when a template does', '  template.t: "message: \'{{.secrets.token}}\'"\n', '', 1],
    ['is not when there is to be none', "  service.slack: 'token: $token'\n", ' --secret :empty', 0],
    ["is with Argo CD's names, as upstream does", '  template.t: ""\n', ' --argo --config-map-name cm', 1],
  ])('%s', async (_, data, more, exitCode) => {
    const ran = await cli(`template get --config-map c.yaml ${kubeconfig}${more}`, { files: config(data) });
    expect(ran).toMatchObject({ exitCode });
    expect(ran.err.includes('ECONNREFUSED')).toBe(exitCode === 1);
    expect(ran.err.includes('(--secret :empty does without the Secret)')).toBe(exitCode === 1);
  });
});

describe('a command line that does not fit', () => {
  it.each([
    ['trigger', 'Error: select child command', 'trigger'],
    ['trigger gett', "Error: unknown command 'gett' for 'trigger'\n  (did you mean 'get'?)", 'trigger'],
    ['triger get', "Error: unknown command 'triger'", ''],
    ['trigger get --nonsense', "Error: unknown option '--nonsense'", 'trigger get'],
    ['trigger get -o xml', "Error: output 'xml' is not supported", 'trigger get'],
    ['trigger run a', 'Error: expected two arguments, got 1', 'trigger run'],
    ['trigger run a b c', 'Error: expected two arguments, got 3', 'trigger run'],
    ['trigger get --api-kind Pod', "--api-kind: 'Pod' is none of RootSync, RepoSync, Application", 'trigger get'],
    [
      'trigger get --server http://x --request-timeout soon',
      '--request-timeout: time: invalid duration "soon"',
      'trigger get',
    ],
    ['completion tcsh', "Error: there is no completion for 'tcsh', only for bash, zsh, fish", 'completion'],
  ])('%s', async (line, text, command) => {
    const { exitCode, out, err } = await cli(line);
    expect(err).toContain(text);
    expect(err.trimEnd().split('\n').at(-1)).toBe(`See '${`configsync-notifications ${command}`.trim()} --help'.`);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
  });
});

describe('--help', () => {
  it('is what no command gives', async () => {
    const io = testIo();
    expect(await run([], io)).toBe(0);
    expect(io.out()).toContain('Usage: configsync-notifications COMMAND');
  });

  it('--version tells the version', async () => {
    expect(await cli('--version')).toEqual({ exitCode: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), err: '' });
  });

  it.each([
    'trigger get',
    'trigger run',
    'template get',
    'template notify',
    'completion',
  ])('%s has examples', async (command) => {
    const { exitCode, out } = await cli(`${command} --help`);
    expect(exitCode).toBe(0);
    expect(out).toContain('\nExamples:\n');
    expect(out).toContain('--config-map <file>');
  });

  it('speaks of kubectl as its plugin', async () => {
    const io = testIo();
    expect(await run(['trigger', 'get', '--help'], io, 'kubectl notifications')).toBe(0);
    expect(io.out()).toContain('\n  kubectl notifications trigger get\n');
  });
});

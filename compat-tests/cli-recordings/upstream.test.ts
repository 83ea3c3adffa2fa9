import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../cli/program.ts';
import { testIo } from '../../cli/test-io.ts';
import type { EmbeddedApiServer } from '../../controller/demo/api-server.ts';
import { type CliCase, type CliRecording, cliCases, recordingsPath, testdata } from './cases.ts';
import { startCluster } from './cluster.ts';
import { evaluationErrors, exitCodeOf, failureOf } from './compare.ts';

const recordings = new Map(
  readFileSync(recordingsPath, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CliRecording)
    .map((recording) => [recording.id, recording]),
);

const listed = '{\n  "listed": {\n    "message": "{{.app.metadata.name}}"\n  }\n}\n';
const unescaped = 't:\n  message: "a\\ab\\0c\\e\\x7F\\N\u00a0\\L\\P"\n';

/** Cases that end otherwise on purpose, by why they do. */
const differences: Readonly<Record<string, Readonly<Record<string, Partial<CliRecording>>>>> = {
  'a name that nothing has is a failure': Object.fromEntries(
    [
      ...['of a', 'of absent', 'none as json', 'none as yaml'].map((each) => `shapes/trigger/${each}`),
      ...['of 9', 'of lines', 'of absent', 'of nothing', 'none as json', 'none as yaml'].map(
        (each) => `shapes/template/${each}`,
      ),
    ].map((id) => [id, { stderr: 'does not exist (found ', exitCode: 1 }]),
  ),
  'several names are those, where upstream prints all': {
    'usage/two names': { stdout: 'NAME  TEMPLATE  CONDITION\n10    a         \n9               true\n' },
  },
  'Lists are opened': {
    'source/config map list.yaml': { stdout: listed, stderr: '', exitCode: 0 },
  },
  'standard input is read once for all': {
    'source/stdin twice': {
      stdout: "NAME       TEMPLATE  CONDITION\non-synced  synced    app.status.sync.status == 'Synced'\n",
      stderr: '',
      exitCode: 0,
    },
  },
  'a file without a resource is an error': {
    'source/resource empty.yaml': { stdout: '', stderr: 'failed to load resource: the file is empty', exitCode: 1 },
  },
  'text that follows JSON is read as YAML, whose error it is': {
    'source/config map after.json': {
      stderr:
        'failed to get api: failed to unmarshal manifest: error unmarshaling JSON: while decoding JSON: json: cannot',
    },
  },
  "control characters are escaped, which upstream's YAML refuses": {
    'corpus/escaped-controls/templates': { stdout: unescaped, stderr: '', exitCode: 0 },
  },
};

const otherwise = Object.assign({}, ...Object.values(differences)) as Readonly<Record<string, Partial<CliRecording>>>;

let cluster: EmbeddedApiServer;

beforeAll(async () => {
  cluster = await startCluster();
});

afterAll(() => cluster.stop());

async function ours({ args, stdin, cluster: wantsCluster }: CliCase) {
  const io = testIo({
    cwd: testdata,
    files: wantsCluster ? { '/kubeconfig': cluster.kubeconfig() } : {},
    ...(stdin !== undefined && { stdin: readFileSync(join(testdata, stdin), 'utf8') }),
  });
  const kubeconfig = wantsCluster ? ['--kubeconfig', '/kubeconfig'] : [];
  const exitCode = await run([...args, ...kubeconfig, '--argo', '--strict-config'], io);
  return { stdout: io.out(), stderr: io.err(), exitCode };
}

describe('the command line answers as that of the Go engine', () => {
  it.each(cliCases())('$id', async (each) => {
    const recorded = recordings.get(each.id) as CliRecording;
    const want = { ...recorded, ...otherwise[each.id] };
    const got = await ours(each);
    expect(got.stdout).toBe(want.stdout);
    expect(got.stderr).toContain(failureOf(want));
    for (const error of evaluationErrors(want)) expect(got.stderr).toContain(error);
    // Upstream ends most failures with 0 and usage errors with 1.
    expect(got.exitCode).toBe(otherwise[each.id]?.exitCode ?? exitCodeOf(want));
  });
});

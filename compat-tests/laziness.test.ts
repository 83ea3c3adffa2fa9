import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { upstreamTypes } from '../engine/services/registry.ts';
import { bundle } from '../scripts/bundle.ts';

const engine = join(import.meta.dirname, '../engine');
let folder: string;

/** Reads a configuration, sends by a service if one is named, and looks up a zone if one is named. */
const program = `
import { createApi, HttpClient, parseConfig } from '${engine}/index.ts';
import { bundledZone } from '${engine}/go/time/bundle.ts';
const { data, service, zone } = JSON.parse(process.argv[2]);
const host = { http: new HttpClient() };
const { config } = parseConfig({ data }, {}, { strict: true });
const { api } = createApi(config, { getVariables: (object) => object, host, strict: true });
const log = { debug() {}, info() {}, warn() {}, error() {} };
const context = { signal: AbortSignal.timeout(5_000), log };
const told = (error) => console.log(error.message);
if (service) await api.send({ name: 'a' }, ['synced'], { service, recipient: 'x' }, context).catch(told);
if (zone && bundledZone(zone) === undefined) throw new Error('no such zone');
`;

/** Prints the files and the modules of Node's own that a process has loaded. */
const recorder = `
const files = [];
process.getBuiltinModule('module').registerHooks({
  load(url, context, next) {
    files.push(url);
    return next(url, context);
  },
});
process.on('exit', () => console.log(JSON.stringify([...files, ...process.moduleLoadList])));
`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'argo-notifications-laziness-'));
  writeFileSync(join(folder, 'sources.mjs'), program);
  writeFileSync(join(folder, 'recorder.mjs'), recorder);
  await bundle({ bundle: join(folder, 'sources.mjs') }, folder);
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const data = {
  'service.webhook.hook': 'url: http://127.0.0.1:1/\nretryWaitMin: 1\nretryWaitMax: 1\n',
  'service.slack': 'token: t\napiURL: http://127.0.0.1:1/\n',
  'trigger.on-synced': '- when: time.Now().Year() > 2000 and sync.name startsWith "a"\n  send: [synced]\n',
  'template.synced': 'message: "{{.name | upper}} {{now | date `2006`}}"\n',
};
const queue = 'queue: q\nregion: r\nkey: k\nsecret: s\nendpointUrl: http://127.0.0.1:1\n';

const others = upstreamTypes.filter((name) => name !== 'slack' && name !== 'webhook');

const parts: Readonly<Record<string, RegExp>> = {
  re2js: /\/re2js\//,
  zones: /\/zones\.json$/,
  'AWS SDK': /client-sqs|sqs-sdk/,
  'client-node': /client-node/,
  slack: codeOf('slack'),
  webhook: codeOf('webhook'),
  'another service': codeOf(others.join('|')),
};

/** The files of services: sources or chunks. */
function codeOf(names: string): RegExp {
  return new RegExp(`/(?:services|chunks)/(?:${names})(?:-[A-Z0-9]{8})?\\.(?:ts|mjs)$`);
}

/** What a process has printed, and at last the files and modules that it has loaded. */
function run(kind: string, task: object): string[] {
  const args = ['--import', './recorder.mjs', `./${kind}.mjs`, JSON.stringify({ data, ...task })];
  const { stdout, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: {},
  });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
}

const cases: [what: string, task: object, want: string[]][] = [
  ['a configuration', {}, []],
  ['a delivery', { service: 'hook' }, ['webhook']],
  ['another delivery', { service: 'slack' }, ['slack']],
  ['a regular expression', { data: { ...data, 'trigger.x': '- when: sync.name matches "a+"\n' } }, ['re2js']],
  ['a zone that the system lacks', { zone: 'Europe/Berlin' }, ['zones']],
  [
    'a message for a queue',
    { data: { ...data, 'service.awssqs': queue }, service: 'awssqs' },
    ['AWS SDK', 'another service'],
  ],
];

describe.each([
  ['a bundle', 'bundle', cases],
  ['sources', 'sources', cases.slice(0, 2)],
] as const)('of %s', (_from, kind, some) => {
  it.each(some)('%s loads what it needs', (_what, task, want) => {
    const printed = run(kind, task);
    const all = JSON.parse(printed.at(-1) ?? '') as string[];
    if ('service' in task) expect(printed[0]).toContain('connection refused');
    expect(Object.keys(parts).filter((part) => all.some((each) => parts[part]?.test(each)))).toEqual(want);
  });
});

it('a bundle loads of Node what it uses', () => {
  const [all] = run('bundle', {});
  expect(all).toContain('NativeModule https');
  expect(all).not.toMatch(/undici|webcrypto|http2/);
});

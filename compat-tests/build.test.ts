import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from './free-port.ts';
import { eventually, World } from './process/world.ts';

const script = join(import.meta.dirname, '../scripts/build.ts');
let folder: string;

function node(...args: readonly string[]) {
  return spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
}

/** The files that are loaded with an entry, whatever it does. */
function loadedWith(entry: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const source = readFileSync(join(folder, entry), 'utf8');
  for (const [, target = ''] of source.matchAll(/(?:\bfrom|\bimport)\s*"(\.[^"]+)"/g)) {
    loadedWith(join(entry, '..', target), seen);
  }
  return seen;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'argo-notifications-build-'));
  const { status, stderr } = node(script, folder);
  expect(stderr).toBe('');
  expect(status).toBe(0);
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it.each(['notification', 'manager'])('%s.mjs runs far from this repository', (name) => {
  const help = node(`${name}.mjs`, '--help');
  expect(help.stderr).toBe('');
  expect(help.stdout).toContain(`Usage: ${name} [options]`);
  expect(help.status).toBe(0);
  expect(node(`${name}.mjs`, '--nonsense')).toMatchObject({ status: 2, stderr: expect.stringContaining('--nonsense') });
});

it('cli.mjs runs far from this repository, also as a plugin of kubectl', () => {
  const file = join(import.meta.dirname, '../testdata/configmaps/rootsync.yaml');
  const get = node('cli.mjs', 'trigger', 'get', '-o', 'name', '--config-map', file, '--secret', ':empty');
  expect(get).toMatchObject({ stdout: 'on-stalled\non-synced\n', stderr: '', status: 0 });
  symlinkSync('cli.mjs', join(folder, 'kubectl-notifications'));
  expect(node('kubectl-notifications', '--help').stdout).toContain('Usage: kubectl notifications COMMAND');
  expect(node('cli.mjs', 'trigger', '--nonsense').status).toBe(2);
});

it('loads the SDKs of receivers and of clouds only when they are needed', () => {
  const loaded = [...loadedWith('notification.mjs')].map((file) => readFileSync(join(folder, file), 'utf8')).join('');
  const built = globSync('**/*.mjs', { cwd: folder })
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('');
  for (const sdk of ['AwsJson1_0Protocol', 'AzureAuth']) {
    expect(built.includes(sdk), `${sdk} is built in`).toBe(true);
    expect(loaded.includes(sdk), `${sdk} is loaded`).toBe(false);
  }
  expect(loaded.length).toBeLessThan(2 * 1024 * 1024);
});

it('notification.mjs delivers, counts it, and ends with SIGTERM', async () => {
  const world = await World.open();
  const port = await freePort();
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, world.server.kubeconfig());
  await world.configMap({
    'service.webhook.inbox': `{url: "${world.receiver.url}"}`,
    'trigger.on-created': '[{when: "true", oncePer: sync.metadata.name, send: [created]}]',
    'template.created': 'webhook: {inbox: {method: POST, body: "{{.sync.metadata.name}} created"}}',
  });
  await world.rootSync({ 'notifications.configsync.gke.io/subscribe.on-created.inbox': '' });
  const flags = ['--api-kind=RootSync', '--resource-namespace=config-management-system', '--resource-name=root-sync'];
  const args = ['notification.mjs', ...flags, '--cm-name=cm', `--metrics-port=${port}`, `--kubeconfig=${kubeconfig}`];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore', env: {} });
  try {
    const [record] = await world.receiver.exactly(1);
    expect(record?.body).toBe('root-sync created');
    const metrics = await eventually('metrics of the delivery', async () => {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return text.includes('deliveries_total{') ? text : undefined;
    });
    expect(metrics).toMatch(/_deliveries_total\{[^}]*succeeded="true"[^}]*\} 1\n/);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
    await world.close();
  }
});

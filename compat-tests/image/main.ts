import type { ChildProcess } from 'node:child_process';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../free-port.ts';
import { eventually, World } from '../process/world.ts';
import { cannotContain, contained } from './contained.ts';
import { type ImageConfig, readDockerfile, sourcesOf } from './dockerfile.ts';
import { buildRoot, bytesOf, contentsOf } from './root-filesystem.ts';

// npm run image:check: builds the root file system that the Dockerfile describes, and runs its processes in it, as a
// user without rights, read-only.

const repository = join(import.meta.dirname, '../..');
const dockerfile = join(repository, 'Dockerfile');
const mostBytes = 150_000_000;
const results: boolean[] = [];

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function check(what: string, holds: boolean, more = ''): void {
  results.push(holds);
  say(`${holds ? 'ok     ' : 'FAILED '} ${what}${more === '' ? '' : `: ${more}`}`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Builds `dist` in a folder from the files that the Dockerfile copies, and no others. */
function build(folder: string): void {
  for (const path of sourcesOf(dockerfile)) {
    cpSync(join(repository, path), join(folder, path), {
      recursive: true,
      filter: (file) => !file.endsWith('node_modules'),
    });
  }
  cpSync(join(repository, 'LICENSE'), join(folder, 'LICENSE'));
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  const script = join(folder, 'scripts/build.ts');
  const done = spawnSync(process.execPath, [script], { cwd: folder, encoding: 'utf8', timeout: 120_000 });
  if (done.status !== 0) throw new Error(`the build failed: ${done.stderr}`);
}

/** Whether two builds gave the same bytes. */
function checkReproducible(one: string, other: string): void {
  const first = contentsOf(join(one, 'dist'));
  const second = contentsOf(join(other, 'dist'));
  const differs = [...first.keys()].filter((file) => first.get(file) !== second.get(file));
  check('a second build is the same', differs.length === 0 && first.size === second.size, differs.join(', '));
}

function checkSize(root: string, image: ImageConfig, source: string): void {
  for (const { name, bytes } of buildRoot(root, image, source)) say(`        ${megabytes(bytes).padStart(9)}  ${name}`);
  const bytes = bytesOf(root);
  check(`the image is smaller than ${megabytes(mostBytes)}`, bytes < mostBytes, megabytes(bytes));
}

async function outputOf(child: ChildProcess): Promise<{ status: number | null; text: string }> {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (text += data.toString()));
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await once(child, 'close');
  clearTimeout(timer);
  return { status: child.exitCode, text: text.trim() };
}

async function checkConfinement(root: string, image: ImageConfig): Promise<void> {
  const probe = `const tried = ['/app', '/tmp', '/etc'].map((folder) => {
    try { fs.writeFileSync(folder + '/x', ''); return 'written'; } catch (error) { return error.code; } });
    console.log(process.getuid(), process.getgid(), ...tried, fs.readFileSync('/proc/self/status', 'utf8').match(/CapEff:\\s*(\\w+)/)[1]);`;
  const { text } = await outputOf(contained(root, image, ['-e', probe]));
  check('runs without rights and can write nothing', text === '65532 65532 EROFS EROFS EROFS 0000000000000000', text);
}

async function checkHelp(root: string, image: ImageConfig): Promise<void> {
  for (const program of ['notification', 'manager']) {
    const { status, text } = await outputOf(contained(root, image, [`/app/${program}.mjs`, '--help']));
    check(`${program} starts`, status === 0 && text.includes(`Usage: ${program}`), status === 0 ? '' : text);
  }
}

async function ready(port: number): Promise<true | undefined> {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(1000) });
  return response.ok ? true : undefined;
}

async function checkDelivery(root: string, image: ImageConfig): Promise<void> {
  const world = await World.open();
  writeFileSync(join(root, 'etc/kubeconfig'), world.server.kubeconfig());
  await world.configMap({
    'service.webhook.inbox': `{url: "${world.receiver.url}"}`,
    'trigger.on-created': '[{when: "true", oncePer: sync.metadata.name, send: [created]}]',
    'template.created': 'webhook: {inbox: {method: POST, body: "{{.sync.metadata.name}} created"}}',
  });
  await world.rootSync({ 'notifications.configsync.gke.io/subscribe.on-created.inbox': '' });
  const port = await freePort();
  const rsync = ['--api-kind=RootSync', '--resource-namespace=config-management-system', '--resource-name=root-sync'];
  const flags = [...rsync, '--cm-name=cm', `--metrics-port=${port}`, '--kubeconfig=/etc/kubeconfig'];
  const started = performance.now();
  const child = contained(root, image, [...image.command.slice(1), ...flags]);
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (log += data.toString()));
  try {
    await eventually('readiness', () => ready(port));
    say(`        ${((performance.now() - started) / 1000).toFixed(2)} s from start to ready`);
    await eventually('the message', () => world.receiver.bodies[0]);
    check('a message arrives', world.receiver.bodies[0] === 'root-sync created', world.receiver.bodies[0]);
    await sleep(1000);
    const resident = /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
    say(`        ${megabytes(Number(resident) * 1024)} resident afterwards`);
    child.kill('SIGTERM');
    await once(child, 'close');
    check('ends with SIGTERM', child.exitCode === 0, child.exitCode === 0 ? '' : log);
  } catch (error) {
    check('a message arrives', false, `${(error as Error).message}\n${log}`);
  } finally {
    child.kill('SIGKILL');
    await world.close();
  }
}

async function run(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'argo-notifications-image-'));
  const root = join(scratch, 'root');
  const image = readDockerfile(dockerfile);
  const [source, again] = [join(scratch, 'src'), join(scratch, 'again')];
  try {
    build(source);
    build(again);
    say(`${image.from}: Node ${process.version} and this machine's libraries stand in for it`);
    checkReproducible(source, again);
    checkSize(root, image, source);
    await checkConfinement(root, image);
    await checkHelp(root, image);
    await checkDelivery(root, image);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const reason = cannotContain();
if (reason !== undefined) say(`SKIPPED: ${reason}`);
else await run();
const failed = results.filter((holds) => !holds).length;
say(`${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

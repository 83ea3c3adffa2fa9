import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examplesOf } from '../docs-examples.ts';

// npm run packages:check: builds what is published, looks at it with publint and attw, installs it in an empty folder and runs the
// documentation's examples on each Node that is supported. Needs the npm registry.

const root = join(import.meta.dirname, '../..');
const nodeVersions = ['22', '24', 'latest'];
const results: boolean[] = [];

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function check(what: string, holds: boolean, more = ''): void {
  results.push(holds);
  say(`${holds ? 'ok     ' : 'FAILED '} ${what}${holds || more === '' ? '' : `: ${more}`}`);
}

function run(command: string, args: readonly string[], cwd: string, input = ''): SpawnSyncReturns<string> {
  return spawnSync(command, args, { cwd, input, encoding: 'utf8', timeout: 180_000 });
}

function tool(name: string, args: readonly string[], cwd: string): SpawnSyncReturns<string> {
  return run(join(root, 'node_modules/.bin', name), args, cwd);
}

function lint(packages: string): void {
  for (const name of ['engine', 'cli']) {
    const { status, stdout, stderr } = tool('publint', ['--strict', '.'], join(packages, name));
    check(`publint ${name}`, status === 0, stdout + stderr);
  }
  const [tarball = ''] = globSync('*engine*.tgz', { cwd: packages });
  const { status, stdout, stderr } = tool('attw', [tarball, '--profile', 'esm-only'], packages);
  check('attw engine', status === 0, stdout + stderr);
}

/** An empty project with the tarballs installed. */
function install(packages: string, project: string): void {
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{"type": "module", "private": true}\n');
  const tarballs = globSync('*.tgz', { cwd: packages }).map((name) => join(packages, name));
  const { status, stderr } = run('npm', ['install', '--no-audit', '--no-fund', ...tarballs], project);
  check('npm install of both in an empty folder', status === 0, stderr);
}

/** The program of a version of Node, from npm; undefined when it cannot be had. */
function nodeOf(version: string, folder: string): string | undefined {
  const name = `node-${process.platform}-${process.arch}`;
  const { status } = run('npm', ['install', '--no-save', '--prefix', folder, `${name}@${version}`], tmpdir());
  return status === 0 ? join(folder, 'node_modules', name, 'bin/node') : undefined;
}

function runExamples(node: string, project: string): void {
  const version = run(node, ['--version'], project).stdout.trim();
  for (const page of ['engine.md', 'languages.md']) {
    for (const { title, source, prints } of examplesOf(page)) {
      const { stdout, stderr } = run(node, ['--input-type=module'], project, stripTypeScriptTypes(source));
      check(`${version} docs/${page} ${title}`, stdout === prints && stderr === '', stdout + stderr);
    }
  }
  const cli = join(project, 'node_modules/configsync-notifications/cli.mjs');
  cpSync(join(root, 'deploy/catalog/configmap.yaml'), join(project, 'cm.yaml'));
  const flags = ['--config-map', 'cm.yaml', '--secret', ':empty'];
  for (const args of [['trigger', 'get', '-o', 'name'], ['template', 'get'], ['lint']]) {
    const want = run(process.execPath, [join(root, 'cli/main.ts'), ...args, ...flags], project);
    const got = run(node, [cli, ...args, ...flags], project);
    const same = got.stdout === want.stdout && got.status === 0 && want.status === 0;
    check(`${version} configsync-notifications ${args.join(' ')}`, same, got.stdout + got.stderr);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'argo-notifications-packages-'));
const [packages, project] = [join(folder, 'packages'), join(folder, 'project')];
try {
  const built = run(process.execPath, [join(root, 'scripts/packages.ts'), packages], root);
  check('builds', built.status === 0, built.stderr);
  lint(packages);
  install(packages, project);
  for (const version of nodeVersions) {
    const node = nodeOf(version, join(folder, `node-${version}`));
    if (node === undefined) say(`SKIPPED Node ${version}: npm does not have it for this machine`);
    else runExamples(node, project);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const failed = results.filter((holds) => !holds).length;
say(`${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

// Runs a script of this repository on the pinned Node, installing what is missing first.
//   node scripts/run.mjs FILE [ARG…]          a .ts file
//   node scripts/run.mjs --bin NAME [ARG…]    a tool of node_modules/.bin
// Plain JavaScript, since the system's Node (20 or newer) runs this file before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const stamp = join(modules, '.installed');
const lockfile = join(root, 'package-lock.json');

function installed() {
  return (
    existsSync(stamp) && readFileSync(stamp, 'utf8') === readFileSync(lockfile, 'utf8') && statSync(nodePath()).size > 0
  );
}

function nodePath() {
  return join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

function install() {
  process.stderr.write('Installing dependencies (npm ci)…\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const done = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (done.status !== 0) {
    process.stderr.write('npm ci failed; see its message above.\n');
    process.exit(done.status ?? 1);
  }
  writeFileSync(stamp, readFileSync(lockfile));
}

function entry(args) {
  if (args[0] !== '--bin') return [join(root, args[0] ?? ''), ...args.slice(1)];
  return [realpathSync(join(modules, '.bin', args[1] ?? '')), ...args.slice(2)];
}

if (!installed()) install();
const child = spawn(nodePath(), ['--disable-warning=ExperimentalWarning', ...entry(process.argv.slice(2))], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 15)));

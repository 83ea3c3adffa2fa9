// Runs a script of this repository on the pinned Node, installing what is missing first.
//   node scripts/run.mjs FILE [ARG…]          a .ts file
//   node scripts/run.mjs --bin NAME [ARG…]    a tool of node_modules/.bin
// Plain JavaScript, since the system's Node (20 or newer) runs this file before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const stamp = join(modules, '.installed');
const lockfile = join(root, 'package-lock.json');
const lockFolder = join(root, '.installing');
const longestInstall = 600_000;

function installed() {
  return (
    existsSync(stamp) && readFileSync(stamp, 'utf8') === readFileSync(lockfile, 'utf8') && statSync(nodePath()).size > 0
  );
}

function nodePath() {
  return join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** Installs what the lockfile names. Of several processes that find something missing one installs, the others wait. */
async function install() {
  for (const started = Date.now(); !lock(); await sleep(200)) {
    if (Date.now() - started > longestInstall)
      fail(`another installation holds ${lockFolder}; remove it if there is none`);
  }
  try {
    if (!installed()) installNow();
  } finally {
    rmSync(lockFolder, { recursive: true, force: true });
  }
}

function lock() {
  try {
    mkdirSync(lockFolder);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

function installNow() {
  process.stderr.write('Installing dependencies (npm ci)…\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const done = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], options);
  if (done.status !== 0) throw new Error('npm ci failed; see its message above');
  writeFileSync(stamp, readFileSync(lockfile));
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function entry(args) {
  if (args[0] !== '--bin') return [join(root, args[0] ?? ''), ...args.slice(1)];
  return [realpathSync(join(modules, '.bin', args[1] ?? '')), ...args.slice(2)];
}

if (!installed()) await install().catch((error) => fail(error.message));
const child = spawn(nodePath(), ['--disable-warning=ExperimentalWarning', ...entry(process.argv.slice(2))], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 15)));

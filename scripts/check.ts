import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { upwardImports } from './imports.ts';

const root = join(import.meta.dirname, '..');

function run(title: string, command: string, args: readonly string[]): boolean {
  const done = spawnSync(process.execPath, [join(root, 'node_modules', command), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  return report(title, done.status === 0);
}

function report(title: string, ok: boolean): boolean {
  process.stdout.write(`${ok ? 'ok      ' : 'FAILED  '}${title}\n`);
  return ok;
}

function directionOfImports(): boolean {
  const upward = upwardImports(root);
  for (const line of upward) process.stdout.write(`        ${line}\n`);
  return report('imports point down', upward.length === 0);
}

const results = [
  run('types (tsc)', 'typescript/bin/tsc', []),
  run('lint and format (biome)', '@biomejs/biome/bin/biome', ['ci', '--diagnostic-level=error', '.']),
  directionOfImports(),
];
const failed = results.filter((ok) => !ok).length;
process.stdout.write(`${results.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

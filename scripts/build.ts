// Builds dist/notification.mjs, dist/manager.mjs and dist/cli.mjs, which need nothing but Node:
//   node scripts/run.mjs scripts/build.ts [OUTPUT_DIRECTORY]
import { chmodSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const outdir = process.argv[2] ?? dist;

if (outdir === dist) rmSync(dist, { recursive: true, force: true });
await bundle(
  {
    notification: 'controller/notification.main.ts',
    manager: 'controller/manager.main.ts',
    cli: 'cli/main.ts',
  },
  outdir,
);
chmodSync(join(outdir, 'cli.mjs'), 0o755);
for (const name of readdirSync(outdir).filter((each) => each.endsWith('.mjs'))) {
  process.stdout.write(`${name} ${Math.round(statSync(join(outdir, name)).size / 1024)} KiB\n`);
}

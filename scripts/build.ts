// Builds dist/notification.mjs and dist/manager.mjs, which need nothing but Node:
//   node scripts/run.mjs scripts/build.ts [OUTPUT_DIRECTORY]
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const outdir = process.argv[2] ?? dist;

if (outdir === dist) rmSync(dist, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: { notification: 'controller/notification.main.ts', manager: 'controller/manager.main.ts' },
  outdir,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  // What is imported when it is needed, such as SDKs of receivers, is loaded when it is needed.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'linked',
  logLevel: 'warning',
  // CommonJS dependencies require Node's own modules.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
});
for (const name of readdirSync(outdir).filter((each) => each.endsWith('.mjs'))) {
  process.stdout.write(`${name} ${Math.round(statSync(join(outdir, name)).size / 1024)} KiB\n`);
}

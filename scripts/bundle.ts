import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type BuildOptions, build, type Metafile, type OutputFile, type Plugin } from 'esbuild';

const root = join(import.meta.dirname, '..');

const requiring = 'const require=process.getBuiltinModule("module").createRequire(import.meta.url);';

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node24',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'linked',
  logLevel: 'warning',
  write: false,
} satisfies BuildOptions;

/** Parts of dependencies that nothing here uses: worker threads of pino, and what prom-client has for clusters and gateways. */
const unused: Plugin = {
  name: 'unused',
  setup({ onLoad }) {
    const filter = /\/(?:thread-stream\/index|prom-client\/lib\/(?:cluster|pushgateway|defaultMetrics))\.js$/;
    onLoad({ filter }, () => ({ contents: '' }));
  },
};

/** Bundles of entry points, by the names that they get in `outdir`, which need nothing but Node. */
export async function bundle(entryPoints: Readonly<Record<string, string>>, outdir: string): Promise<void> {
  const { outputFiles, metafile } = await build({
    ...common,
    entryPoints: { ...entryPoints },
    outdir,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    // What is imported when it is needed, such as what sends by a service, is loaded when it is needed.
    splitting: true,
    format: 'esm',
    metafile: true,
    plugins: [unused],
    // CommonJS dependencies require Node's own modules.
    banner: { js: requiring },
  });
  for (const file of outputFiles) write(file.path, withPlainBuiltins(file, metafile));
  await addRequired(outdir);
}

/** Puts what the engine requires, which is loaded when it is needed, where Node finds it from a bundle. */
async function addRequired(outdir: string): Promise<void> {
  const modules = join(outdir, 'node_modules');
  const { outputFiles } = await build({
    ...common,
    entryPoints: { index: 're2js' },
    outdir: join(modules, 're2js'),
    format: 'cjs',
  });
  for (const { path, text } of outputFiles) write(path, text);
  const zones = readFileSync(join(root, 'engine/go/time/zones.json'), 'utf8');
  write(join(modules, '@argo-notifications/engine/zones.json'), JSON.stringify(JSON.parse(zones)));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const importStatement = /\bimport(?:\*as ([\w$]+)| ?([\w$]+)?,?(?:\{([^{}"]*)\})?)\s*from"([^"]+)";/g;

/**
 * The text of a file without imports of Node's own modules. An import reads everything that such a module exports, so that
 * one of `node:http` loads undici for `WebSocket`, a megabyte of code.
 */
function withPlainBuiltins({ path, text }: OutputFile, { outputs }: Metafile): string {
  const imports = outputs[relative(root, path)]?.imports ?? [];
  const builtins = new Set(
    imports.filter((each) => each.external && each.kind === 'import-statement').map((each) => each.path),
  );
  const found = new Set<string>();
  const constants: string[] = [];
  const body = text.replace(importStatement, (statement, all, main, names, from) => {
    if (!builtins.has(from)) return statement;
    found.add(from);
    const module = `=process.getBuiltinModule("${from}");`;
    for (const name of [all, main]) if (name !== undefined) constants.push(`const ${name}${module}`);
    if (names !== undefined) constants.push(`const{${names.replaceAll(' as ', ':')}}${module}`);
    return '';
  });
  const missed = [...builtins].filter((name) => !found.has(name));
  if (missed.length > 0) throw new Error(`${path}: no import statement of ${missed.join(', ')} found`);
  return body.replace(requiring, requiring + constants.join(''));
}

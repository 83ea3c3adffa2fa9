// Builds what is published, ready for `npm publish`: dist/packages/engine and dist/packages/cli, each with its SBOM and its tarball.
//   node scripts/run.mjs scripts/packages.ts [OUTPUT_DIRECTORY]
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { bundle } from './bundle.ts';

const root = join(import.meta.dirname, '..');
const out = process.argv[2] ?? join(root, 'dist', 'packages');

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
}

/** What every published package says alike. */
function common({ version, description, license }: Manifest): Record<string, unknown> {
  return { version, description, license, type: 'module', engines: { node: '>=22' }, sideEffects: false };
}

function run(command: string, args: readonly string[], cwd: string): string {
  const done = spawnSync(command, args, { cwd, encoding: 'utf8', timeout: 120_000 });
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${done.stdout}${done.stderr}`);
  return done.stdout;
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

/** The engine: one module a source file with its types, so that a program bundles only what it uses. */
function buildEngine(folder: string): void {
  const config = join(folder, 'tsconfig.json');
  writeJson(config, {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      rewriteRelativeImportExtensions: true,
      rootDir: join(root, 'engine'),
      outDir: folder,
      typeRoots: [join(root, 'node_modules/@types')],
    },
    include: [join(root, 'engine')],
    exclude: [join(root, 'engine/**/*.test.ts')],
  });
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', config], root);
  rmSync(config);
  for (const file of globSync('**/*.d.ts', { cwd: folder })) {
    const types = readFileSync(join(folder, file), 'utf8');
    writeFileSync(join(folder, file), types.replaceAll(/((?:from|import\() ?'\.[^']*)\.ts'/g, "$1.js'"));
  }
  for (const file of globSync('**/*.json', { cwd: join(root, 'engine') })) {
    if (file === 'package.json' || file.includes('node_modules')) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, 'engine', file), join(folder, file));
  }
  const manifest = manifestOf('engine');
  const exports = Object.entries(manifest.exports ?? {}).map(([path, file]) => [path, exported(file)]);
  const { dependencies } = manifest;
  writeJson(join(folder, 'package.json'), {
    name: manifest.name,
    ...common(manifest),
    exports: Object.fromEntries(exports),
    dependencies,
  });
}

function exported(file: string): unknown {
  if (!file.endsWith('.ts')) return file;
  return { types: file.replace(/\.ts$/, '.d.ts'), default: file.replace(/\.ts$/, '.js') };
}

/** The command line: a bundle, and from the engine's package what that loads only when it is needed. */
async function buildCli(folder: string): Promise<void> {
  const manifest = manifestOf('cli');
  await bundle({ cli: 'cli/main.ts' }, folder);
  rmSync(join(folder, 'node_modules'), { recursive: true });
  const engine = manifestOf('engine');
  const { re2js = '' } = engine.dependencies ?? {};
  writeJson(join(folder, 'package.json'), {
    name: 'configsync-notifications',
    ...common(manifest),
    exports: {},
    bin: Object.fromEntries(Object.keys(manifest.bin ?? {}).map((name) => [name, 'cli.mjs'])),
    dependencies: { [engine.name]: engine.version, re2js },
  });
}

/** The licence, the guide as its README, what it consists of (CycloneDX), and the tarball. */
function finish(folder: string, guide: string): void {
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  cpSync(join(root, 'CHANGELOG.md'), join(folder, 'CHANGELOG.md'));
  cpSync(join(root, 'docs', guide), join(folder, 'README.md'));
  const sbom = run('npm', ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '-w', basename(folder)], root);
  writeFileSync(join(folder, 'sbom.cdx.json'), sbom);
  const [name] = run('npm', ['pack', '--pack-destination', out], folder).trim().split('\n').slice(-1);
  process.stdout.write(`${join(out, name ?? '')}\n`);
}

rmSync(out, { recursive: true, force: true });
const packages = { engine: 'engine.md', cli: 'cli.md' };
for (const name of Object.keys(packages)) mkdirSync(join(out, name), { recursive: true });
buildEngine(join(out, 'engine'));
await buildCli(join(out, 'cli'));
for (const [name, guide] of Object.entries(packages)) finish(join(out, name), guide);

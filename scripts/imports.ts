import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The rooms from the lowest to the highest; a file belongs to the first room whose pattern matches its path. */
const rooms: readonly (readonly [name: string, pattern: RegExp, rank: number])[] = [
  ['engine/go', /^engine\/go\//, 0],
  ['engine/expr', /^engine\/expr\//, 1],
  ['engine/template', /^engine\/template\//, 1],
  ['engine/sprig', /^engine\/sprig\//, 1],
  ['engine/errors', /^engine\/errors\.ts$/, 2],
  ['engine/git-url', /^engine\/git-url\.ts$/, 2],
  ['engine/selectors', /^engine\/selectors\.ts$/, 3],
  ['engine/notification', /^engine\/notification(\/|\.ts$)/, 5],
  ['engine/config', /^engine\/config\//, 4],
  ['engine/services', /^engine\/services\//, 6],
  ['engine model', /^engine\/(?!api\.|index\.)\w[\w-]*\.ts$/, 7],
  ['engine/api', /^engine\/(api|index)(\.test)?\.ts$/, 8],
  ['controller base', /^controller\/(errors|flags|lease-options|log|options)\.ts$/, 9],
  ['controller/kubernetes', /^controller\/kubernetes\//, 10],
  ['controller/page', /^controller\/page\//, 10],
  ['controller/notification', /^controller\/notification\//, 11],
  ['controller/rsync', /^controller\/rsync\//, 12],
  ['controller/application', /^controller\/application\//, 12],
  ['controller/notification-process', /^controller\/notification-process\.ts$/, 13],
  ['controller/manager', /^controller\/manager\//, 13],
  ['controller/demo', /^controller\/demo\//, 14],
  ['controller', /^controller\//, 15],
  ['cli', /^cli\//, 16],
  ['compat-tests', /^compat-tests\//, 17],
];

interface Room {
  readonly name: string;
  readonly rank: number;
}

function roomOf(path: string): Room | undefined {
  const found = rooms.find(([, pattern]) => pattern.test(path));
  return found && { name: found[0], rank: found[2] };
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s*'([^']+)'/g;

/** The relative imports of a source text. */
export function importsOf(source: string): string[] {
  return [...source.matchAll(importPattern)]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
    .filter((target) => target.startsWith('.'));
}

/** Whether a file of one room may import a file of another. Rooms of the same rank do not know each other. */
export function mayImport(from: string, to: string): boolean {
  const source = roomOf(from);
  const target = roomOf(to);
  if (!source || !target) return true;
  return source.name === target.name || target.rank < source.rank;
}

/** Every import under `root` that points up, as `file imports file`. */
export function upwardImports(root: string): string[] {
  const files = globSync('{engine,controller,cli,compat-tests}/**/*.ts', { cwd: root });
  return files
    .filter((file) => !file.includes('node_modules') && !file.endsWith('.test.ts'))
    .flatMap((file) =>
      importsOf(readFileSync(join(root, file), 'utf8'))
        .map((target) => relative('.', join(dirname(file), target)))
        .filter((target) => !mayImport(file, target))
        .map((target) => `${file} imports ${target}`),
    );
}

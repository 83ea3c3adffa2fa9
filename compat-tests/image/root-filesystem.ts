import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { ImageConfig } from './dockerfile.ts';

/** What distroless's base has beside the libraries that Node needs. */
const baseFiles = ['/etc/ssl/certs/ca-certificates.crt', '/usr/share/zoneinfo'];
const passwd = 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n';

/** A part of the image, and its bytes. */
export interface Part {
  readonly name: string;
  readonly bytes: number;
}

/**
 * Builds the root file system of an image in a folder, from `source` where the stage that builds has `/src`, and gives what it
 * consists of. The base, distroless with Node, is put together
 * from this machine's own: the pinned Node where the entrypoint has it, the libraries it links, certificates, time zones.
 */
export function buildRoot(folder: string, image: ImageConfig, source: string): Part[] {
  const parts: Part[] = [];
  const part = (name: string, add: () => void) => {
    const before = bytesOf(folder);
    add();
    parts.push({ name, bytes: bytesOf(folder) - before });
  };
  mkdirSync(folder, { recursive: true });
  part('Node', () => copy(process.execPath, join(folder, image.command[0] as string)));
  part('system libraries', () => {
    for (const library of librariesOf(process.execPath)) copy(library, join(folder, library));
  });
  part('certificates, time zones', () => {
    for (const file of baseFiles.filter((each) => existsSync(each))) copy(file, join(folder, file));
    mkdirSync(join(folder, 'etc'), { recursive: true });
    writeFileSync(join(folder, 'etc/passwd'), passwd);
    for (const empty of ['tmp', 'proc', 'dev', 'home/nonroot']) mkdirSync(join(folder, empty), { recursive: true });
  });
  part('the processes', () => {
    for (const { stage, from, to } of image.copies) {
      const original = join(source, stage === undefined ? from : from.replace(/^\/src\//, ''));
      copy(original, join(folder, to.endsWith('/') ? join(to, from) : to));
    }
  });
  return parts;
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(realpathSync(from), to, { recursive: true, dereference: true });
}

/** The shared libraries that a program links. */
function librariesOf(program: string): string[] {
  const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' });
  return Array.from(stdout.matchAll(/(\/\S+) \(0x/g), ([, path = '']) => path);
}

/** The bytes of all files below a folder. */
export function bytesOf(folder: string): number {
  const files = globSync('**/*', { cwd: folder }).map((file) => join(folder, file));
  return files.filter((file) => lstatSync(file).isFile()).reduce((sum, file) => sum + statSync(file).size, 0);
}

/** The files below a folder with their contents, to see whether two builds are the same. */
export function contentsOf(folder: string): ReadonlyMap<string, string> {
  const files = globSync('**/*', { cwd: folder }).filter((file) => lstatSync(join(folder, file)).isFile());
  return new Map(files.sort().map((file) => [file, readFileSync(join(folder, file), 'base64')]));
}
